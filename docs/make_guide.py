"""The pictures of the studio's guide, taken from the running product so that they stay true. In: what `make run` has
rendered. Out: docs/pictures/studio/<language>/<page>.webp.

Run it with `PYTHONPATH=. .venv/bin/python docs/make_guide.py` after `make run`, or with names of pages to take those
alone. It works on a copy of the database, in which it writes and submits a little, so that the pages have something to
show.
"""

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CAMPAIGN_HOME", ROOT / "var"))
NAME = "campaign.sqlite3"
PICTURES = ROOT / "docs" / "pictures" / "studio"
PORT = 8460
DRAWING = ("Drawing…", "Рисува се…")
DESK, PHONE = (1280, 860), (390, 844)
LANGUAGES = ("bg", "en")
MOMENT = 700
"""Milliseconds for what a page does when it is there."""
PATIENCE = 40
"""Seconds until the pictures of a page stand."""


@dataclass(frozen=True)
class Shot:
    """A page as one of the demonstration's people sees it; `find` gives its address."""

    name: str
    person: str
    find: Callable[[], str]
    phone: bool = False


@contextmanager
def copy_home() -> Iterator[Path]:
    """A folder with a copy of the database; stored files are read where they are."""
    if not (HOME / NAME).exists():
        sys.exit("Nothing is rendered yet: run `make run` first.")
    with TemporaryDirectory(prefix="campaign-guide-") as folder:
        home = Path(folder)
        with closing(sqlite3.connect(HOME / NAME)) as rows, closing(sqlite3.connect(home / NAME)) as copy:
            rows.backup(copy)  # with what the journal still holds
        for name in ("secret-key", "templates"):
            if (HOME / name).is_dir():
                shutil.copytree(HOME / name, home / name)
            elif (HOME / name).exists():
                shutil.copy(HOME / name, home)
        os.environ |= {
            "CAMPAIGN_HOME": str(home),
            "CAMPAIGN_STORE": f"file:{HOME / 'store'}",
            "CAMPAIGN_PUBLIC_URL": f"http://localhost:{PORT}",
            "DJANGO_SETTINGS_MODULE": "campaign.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # playwright runs a loop in this thread; rows are read between its calls
        }
        yield home


def list_shots() -> list[Shot]:
    from django.urls import reverse

    from campaign.data.models import Draft, Item, Material

    def item() -> int:
        return Item.objects.get(slug="rositsa").pk

    def material() -> int:
        return Material.objects.filter(version__item__slug="rositsa", channel__slug="tram", current=True)[0].pk

    def draft(kind: str) -> int:
        return Draft.objects.filter(kind=kind).latest("changed_at").pk

    return [
        Shot("home-staff", "staff", lambda: reverse("home"), phone=True),
        Shot("home-lead", "lead", lambda: reverse("home"), phone=True),
        Shot("home-operator", "operator", lambda: reverse("home")),
        Shot("stories", "staff", lambda: reverse("stories")),
        Shot("new-story", "staff", lambda: reverse("new-story")),
        Shot("story", "staff", lambda: reverse("draft", args=[draft("story")]), phone=True),
        Shot("versions", "staff", lambda: reverse("item", args=[item()])),
        Shot("new-statistic", "staff", lambda: reverse("new-statistic")),
        Shot("statistic", "staff", lambda: reverse("statistic-table", args=[draft("statistic")])),
        Shot("statistic-pictures", "staff", lambda: reverse("statistic-pictures", args=[draft("statistic")])),
        Shot("campaign", "lead", lambda: reverse("campaign", args=["conet-sofia"])),
        Shot("consents", "staff", lambda: reverse("consents")),
        Shot("material", "lead", lambda: reverse("material", args=[material()]), phone=True),
        Shot("templates", "designer", lambda: reverse("templates")),
        Shot("review", "lead", lambda: reverse("review"), phone=True),
        Shot("review-item", "lead", lambda: reverse("review-item", args=[item()])),
        Shot("timeline", "lead", lambda: reverse("timeline"), phone=True),
        Shot("loop", "lead", lambda: reverse("play-day", args=["tram"])),
        Shot("flights", "lead", lambda: reverse("flights")),
        Shot("releases", "lead", lambda: reverse("releases")),
        Shot("emergency", "lead", lambda: reverse("emergency")),
        Shot("takedown", "lead", lambda: reverse("takedown")),
        Shot("players", "operator", lambda: reverse("players"), phone=True),
        Shot("connect", "operator", lambda: reverse("connect", args=["tram"])),
        Shot("wall", "operator", lambda: reverse("wall", args=["tram"])),
        Shot("reports", "operator", lambda: reverse("reports")),
        Shot("work", "staff", lambda: reverse("work")),
        Shot("account", "staff", lambda: reverse("account")),
    ]


