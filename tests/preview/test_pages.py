"""The preview's pages and what they fetch: each template, its faults with lines, its form, pictures and frames."""

import io
import json
import struct
from dataclasses import replace
from logging import LogRecord
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from campaign.preview.faults import tell_findings
from campaign.spec.boxes import Box
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

PLAIN = "/templates/plain"


def look(preview: Client, **query: str) -> Any:
    return preview.get(f"{PLAIN}/look", {"width": "320", **query}).json()


def type_in(preview: Client, **typed: str) -> Any:
    return preview.post(f"{PLAIN}/values", {"languages": "bg,en", **typed}).json()


def test_the_index_shows_each_template_and_says_what_is_wrong_where(preview: Client, root: Path) -> None:
    (root / "broken").mkdir()
    (root / "broken" / "template.toml").write_text("kinds = [", encoding="utf-8")
    with (root / "plain" / "style.css").open("a", encoding="utf-8") as style:
        style.write(".a { float: left; }\n")
    page = preview.get("/")
    cards = {card["name"]: card for card in preview.get("/cards").json()["cards"]}
    assert page.status_code == 200
    assert (cards["broken"]["digest"], cards["plain"]["digest"]) == ("", "")
    (fault,) = cards["plain"]["faults"]
    assert (fault["file"], fault["line"]) == ("plain/style.css", 7)
    assert [7, ".a { float: left; }"] in fault["source"]


def test_a_picture_comes_with_what_is_found_on_its_pixels(preview: Client) -> None:
    (small,) = look(preview, language="en", screen="portrait")["faults"]
    assert (small["rule"], small["severity"], small["field"]) == ("A8", "warning", "funder.statement")
    assert small["box"]


def test_a_picture_comes_with_its_boxes_text_sizes_and_loop(preview: Client) -> None:
    found = look(preview, language="en", screen="portrait")
    picture = preview.get(found["picture"])
    with Image.open(io.BytesIO(picture.content)) as image:
        assert (image.format, image.size) == ("JPEG", (320, 569))
    assert (found["width"], found["height"]) == (1080, 1920)
    assert found["boxes"]["root"] == [0, 0, 1080, 1920]
    assert found["sizes"]["headline"] >= found["least"]
    assert (found["seconds"], found["drawn"], found["fps"]) == (10, 26, 25)
    assert "immutable" in picture.headers["Cache-Control"]


def test_an_unchanged_picture_is_drawn_once_and_a_saved_style_draws_it_anew(preview: Client, root: Path) -> None:
    first = look(preview)["picture"]
    assert look(preview)["picture"] == first
    with (root / "plain" / "style.css").open("a", encoding="utf-8") as style:
        style.write("body { background: #ff0000; }\n")
    assert look(preview)["picture"] != first


def test_what_is_typed_is_drawn_and_a_fault_stands_at_its_input(preview: Client) -> None:
    said = type_in(preview, **{"headline.bg": "Друго", "headline.en": "Other", "number": "-1"})
    assert said["errors"] == {"number": "-1 is too small. It is at least 0."}
    found = look(preview, content=said["content"], language="en")
    assert [(fault["rule"], fault["field"]) for fault in found["faults"]] == [("InvalidValue", "number")]
    mended = type_in(preview, **{"headline.bg": "Друго", "headline.en": "Other", "number": "1"})
    assert mended["errors"] == {}
    assert look(preview, content=mended["content"])["picture"] != look(preview)["picture"]


def test_a_text_that_cannot_fit_is_drawn_all_the_same_with_its_box(preview: Client, root: Path) -> None:
    page = root / "plain" / "template.html"
    page.write_text(page.read_text(encoding="utf-8").replace("60, 12", "700, 690"), encoding="utf-8")
    found = look(preview)
    (fault,) = found["faults"]
    assert (fault["rule"], fault["field"], bool(found["picture"])) == ("CannotFit", "headline", True)
    assert fault["box"] == found["boxes"]["headline"]


def test_a_template_that_cannot_be_run_says_its_line(preview: Client, root: Path) -> None:
    page = root / "plain" / "template.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("values.number.text", "values.number.nothing.text"), "utf-8"
    )
    found = look(preview)
    assert found["picture"] == ""
    assert (found["faults"][0]["file"], found["faults"][0]["line"]) == ("plain/template.html", 7)


def test_a_field_that_is_declared_and_not_used_is_a_finding(preview: Client, root: Path) -> None:
    page = root / "plain" / "template.html"
    page.write_text(page.read_text(encoding="utf-8").replace("values.number", "none"), "utf-8")
    assert [fault["field"] for fault in preview.get(f"{PLAIN}/state").json()["faults"]] == ["number"]


def test_frames_are_the_engines_own_and_the_last_is_the_still(preview: Client) -> None:
    data = preview.get(f"{PLAIN}/film", {"width": "320", "frames": "0,12,25"}).content
    frames, at = [], 0
    while at < len(data):
        (length,) = struct.unpack_from("!I", data, at)
        frames.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    still = preview.get(look(preview)["picture"]).content
    assert len(set(frames)) == 3
    assert frames[2] == still


