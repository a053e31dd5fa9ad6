"""The review queue in a real browser: what is looked at is ticked, keys go from picture to picture, pictures are
compared, and before and after of a template draws itself. Each page passes axe, at desk and phone width."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import Approval, Channel, Material, Rendering, User
from campaign.services import review, template_versions
from campaign.services.planning import plan_materials
from campaign.spec.channels import Medium
from campaign.spec.digest import to_plain
from campaign.spec.formats import Format
from tests.factories import values
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.rows import NOON, make_channel, make_person, make_rendering, make_still, make_version
from tests.factories.templates import copy_folder, edit
from tests.studio.axe import check_page
from tests.studio.rows import make_material, make_warning

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Page]


@pytest.fixture
def visit(transactional_db: None, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Opens a page for a person in English, at a width."""
    # Playwright runs a loop in this thread; the rows are read between its calls, never in it
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    faults: list[str] = []
    with open_browser() as browser:

        def open_page(address: str, *, by: User, width: int = 1280) -> Page:
            context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
            page = let_in(context, by, url=live_server.url)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
            page.goto(live_server.url + address)
            return page

        yield open_page
        for page in (page for context in browser.contexts for page in context.pages):
            page.wait_for_load_state("networkidle")  # a picture that is still sent is heard of by the next test
    assert faults == []


@pytest.fixture
def changed(transactional_db: None) -> Material:
    """Two languages submitted, one with a warning; the first looks otherwise than what was approved."""
    author, other = make_person("staff", name="author"), make_person("lead", name="other")
    old = review.submit(make_material(author=author), by=author)
    review.approve(old, by=other, key=old.shown.key)
    Material.objects.update(current=False)
    version = make_version(values.make_item(text="Ана чете втора"), author=author)
    rows = [
        Material.objects.create(
            version=version,
            channel=make_channel(),
            language=code,
            still=make_rendering(f"new {code}", file=make_still(colour)),
            findings=to_plain(found),
            warnings=len(found),
            alt="Ана чете.",
        )
        for code, colour, found in (("bg", "#e4572e", ()), ("en", "#5b3a8c", (make_warning(),)))
    ]
    for row in rows:
        review.submit(row, by=author)
    return rows[0]


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_a_story_is_reviewed_by_keys_alone_and_every_page_is_within_reach(changed: Material, visit: Visit) -> None:
    lead = make_person("lead")
    case = reverse("review-item", args=[changed.version.item_id])
    for address in (reverse("review"), case):
        page = visit(address, by=lead, width=390)
        check_page(page)
        assert sideways(page) <= 0
        page.wait_for_load_state("networkidle")
        page.close()
    page = visit(case, by=lead)
    figure = page.locator(f"#picture-{changed.pk}")
    page.keyboard.press("j")
    wait(page, lambda: figure.locator("[data-looked]").is_checked())  # it stood in view
    assert page.locator("[data-seen]").text_content() == "Looked at on this page: 1 of 1"
    page.keyboard.press("c")
    compare = figure.locator("[data-compare]")
    for mode in ("beside", "swipe", "blink", "marks"):
        compare.locator(f"button[data-mode={mode}]").click()
        assert compare.get_attribute("data-mode") == mode
    wait(page, lambda: compare.locator(".marks img").evaluate("image => image.naturalWidth") == 320)
    check_page(page)
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "keys-on"  # keys are off
    page.locator("#keys-on").check()
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "why"
    page.keyboard.type("ajkr")  # words, not keys
    assert page.locator("#why").input_value() == "ajkr"
    figure.focus()
    page.keyboard.press("a")
    wait(page, lambda: Approval.objects.filter(material=changed).exists())
    wait(page, lambda: page.locator("[data-figure]").count() == 1)  # the one with its warning is left


@pytest.fixture
def edited(transactional_db: None, settings: Settings, tmp_path: Path) -> Material:
    """A material of a template that was changed since."""
    root = copy_folder(settings, tmp_path)
    channel = replace(
        values.make_channel(medium=Medium.STILL), format=Format(320, 180, diagonal_inches=7, viewing_distance_m=0.5)
    )
    Channel.objects.create(slug="tram", body=to_plain(channel))
    make_version()
    plan_materials(templates=template_versions.take_new(now=NOON), today=NOON.date())
    Rendering.objects.update(file=make_still(), state="done", started_at=NOON, done_at=NOON)
    edit(root)
    return Material.objects.get()


def test_before_and_after_draw_themselves_and_a_designer_takes_them_in_use(edited: Material, visit: Visit) -> None:
    designer = make_person("designer")
    for name, args in (("templates", []), ("template", ["plain"])):
        page = visit(reverse(name, args=args), by=designer, width=390)
        check_page(page)
        assert sideways(page) <= 0
        page.wait_for_load_state("networkidle")
        page.close()
    page = visit(reverse("template-changes"), by=designer)
    change = page.locator(f"#change-{edited.pk}")
    wait(page, lambda: change.locator("[data-compare].active").count() == 1)
    wait(page, lambda: change.locator(".new img").evaluate("image => image.naturalWidth") == 320)
    assert page.locator("#drawing").text_content() == "All are drawn. What differs most comes first."
    check_page(page)
    page.locator("#why").fill("По-топло.")
    page.locator("#use button").click()
    wait(page, lambda: page.url.endswith("/templates/plain"))
    assert "По-топло." in (page.locator(".story").text_content() or "")
