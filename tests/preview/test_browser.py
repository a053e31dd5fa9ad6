"""The preview in a real browser: pictures, the form, saved files, frames and the live page."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from campaign.adapters.processes import start_child, stop_children
from tests.factories.browser import open_browser
from tests.servers import find_port, wait_for_answer

pytestmark = pytest.mark.chromium
PATIENCE = 60.0
FIRST = ".shot[data-screen=landscape][data-language=bg]"


@pytest.fixture
def address(root: Path, tmp_path: Path) -> Iterator[str]:
    """The preview as designers start it, of a folder that the test may change."""
    port = find_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
        "CAMPAIGN_HOME": str(tmp_path),
        "CAMPAIGN_TEMPLATES": str(root),
        "CAMPAIGN_SCHEDULES": str(root),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",  # the preview needs none
    }
    command = [sys.executable, "-m", "campaign", "templates", "preview", "--no-open", "--port", str(port)]
    server = start_child("preview", command, log=tmp_path / "preview.log", environment=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for_answer(f"{url}/cards", server=server, seconds=PATIENCE)
        yield url
        assert "Traceback" not in server.tail(lines=200)
    finally:
        stop_children((server,), patience=2)


@pytest.fixture
def page() -> Iterator[Page]:
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 800}, locale="en-GB")
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
    assert faults == []


def wait(page: Page, holds: Callable[[], object]) -> None:
    """The page's policy allows no script made from text, so playwright's own waiting cannot be used."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        page.wait_for_timeout(20)


def read_source(page: Page, selector: str = FIRST) -> str:
    return page.locator(f"{selector} .glass img").get_attribute("src") or ""


def wait_for_another(page: Page, before: str, selector: str = FIRST) -> None:
    wait(page, lambda: read_source(page, selector) not in ("", before))


def open_plain(page: Page, address: str) -> str:
    page.goto(f"{address}/templates/plain")
    wait(page, lambda: read_source(page) and not page.locator(".shot.waiting").count())
    return read_source(page)


def test_the_index_leads_to_a_template_in_all_its_formats_and_languages(page: Page, address: str) -> None:
    page.goto(address)
    wait(page, lambda: read_source(page, ".card"))
    page.locator(".card a").click()
    wait(page, lambda: read_source(page) and not page.locator(".shot.waiting").count())
    shown = page.locator(".shot").evaluate_all("shots => shots.map(({dataset}) => [dataset.screen, dataset.language])")
    assert shown == [[screen, code] for screen in ("landscape", "portrait") for code in ("bg", "en", "bg+en", "ar")]
    assert page.locator("#no-findings").text_content() == "No findings. Every picture fits."


def test_a_changed_value_changes_the_picture_and_a_wrong_one_is_told_where_it_stands(page: Page, address: str) -> None:
    before = open_plain(page, address)
    page.locator('[name="headline.bg"]').fill("Друго заглавие")
    wait_for_another(page, before)
    page.locator('[name="number"]').fill("много")
    told = page.locator('[data-path="number"] .input .wrong-words')
    wait(page, told.text_content)
    assert "“много” is not a number." in (told.text_content() or "")
    assert page.locator('[name="headline.bg"]').input_value() == "Друго заглавие"

    page.reload()
    wait(page, lambda: page.locator('[name="number"]').input_value() == "много")
    assert page.locator('[name="headline.bg"]').input_value() == "Друго заглавие"


def test_a_saved_file_is_drawn_and_a_broken_one_is_told_and_mended(page: Page, address: str, root: Path) -> None:
    before = open_plain(page, address)
    style = root / "plain" / "style.css"
    text = style.read_text(encoding="utf-8")
    style.write_text(text + "body { background: #ffb703; }\n", encoding="utf-8")
    wait_for_another(page, before)
    yellow = read_source(page)

    style.write_text(text + ".a { float: left; }\n", encoding="utf-8")
    note = page.locator("#broken")
    wait(page, note.is_visible)
    assert "plain/style.css:7" in (note.text_content() or "")
    assert read_source(page) == yellow

    style.write_text(text, encoding="utf-8")
    wait(page, lambda: not note.is_visible())
    wait(page, lambda: read_source(page) == before)


def test_a_field_added_to_the_manifest_appears_and_what_was_typed_stays(page: Page, address: str, root: Path) -> None:
    before = open_plain(page, address)
    page.locator('[name="headline.bg"]').fill("Моето заглавие")
    wait_for_another(page, before)
    manifest = root / "plain" / "template.toml"
    field = '\n[fields.more]\ntype = "text"\nrequired = false\ntitle = { bg = "Още", en = "More" }\n'
    field += 'help = { bg = "Още", en = "More" }\nsample = { bg = "Пробно", en = "Sample", ar = "نموذج" }\n'
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("\n[alt]", f"{field}\n[alt]"), encoding="utf-8")
    added = page.locator('[name="more.bg"]')
    wait(page, added.count)
    assert added.input_value() == "Пробно"
    assert page.locator('[name="headline.bg"]').input_value() == "Моето заглавие"
    wait(page, lambda: page.locator("#count").is_visible())  # it is declared, and never used


def test_the_slider_shows_the_engines_frames_and_the_live_page_keeps_the_same_clock(page: Page, address: str) -> None:
    open_plain(page, address)
    page.locator("#slider").fill("0.48")
    canvas = page.locator(f"{FIRST} canvas")
    wait(page, lambda: canvas.get_attribute("data-frame") == "12")
    page.keyboard.press("l")
    frame = page.frame_locator(f"{FIRST} iframe")
    wait(page, lambda: frame.locator(".number").count())
    clock = f"document.querySelector('{FIRST} iframe').contentDocument.getAnimations().map((one) => one.currentTime)"
    wait(page, lambda: page.evaluate(clock) == [480])
    page.locator("#still").click()
    wait(page, lambda: not page.locator("#still").is_visible())


def test_a_script_in_a_value_or_a_template_never_runs(page: Page, address: str, root: Path) -> None:
    open_plain(page, address)
    page.locator('[name="headline.bg"]').fill('<img src=x onerror="top.evil = 1"><script>top.evil = 1</script>')
    page.keyboard.press("Escape")
    page.locator("[data-layer=live]").click()
    wait(page, lambda: page.frame_locator(f"{FIRST} iframe").locator("#headline").count())
    wait(page, lambda: "onerror" in (page.frame_locator(f"{FIRST} iframe").locator("#headline").text_content() or ""))
    assert page.evaluate("window.evil === undefined")
    assert page.locator(f"{FIRST} iframe").get_attribute("sandbox") == "allow-same-origin"


def test_the_findings_lead_to_the_place_in_the_picture(page: Page, address: str, root: Path) -> None:
    before = open_plain(page, address)
    file = root / "plain" / "template.html"
    file.write_text(file.read_text(encoding="utf-8").replace("60, 12", "700, 690"), encoding="utf-8")
    wait_for_another(page, before)
    wait(page, lambda: page.locator("#count").is_visible())
    page.keyboard.press("f")
    page.locator(".finding .chip").first.click()
    wait(page, lambda: page.locator(".pointed").count() == 1)
    with urlopen(f"{address}/templates/plain/look?language=bg", timeout=30) as answer:
        box = json.load(answer)["boxes"]["headline"]
    assert page.locator(".pointed").get_attribute("width") == f"{box[2]:g}"


def test_the_whole_page_speaks_the_language_chosen(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".tongues button").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "bg"
    page.goto(f"{address}/templates/plain")
    assert page.locator("h1").text_content() == "Просто"
    assert (page.locator("#tab-findings").text_content() or "").split()[0] == "Забележки"