def test_the_live_page_may_run_nothing(preview: Client) -> None:
    said = type_in(preview, **{"headline.bg": "<script>alert(1)</script>", "headline.en": "x"})
    page = preview.get(f"{PLAIN}/live", {"content": said["content"]})
    policy = page.headers["Content-Security-Policy"]
    assert "<script" not in page.content.decode()
    assert "sandbox allow-same-origin;" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "style=" not in preview.get(PLAIN).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "plain/files/template.toml",
        "plain/files/../../secret.png",
        "plain/files/%2e%2e/%2e%2e/secret.png",
        "_kit/files/base.css",
        "plain/files/%00.png",
        f"plain/files/{'a' * 5000}.png",
        "nothing",
        "nothing/look",
        "plain/film?frames=x",
        "plain/look?width=x",
    ],
)
def test_nothing_but_a_templates_pictures_is_given(preview: Client, root: Path, path: str) -> None:
    Image.new("RGB", (1, 1)).save(root.parent / "secret.png")
    assert preview.get(f"/templates/{path}").status_code == 404


def test_only_this_machine_by_its_name_may_ask(preview: Client, log_lines: list[LogRecord]) -> None:
    assert preview.get("/", headers={"host": "evil.example"}).status_code == 400
    assert [line.name for line in log_lines] == ["django.security.DisallowedHost"]
    log_lines.clear()


def test_a_strange_page_cannot_send_values(preview: Client) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1"})
    assert strict.post(f"{PLAIN}/values", {"number": "1"}).status_code == 403


def test_a_chosen_file_becomes_part_of_the_picture(preview: Client) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "#00ff00").save(buffer, "PNG")
    upload = SimpleUploadedFile("../../green.png", buffer.getvalue())
    assert preview.post(f"{PLAIN}/media", {"file": upload}).json() == {"name": "green.png"}
    said = type_in(preview, **{"photo.file": "green.png", "photo.alt.bg": "Зелено", "photo.alt.en": "Green"})
    assert said["errors"] == {}
    found = look(preview, content=said["content"], width="0")
    with Image.open(io.BytesIO(preview.get(found["picture"]).content)) as image:
        assert image.format == "PNG"
        colours = [pixel for _, pixel in image.convert("RGB").getcolors(1 << 20) or [] if isinstance(pixel, tuple)]
        assert any(red < 9 and green > 246 and blue < 9 for red, green, blue in colours)  # the engine rounds


def test_a_file_may_have_the_longest_name_there_is(preview: Client) -> None:
    upload = SimpleUploadedFile("щ" * 120 + ".png", b"x")
    assert preview.post(f"{PLAIN}/media", {"file": upload}).json() == {"name": "щ" * 98 + ".png"}


def test_words_of_a_template_are_words_on_its_page(preview: Client, root: Path) -> None:
    manifest = root / "plain" / "template.toml"
    evil = "</script><img src=x onerror=alert(1)>"
    text = manifest.read_text(encoding="utf-8")
    text = text.replace('en = "Plain"', f"en = '{evil}'").replace('en = "How many."', f"en = '{evil}'")
    manifest.write_text(text, encoding="utf-8")
    (root / "plain" / "<img src=x onerror=alert(1)>.svg").write_text("<svg/>", encoding="utf-8")
    (root / "<img src=x onerror=alert(1)>").mkdir()
    for address in ("/", PLAIN, f"{PLAIN}/form"):
        page = preview.get(address).content.decode()
        assert "onerror" in page
        assert "<img src=x" not in page


def test_a_changed_manifest_makes_the_form_anew_and_keeps_what_was_typed(preview: Client, root: Path) -> None:
    manifest = root / "plain" / "template.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('bg = "Число"', 'bg = "Брой"').replace('en = "Number"', 'en = "Count"'), "utf-8")
    said = type_in(preview, **{"headline.bg": "Моето", "headline.en": "Mine", "number": "7", "redraw": "1"})
    assert "Count" in said["form"]
    assert "Mine" in said["form"]


def test_news_of_a_change_reach_a_page_that_waits(preview: Client, root: Path) -> None:
    news = preview.get("/events")
    stream = iter(news.streaming_content)  # type: ignore[attr-defined]
    assert b"event: ready" in next(stream)
    (root / "plain" / "style.css").write_text("", encoding="utf-8")
    word = next(stream).decode()
    assert json.loads(word.partition("data: ")[2])["names"] == ["plain/style.css"]


def test_every_content_fills_the_form(preview: Client) -> None:
    answers = [preview.get(f"{PLAIN}/form", {"content": name}) for name in ("typical", "longest", "hostile", "gone")]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert "&lt;script&gt;" in answers[2].content.decode()


def test_what_is_found_on_pixels_is_told_with_its_place_and_measures_errors_first() -> None:
    finding = Finding(
        "B3", Severity.WARNING, say("Pale."), say("Darker."), Place(field="values.headline"), "5.2:1", "≥ 7:1"
    )
    placed = replace(finding, severity=Severity.ERROR, place=Place(box=Box(10, 20, 30, 40)), measured="3:1")
    told = tell_findings((finding, placed), boxes={"headline": Box(1, 2, 3, 4)})
    assert [(entry["severity"], entry["field"], entry["box"], entry["measures"]) for entry in told] == [
        ("error", "", [10, 20, 30, 40], "3:1 · ≥ 7:1"),
        ("warning", "headline", [1, 2, 3, 4], "5.2:1 · ≥ 7:1"),
    ]
