"""The widgets of photos, films and subtitles in a real browser, by mouse, by keys, and when things go wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import ConsoleMessage, Locator, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import Draft
from campaign.services import cues
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.drafts import make_draft
from tests.factories.films import make_film, run_ffmpeg
from tests.factories.rows import make_channel, make_person
from tests.studio.axe import check_page

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
Open = Callable[[Draft], Page]
DESK = "[data-clip] [data-desk]"


@pytest.fixture
def open_draft(
    live_server: LiveServer, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """A page with the widgets of a draft, on a phone, in English."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # rows are read between the browser's calls, never in them
    settings.STORE, settings.ROOT_URLCONF = f"file:{tmp_path / 'store'}", "tests.studio.media_page"
    faults: list[str] = []
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")

        def enter(draft: Draft) -> Page:
            page = let_in(context, make_person(), url=live_server.url)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda line: faults.append(line.text) if is_fault(line) else None)
            page.goto(live_server.url + reverse("try", args=[draft.pk]))
            return page

        yield enter
        context.close()
    assert faults == []


def is_fault(line: ConsoleMessage) -> bool:
    """Chromium notes what was refused, and a connection that is lost, by itself."""
    return line.type == "error" and not any(word in line.text for word in ("422", "ERR_", "Failed to load"))


def read(page: Page, name: str) -> str:
    return page.locator(f'[name="{name}"]').input_value()


def is_wide(page: Page) -> bool:
    return bool(page.locator("html").evaluate("html => html.scrollWidth > html.clientWidth"))


def paint(folder: Path, name: str, size: tuple[int, int] = (90, 60)) -> Path:
    Image.new("RGB", size, "#0b7a75").save(folder / name)
    return folder / name


def test_a_photo_is_given_and_cropped_around_its_focal_point(open_draft: Open, tmp_path: Path) -> None:
    make_channel()
    draft = make_draft()
    page = open_draft(draft)
    (tmp_path / "a.jpg").write_text("<html>")
    page.locator("[data-choose]").set_input_files(tmp_path / "a.jpg")
    wait(page, lambda: "not a file of a kind" in page.locator("[data-fault]").inner_text())
    assert read(page, "values.photo.file") == ""

    page.locator("[data-choose]").set_input_files(paint(tmp_path, "ana.png"))
    wait(page, lambda: read(page, "values.photo.file") == "ana.png")
    crop = page.locator("[data-crops] img")
    wait(page, lambda: crop.count() == 1)
    dot = page.locator("[data-dot]")
    dot.focus()
    for key in ("ArrowRight", "Shift+ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    assert read(page, "values.photo.focus") == "51 39"
    assert (
        dot.get_attribute("aria-label") == "Focal point: 51 % from the left, 39 % from the top. The arrow keys move it."
    )
    assert crop.evaluate("image => image.style.objectPosition") == "51% 39%"
    page.get_by_label("From the left, %").fill("20")
    assert read(page, "values.photo.focus") == "20 39"
    picture = page.locator("[data-shown]")
    wait(page, lambda: picture.evaluate("image => image.naturalWidth") == 90)
    box = picture.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)
    assert read(page, "values.photo.focus") == "75 25"
    assert "Enlarged" in page.locator("[data-crops]").inner_text()  # 90 pixels on a window of 192
    page.get_by_label("What it shows, in words · Bulgarian").fill("Ана се усмихва")
    check_page(page)
    assert not is_wide(page)

    page.get_by_role("button", name="Save").click()
    draft.refresh_from_db()
    assert (draft.typed["values.photo.file"], draft.typed["values.photo.focus"]) == ("ana.png", "75 25")
    wait(page, lambda: page.locator("[data-crops] img").count() == 1)  # the same photo, after a reload
    paste(page.locator("[data-photo]"), paint(tmp_path, "vera.png", (30, 30)))
    wait(page, lambda: read(page, "values.photo.file") == "vera.png")
    page.get_by_role("button", name="Remove the file").click()
    assert (read(page, "values.photo.file"), page.locator("[data-photo] [data-desk]").is_visible()) == ("", False)


