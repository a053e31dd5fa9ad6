"""The funding strip: the law's sizes on every shape, partners, lines and disclaimer or not (checks.md A)."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from campaign.render.job import Job, MediaFile
from campaign.render.layout import find_collisions
from campaign.render.surface import measure_surface
from campaign.spec.content import Partner
from campaign.spec.digest import hash_bytes
from campaign.spec.formats import Format
from tests.templates.samples import FORMATS, FUNDER, LANGUAGES, draw_boxes, every, make_job

FULL = replace(
    FUNDER,
    lines=(every("Програма „Образование“ 2021–2027"),),
    disclaimer=every("Изразените мнения са само на авторите."),
)


def add_logos(job: Job, folder: Path) -> Job:
    path = folder / "logo.png"
    Image.new("RGB", (60, 30), "#5b3a8c").save(path)
    partners = (Partner(every("Сдружение"), "logo.png"), Partner(every("Читалище")))
    media = {**job.media, "logo.png": MediaFile(path, hash_bytes(path.read_bytes()))}
    return replace(job, campaign=replace(job.campaign, partners=partners), media=media)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", FORMATS)
def test_emblem_and_statement_have_the_demanded_size(shape: str, language: str) -> None:
    screen = FORMATS[shape]

    boxes = draw_boxes(make_job("big-number", screen=screen, language=language)).boxes

    emblem, statement = boxes["emblem"], boxes["statement"]
    assert emblem.height >= measure_surface(screen).emblem - 0.5  # boxes are rounded
    assert emblem.height >= screen.least_emblem_px - 0.5  # A9
    assert 2 * emblem.width == pytest.approx(3 * emblem.height, abs=2.5)  # 3 : 2 in whole pixels
    assert 0.5 <= statement.height / emblem.height <= 1.03  # A8


@pytest.mark.parametrize("language", ["bg", "bg+en"])
@pytest.mark.parametrize("shape", FORMATS)
def test_logos_lines_and_disclaimer_keep_off_the_emblem_and_are_smaller(
    shape: str, language: str, tmp_path: Path
) -> None:
    job = add_logos(make_job("myth-fact", screen=FORMATS[shape], language=language, funder=FULL), tmp_path)

    drawn = draw_boxes(job)
    boxes = drawn.boxes

    assert [*find_collisions(boxes, drawn.page.html)] == []
    assert boxes["partner-1"].height < boxes["emblem"].height  # A6
    assert boxes["partner-1"].width < boxes["emblem"].width
    assert "lines" in boxes


@pytest.mark.parametrize(
    "screen", [Format(180, 320, 32, 2.5), Format(180, 320, 55, 5), Format(200, 200, 20, 2.5)], ids=str
)
def test_two_statements_stand_whole_where_letters_are_large(screen: Format) -> None:
    drawn = draw_boxes(make_job("clip", screen=screen, language="bg+en"))
    boxes = drawn.boxes

    assert [*find_collisions(boxes, drawn.page.html)] == []
    assert 0.5 <= boxes["statement"].height / boxes["emblem"].height <= 1.06  # A8


@pytest.mark.parametrize("shape", FORMATS)
def test_strip_ends_the_picture_and_is_as_wide(shape: str) -> None:
    boxes = draw_boxes(make_job("clip", screen=FORMATS[shape], language="bg")).boxes

    strip, root = boxes["strip"], boxes["root"]
    assert (strip.left, strip.width, strip.top + strip.height) == (root.left, root.width, root.top + root.height)
    assert boxes["stage"].top + boxes["stage"].height == strip.top
