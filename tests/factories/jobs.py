"""Small jobs on the plain template. In: words and a format. Out: a job that renders in a blink."""

from pathlib import Path

from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.spec.channels import Medium, Profile
from campaign.spec.content import Campaign, Consent, Item, Kind
from campaign.spec.formats import Format
from campaign.spec.funding import FunderProfile, FundingRules

TEMPLATES = Path(__file__).resolve().parent.parent / "render" / "templates"

FUNDER = FunderProfile(
    id="esf",
    title={"bg": "Европейски социален фонд+", "en": "European Social Fund+"},
    rules=FundingRules.EU_2021_2027,
    statement={"bg": "Съфинансирано от Европейския съюз", "en": "Co-funded by the European Union"},
)
CAMPAIGN = Campaign(
    id="together", title={"bg": "Заедно", "en": "Together"}, funder=FUNDER, url="https://example.org/together"
)


def make_job(
    headline: str = "Съседи сме",
    *,
    medium: Medium = Medium.STILL,
    width: int = 320,
    height: int = 180,
    person: str = "",
    fps: int = 25,
) -> Job:
    item = Item(
        id="neighbours",
        kind=Kind.STATISTIC,
        template="plain",
        title={"bg": "Съседи", "en": "Neighbours"},
        values={"headline": {"bg": headline}},
        consent=Consent(person=person, fictional=True),
    )
    return Job(
        template=load_template(TEMPLATES / "plain"),
        campaign=CAMPAIGN,
        item=item,
        language="bg",
        # a small panel read from near by, so that small type is legible
        format=Format(width, height, diagonal_inches=7, viewing_distance_m=0.5),
        medium=medium,
        profile=Profile(fps=fps),
        slot_seconds=5,
        media={},
    )
