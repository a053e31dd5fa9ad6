"""The material's page in a real browser: outlines at their places, both ways between list and picture, accepting."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import Acceptance, Material, Rendering, User
from campaign.services.verdicts import keep_pixel_findings
from campaign.spec.boxes import Box
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.studio.remarks import AIR
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.films import make_film
from tests.factories.rows import NOON, keep_file, make_finding, make_person, make_rendering
from tests.studio.rows import make_material, make_warning

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]

PALE = replace(make_finding("B3"), place=Place(field="values.headline", box=Box(32, 18, 64, 36)))
ERROR = replace(make_finding("B1", severity=Severity.ERROR), place=Place(box=Box(160, 90, 80, 45)))
Open = Callable[[Material], Page]


@pytest.fixture
def lead(transactional_db: None) -> User:
    return make_person("lead")


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def visit(
    lead: User, width: int, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Material], Page]]:
    """Opens a material's page as the lead, in English."""
    # Playwright runs a loop in this thread; the rows are read between its calls, never in it
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    faults: list[str] = []
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
        page = let_in(context, lead, url=live_server.url)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)

        def open_page(material: Material) -> Page:
            page.goto(live_server.url + reverse("material", args=[material.pk]))
            return page

        yield open_page
    assert faults == []


@pytest.fixture
def material(lead: User) -> Material:
    """A still of 320 × 180 with an error and a warning on it, and a warning of its words."""
    row = make_material(author=make_person("staff", name="author"), state="submitted", findings=(make_warning(),))
    keep_pixel_findings(row.shown.key, (ERROR, PALE), checked=1, now=NOON)
    return row


def find_entry(page: Page, finding: Finding) -> Locator:
    return page.locator(f"#finding-{finding.digest[:12]}")


def find_outline(page: Page, finding: Finding) -> Locator:
    return page.locator(f"#outline-{finding.digest[:12]}")


def measure(part: Locator) -> tuple[float, float, float, float]:
    box = part.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]


def is_lit(part: Locator) -> bool:
    return "lit" in (part.get_attribute("class") or "").split()


def test_each_outline_lies_on_its_place_at_any_width(visit: Open, material: Material) -> None:
    page = visit(material)
    left, top, width, height = measure(page.locator(".stage img"))
    for finding in (ERROR, PALE):
        box = finding.place.box
        assert box is not None
        x, y, wide, high = measure(find_outline(page, finding).locator("rect.line"))
        air = AIR * 320
        expected = (
            (box.left - air) / 320,
            (box.top - air) / 180,
            (box.width + 2 * air) / 320,
            (box.height + 2 * air) / 180,
        )
        found = ((x - left) / width, (y - top) / height, wide / width, high / height)
        assert found == pytest.approx(expected, abs=0.025)  # the line has its width


def test_list_and_picture_light_each_other_up(visit: Open, material: Material) -> None:
    page = visit(material)
    entry, outline = find_entry(page, PALE), find_outline(page, PALE)
    entry.hover()
    assert [is_lit(outline), is_lit(find_outline(page, ERROR))] == [True, False]
    outline.locator(".seal").hover()
    assert [is_lit(entry), is_lit(find_entry(page, ERROR))] == [True, False]


def test_the_keyboard_goes_from_the_list_to_the_picture_and_back(visit: Open, material: Material) -> None:
    page = visit(material)
    find_entry(page, ERROR).locator("a.seal-no").focus()
    assert is_lit(find_outline(page, ERROR))
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == f"outline-{ERROR.digest[:12]}"
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == f"finding-{ERROR.digest[:12]}"


def test_colour_is_not_the_only_sign(visit: Open, material: Material) -> None:
    page = visit(material)
    seals = [find_outline(page, finding).locator(".seal").evaluate("one => one.tagName") for finding in (ERROR, PALE)]
    lines = [
        find_outline(page, finding).locator(".line").evaluate("one => getComputedStyle(one).strokeDasharray")
        for finding in (ERROR, PALE)
    ]
    assert (seals, lines[0]) == (["rect", "circle"], "none")
    assert lines[1] != "none"


def test_outlines_can_be_put_away(visit: Open, material: Material) -> None:
    page = visit(material)
    page.locator("#outlines-shown").uncheck()
    assert not find_outline(page, PALE).is_visible()
    find_entry(page, PALE).locator("a.seal-no").click()
    assert find_outline(page, PALE).is_visible()


def test_warnings_are_accepted_one_by_one_until_approval_is_offered(visit: Open, material: Material) -> None:
    keep_pixel_findings(material.shown.key, (PALE,), checked=1, now=NOON)
    page = visit(material)
    approve = page.get_by_role("link", name="Approve")
    for finding, reason in ((make_warning(), "Said again by telephone."), (PALE, "The logo is like that.")):
        assert approve.count() == 0
        entry = find_entry(page, finding)
        entry.locator("textarea").fill(reason)
        entry.get_by_role("button", name="Accept").click()
        wait(page, entry.locator(".accepted").count)
        assert reason in entry.inner_text()
    assert page.locator(":target").get_attribute("id") == "next"
    approve.click()
    page.get_by_role("button", name="Approve").click()
    wait(page, lambda: page.locator(".state.approved").count())
    assert list(Acceptance.objects.order_by("pk").values_list("reason", flat=True)) == [
        "Said again by telephone.",
        "The logo is like that.",
    ]


def test_what_was_found_at_a_second_is_outlined_near_it(visit: Open, lead: User, tmp_path: Path) -> None:
    film = make_film(tmp_path / "loop.mp4", seconds=4)
    loop = make_rendering("loop", moving=True, file=keep_file(film.read_bytes(), suffix="mp4", media_type="video/mp4"))
    Rendering.objects.filter(pk=loop.pk).update(queue="loops")
    material = make_material(author=make_person("staff", name="author"), state="submitted", loop=loop)
    late = replace(PALE, place=replace(PALE.place, second=3.0))
    # what flashes does not start by itself
    flash = replace(make_finding("C1", severity=Severity.ERROR), place=Place(second=2.0))
    keep_pixel_findings(loop.key, (late, ERROR, flash), checked=1, now=NOON)
    page = visit(material)
    wait(page, lambda: not find_outline(page, late).is_visible())
    assert find_outline(page, ERROR).is_visible()
    find_entry(page, late).locator("p.rule a").click()
    wait(page, lambda: find_outline(page, late).is_visible())
    assert page.locator("video").evaluate("one => one.currentTime") == pytest.approx(3.0, abs=0.1)
    find_entry(page, flash).locator("p.rule a").click()
    wait(page, lambda: not find_outline(page, late).is_visible())