def paste(root: Locator, path: Path) -> None:
    """As if the clipboard held the file."""
    root.evaluate(
        """(root, [name, bytes]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
            root.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [path.name, list(path.read_bytes())],
    )


def give_film(page: Page, film: Path) -> None:
    page.locator("[data-clip] [data-choose]").set_input_files(film)
    wait(page, lambda: page.locator(DESK).is_visible())
    wait(page, lambda: page.locator(f"{DESK} video").evaluate("film => film.readyState >= 1 || Boolean(film.error)"))


def test_a_clip_is_chosen_and_its_subtitles_are_written(open_draft: Open, tmp_path: Path) -> None:
    make_channel()
    draft = make_draft("clip")
    page = open_draft(draft)
    assert page.get_by_role("button", name="Begin here").is_visible() is False
    give_film(page, make_film(tmp_path / "урок.mp4", seconds=4, size="64x36", sound=False))
    wait(page, lambda: read(page, "values.clip.to") == "4")
    seek, start, end = (page.get_by_role("slider", name=name) for name in ("Where the film stands", "begins", "ends"))
    start.focus()
    for key in ("Shift+ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert (read(page, "values.clip.from"), start.get_attribute("aria-valuetext")) == (
        "1.04",
        "The clip begins at 1.04 seconds",
    )
    end.focus()
    page.keyboard.press("Shift+ArrowLeft")
    assert read(page, "values.clip.to") == "3"
    assert "The clip lasts 1.96 s, with the cards about" in page.locator("[data-length]").inner_text()
    assert page.locator("[data-places] li").all_inner_texts() == ["Tram: it takes one place of 10 s."]
    page.get_by_label("To second").fill("9")
    assert "choose a beginning and an end inside it" in page.locator("[data-length-fault]").inner_text()
    page.get_by_label("To second").fill("0:04,0")
    wait(page, lambda: "picture?at=3.96" in (page.locator('[data-end-picture="to"] img').get_attribute("src") or ""))

    page.locator("[data-clip] video").evaluate("film => { film.currentTime = 1.2; }")
    wait(page, lambda: page.locator("[data-at]").inner_text() == "1.20 s")
    seek.focus()
    page.keyboard.press("i")
    assert read(page, "values.clip.from") == "1.2"
    write_subtitles(page, draft)
    check_page(page)
    assert not is_wide(page)


def write_subtitles(page: Page, draft: Draft) -> None:
    rows = page.locator("[data-list] li.cue")
    page.get_by_role("button", name="New subtitle here").click()
    page.keyboard.type("Ана чете пред класа и всички слушат внимателно до края")
    assert "too fast" in rows.nth(0).locator(".cue-pace").inner_text()
    wait(page, lambda: "characters a second" in rows.nth(0).locator(".cue-findings").inner_text())
    assert page.locator(".cue-block.faulty").count() == 1
    page.keyboard.press("Alt+Enter")  # the cursor is at the end: it is cut in the middle
    assert rows.count() == 2
    page.get_by_role("button", name="Undo").click()
    assert rows.count() == 1
    rows.nth(0).locator("textarea").fill("Ана чете пред класа.")
    rows.nth(0).locator('[data-time="end"]').fill("3,9")
    rows.nth(0).locator('[data-time="end"]').press("Tab")
    wait(page, lambda: "Saved" in page.locator("[data-saved]").inner_text())
    wait(page, lambda: read(page, "values.subtitles.bg").endswith(".vtt"))
    wait(page, lambda: "Nothing is wrong with them." in page.locator("[data-summary]").inner_text())
    draft.refresh_from_db()
    (kept,) = cues.read_file(draft, read(page, "values.subtitles.bg"))
    assert (kept.start, kept.end, kept.text) == (1200, 3900, "Ана чете пред класа.")
    wait(page, lambda: page.locator("[data-cue-shown]").inner_text() == "Ана чете пред класа.")

    page.get_by_role("button", name="English", exact=True).click()
    page.get_by_role("button", name="Times of the other language").click()
    assert rows.nth(0).locator('[data-time="start"]').input_value() == "1.2"
    assert "Ана чете" in rows.nth(0).inner_text()
    lose_and_find(page, rows)


def lose_and_find(page: Page, rows: Locator) -> None:
    """What is typed while the line is down is there after a reload, and is saved then."""
    page.route("**/cues", lambda route: route.abort())
    rows.nth(0).locator("textarea").fill("Ana reads to the class.")
    wait(page, lambda: "connection is lost" in page.locator("[data-saved]").inner_text())
    assert read(page, "values.subtitles.en") == ""
    page.unroute("**/cues")
    page.reload()
    wait(page, lambda: page.locator("[data-tongue='en']").is_visible())
    page.get_by_role("button", name="English", exact=True).click()
    wait(page, lambda: rows.count() == 1 and rows.nth(0).locator("textarea").input_value() == "Ana reads to the class.")
    wait(page, lambda: read(page, "values.subtitles.en").endswith(".vtt"))


def test_a_film_that_the_browser_cannot_play_is_shown_all_the_same(open_draft: Open, tmp_path: Path) -> None:
    film = tmp_path / "old.mp4"
    run_ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x36:r=25", "-t", "2", "-c:v", "mpeg4", str(film))
    page = open_draft(make_draft("clip"))
    give_film(page, film)
    told = page.locator("[data-film-told]")
    wait(page, lambda: told.inner_text() == "You see a small copy. On the screens the film itself is shown.")
    wait(
        page, lambda: page.locator(f"{DESK} video").evaluate("film => film.readyState >= 2 && film.videoHeight") == 480
    )
    (tmp_path / "a.srt").write_bytes("1\n00:00:00,100 --> 00:00:01,900\nАна чете.\n".encode("cp1251"))
    page.locator('[name="upload.values.subtitles.bg"]').set_input_files(tmp_path / "a.srt")
    wait(page, lambda: page.locator("[data-list] textarea").count() == 1)
    assert page.locator("[data-list] textarea").input_value() == "Ана чете."
    assert page.locator("[data-told]").last.inner_text() == "Read from a.srt: 1 subtitles."
    page.get_by_label("From second").fill("1")
    page.get_by_role("button", name="Save").click()
    grip = page.locator('[data-grip="from"]')
    wait(page, lambda: grip.evaluate("grip => grip.style.left") == "50%")  # the whole film again, after a reload