STORY = {
    "title.bg": "Добре дошли, съседи",
    "title.en": "Welcome, neighbours",
    "values.quote.bg": "Донесоха ни сладко от смокини. Така започна всичко.",
    "values.quote.en": "They brought us fig jam. That is how it all began.",
    "values.name.bg": "Амина",
    "values.name.en": "Amina",
    "fictional": "on",
}
TABLE = "Град;Town;Участници\nЩип;Shtip;132\nСтражица;Strazhitsa;127\n"
SAID = {"measure": "count", "sample": "none", "taken": "22.06.2018", "notes_none": "on"}
SOURCE = {
    "title.bg": "Почти колкото гостите, толкова и домакините",
    "title.en": "Almost as many hosts as guests",
    "source.name.bg": "Община Стражица",
    "source.name.en": "Strazhitsa municipality",
    "source.population.bg": "участници в срещата",
    "source.population.en": "participants in the meeting",
    "source.unit.bg": "души",
    "source.unit.en": "people",
    "source.period": "2018",
}


def fill() -> None:
    """Somebody is writing a story and a statistic, and has submitted another story, which is rendered."""
    from django.utils import timezone

    from campaign.data.models import Campaign, Item, Rendering, User
    from campaign.services import authoring, rendering, statistics
    from campaign.spec.content import Kind

    now, staff = timezone.now(), User.objects.get(username="staff")
    integra, strazhitsa = (Campaign.objects.get(slug=slug) for slug in ("integra-sofia", "strazhitsa-shtip"))
    authoring.begin(integra, kind=Kind.STORY, template="story-quote", by=staff, now=now, typed=STORY)
    draft = statistics.start_pasted(strazhitsa, TABLE, by=staff, now=now)
    statistics.say_source(draft, said=SAID, typed=SOURCE, revision=draft.revision, by=staff, now=now)
    story = Item.objects.get(slug="rositsa")
    edited = authoring.open_item(story, by=staff, now=now)
    quote = {"values.quote.en": "My daughter has friends all over the district. So do I."}
    authoring.save(edited, changed=quote, base=edited.typed, by=staff, now=now)
    authoring.finish(edited, by=staff, now=now)
    story.refresh_from_db()
    authoring.submit_item(story, by=staff)
    for key in Rendering.objects.exclude(state=Rendering.State.DONE).values_list("key", flat=True):
        rendering.run(key)


def take(shots: list[Shot]) -> None:
    """Each page in both languages, at a desk, and on a phone where that differs."""
    from campaign.data.models import User
    from tests.factories.browser import let_in, open_browser

    with open_browser() as browser:
        for shot in shots:
            for language in LANGUAGES:
                for size, ending in ((DESK, ""), (PHONE, "-phone")):
                    if ending and not shot.phone:
                        continue
                    width, height = size
                    context = browser.new_context(
                        viewport={"width": width, "height": height}, reduced_motion="reduce", device_scale_factor=1
                    )
                    page = let_in(context, User.objects.get(username=shot.person), url=f"http://localhost:{PORT}")
                    address = {"name": "django_language", "value": language, "url": f"http://localhost:{PORT}"}
                    context.add_cookies([address])  # type: ignore[list-item]  # playwright's own dict
                    answer = page.goto(f"http://localhost:{PORT}{shot.find()}")
                    if answer is None or answer.status != 200:
                        sys.exit(f"{shot.name} answers {answer.status if answer else 'nothing'}.")
                    wait_for_pictures(page)
                    keep(page.screenshot(), PICTURES / language / f"{shot.name}{ending}.webp")
                    context.close()


def wait_for_pictures(page: "Page") -> None:
    """Until nothing on the page is being drawn any more, within reason."""
    page.wait_for_timeout(MOMENT)
    deadline = time.monotonic() + PATIENCE
    # what is shown only under a pointer is not fetched before
    seen = "img.checkVisibility() && img.getBoundingClientRect().top < innerHeight"
    stands = f"[...document.images].every((img) => img.complete || !({seen}))"
    while time.monotonic() < deadline:
        text = page.inner_text("body")
        if not any(words in text for words in DRAWING) and page.evaluate(stands):
            return
        page.wait_for_timeout(200)


def keep(data: bytes, path: Path) -> None:
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(BytesIO(data)).convert("RGB").save(path, quality=72, method=6)


def main(wanted: list[str]) -> None:
    with copy_home() as home:
        import django

        django.setup()
        from django.core.management import call_command

        from campaign.commands.household import Household

        call_command("migrate", interactive=False, verbosity=0)
        fill()
        household = Household(home)
        try:
            household.start_web(port=PORT)
            household.wait_for_web(port=PORT)
            take([shot for shot in list_shots() if not wanted or shot.name in wanted])
        finally:
            household.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
