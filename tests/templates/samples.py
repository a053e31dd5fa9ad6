"""Jobs from a template's own samples. In: a template, a format, a language. Out: a Job, the boxes of its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.blitz import BlitzEngine
from campaign.render.clip import has_clip
from campaign.render.folder import list_templates, load_sound
from campaign.render.job import Job
from campaign.render.manifest import SAMPLE_LANGUAGES
from campaign.render.pipeline import build_page
from campaign.render.ports import Page, PageEngine
from campaign.render.sample import find_media
from campaign.spec.boxes import Box
from campaign.spec.channels import Medium, Profile
from campaign.spec.content import Campaign, Item, Kind, Partner, Source
from campaign.spec.formats import PANELS as STANDARD
from campaign.spec.formats import Format
from campaign.spec.funding import FunderProfile, FundingRules
from campaign.spec.languages import Texts, split_languages

ROOT = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES, BROKEN = load_sound(ROOT, names=list_templates(ROOT))
"""What keeps a folder from being read: one of them spoils no test of its neighbours, and fails a test of its own."""
LANGUAGES = SAMPLE_LANGUAGES
CUES: Texts = {
    "bg": "Дойдохме като гости,\nтръгваме си като съседи.",
    "en": "We came as guests,\nwe leave as neighbours.",
    "ar": "جئنا ضيوفا،\nونرحل جيرانا.",
}
"""What is said over a clip."""

FORMATS: Mapping[str, Format] = {
    "landscape": Format(320, 180, 32, 2.5),
    "bus": Format(342, 192, 19, 1.5),
    "ribbon": Format(480, 135, 37, 2),
    "portrait": Format(180, 320, 55, 2.5),
    "square": Format(200, 200, 32, 2),
}
"""One small picture a shape, with the panels and viewing distances of real screens."""
PANELS: Mapping[str, Format] = {shape.value: panel for shape, panel in STANDARD.items()}
"""An ordinary panel of each shape, in its own pixels."""
SHEET = Format(297, 420, 20.25, 0.7)
"""A3 at a pixel a millimetre, read from an arm's length."""

FUNDER = FunderProfile(
    id="esf",
    title={"bg": "ЕСФ+", "en": "ESF+", "ar": "ESF+"},
    rules=FundingRules.EU_2021_2027,
    statement={
        "bg": "Съфинансирано от Европейския съюз",
        "en": "Co-funded by the European Union",
        "ar": "بتمويل مشترك من الاتحاد الأوروبي",
    },
)
SOURCE = Source(
    name={"bg": "Столична община", "en": "Sofia Municipality", "ar": "بلدية صوفيا"},
    period="2018",
    population={"bg": "жители на града", "en": "residents of the town", "ar": "سكان المدينة"},
    unit={"bg": "души", "en": "people", "ar": "أشخاص"},
)


@dataclass(frozen=True)
class Drawn:
    """A fitted page and where its elements with ids lie."""

    page: Page
    boxes: Mapping[str, Box]


def every(text: str) -> Texts:
    return dict.fromkeys(LANGUAGES, text)


def make_job(
    name: str,
    *,
    screen: Format,
    language: str,
    medium: Medium = Medium.STILL,
    funder: FunderProfile = FUNDER,
    partners: tuple[Partner, ...] = (),
    values: Mapping[str, object] | None = None,
) -> Job:
    template = TEMPLATES[name]
    samples = {field: spec.sample for field, spec in template.manifest.fields.items()}
    media = find_media(samples, folder=template.folder)
    campaign = Campaign("sample", every("Sample"), funder, "https://example.org/sample", partners)
    fictional = bool({"photo", "photos", "clip"} & set(samples))
    item = Item("sample", Kind.STORY, name, every("Sample"), {**samples, **(values or {})}, SOURCE, fictional=fictional)
    return Job(template, campaign, item, language, screen, medium, Profile(), 5, media)


def draw_boxes(job: Job) -> Drawn:
    engine = BlitzEngine()
    page = build_cued(job, engine=engine)
    with engine.open(page) as opened:
        return Drawn(page, opened.boxes())


def build_cued(job: Job, *, engine: PageEngine) -> Page:
    """The page of the still; of a clip what lies over the film, transparent, with a subtitle."""
    if not has_clip(job.template):
        return build_page(job, engine=engine)
    cue = CUES[split_languages(job.language)[0]]
    return build_page(job, engine=engine, cue=cue, transparent=True)
