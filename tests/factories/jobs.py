"""Small jobs on the plain template. In: words and a format. Out: a job that renders in a blink."""

import shutil
from pathlib import Path

from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.spec.channels import Medium, Profile
from campaign.spec.content import Campaign, Item, Kind
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


FLASHES = """
.flash { position: absolute; left: 0; top: 0; width: 100%; height: 100%; background: #ffffff; opacity: 0; }
.moving .flash { animation: flash 0.16s linear 0.2s 5; }
@keyframes flash { 0% { opacity: 1; } 49% { opacity: 1; } 50% { opacity: 0; } 100% { opacity: 0; } }
.page, body { background: #000000; }
"""


def write_flashing(root: Path) -> Path:
    """The templates, the plain one's loops flashing five times from 0.2 to 1 s, over all of the picture."""
    shutil.copytree(TEMPLATES, root)
    page, style = root / "plain" / "template.html", root / "plain" / "style.css"
    page.write_text(page.read_text().replace("{% endblock %}", '<div class="flash"></div>{% endblock %}'))
    style.write_text(style.read_text() + FLASHES)
    return root


def make_job(
    headline: str = "Съседи сме",
    *,
    medium: Medium = Medium.STILL,
    width: int = 320,
    height: int = 180,
    fps: int = 25,
) -> Job:
    item = Item(
        id="neighbours",
        kind=Kind.STATISTIC,
        template="plain",
        title={"bg": "Съседи", "en": "Neighbours"},
        values={"headline": {"bg": headline}},
        fictional=True,
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
