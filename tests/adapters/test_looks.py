"""What a designer is shown: the picture, its boxes, frames; a template that hangs costs its picture and no other."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from campaign.adapters.gallery import Shot, draw_shots
from campaign.adapters.looks import Asked, compose_live, draw_film, take_look, take_looks
from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.render.sample import make_sample_job
from campaign.spec.channels import StillType
from campaign.spec.errors import CannotFit, RenderFailed
from tests.factories.films import make_film, make_film_job
from tests.factories.photos import make_essay_job, paint_photo
from tests.render.jobs import ROOT, SMALL, make_job

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ENDLESS = "<div>" * 30_000
"""Deeper than the engine gets in an hour."""


@pytest.fixture
def hanging(tmp_path: Path) -> Job:
    """The plain template, nested so deep that the engine never comes back."""
    for name in ("_kit", "plain"):
        for file in (ROOT / name).iterdir():
            target = tmp_path / name / file.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(file.read_bytes())
    page = tmp_path / "plain" / "template.html"
    text = page.read_text(encoding="utf-8").replace("{% block main %}", "{% block main %}" + ENDLESS)
    page.write_text(text, encoding="utf-8")
    return make_job(template=load_template(tmp_path / "plain"))


def read_size(data: bytes) -> tuple[str | None, tuple[int, int]]:
    with Image.open(io.BytesIO(data)) as image:
        return image.format, image.size


def test_a_picture_is_shrunk_when_asked_and_whole_otherwise() -> None:
    whole, small = take_looks([Asked(make_job()), Asked(make_job(), 160, StillType.WEBP)])
    assert read_size(whole.picture) == ("PNG", (SMALL.width, SMALL.height))
    assert read_size(small.picture) == ("WEBP", (160, 90))
    assert whole.boxes == small.boxes


def test_one_that_hangs_is_named_and_its_neighbours_are_drawn(hanging: Job) -> None:
    take_look(Asked(make_job()))  # the server of children runs from here on, and its start is in nobody's time
    good, bad = take_looks([Asked(make_job()), Asked(hanging)], seconds=3.0)
    assert (bool(good.picture), good.faults) == (True, ())
    assert (bad.picture, [type(fault) for fault in bad.faults]) == (b"", [RenderFailed])


def test_what_cannot_fit_is_drawn_with_its_fault() -> None:
    word = "а" * 390
    look = take_look(Asked(make_job(headline={"bg": word})))
    assert [(type(fault), fault.place.field) for fault in look.faults] == [(CannotFit, "headline")]
    assert look.picture
    assert "headline" in look.boxes


def test_a_batch_of_a_gallery_names_each_picture() -> None:
    shots = [Shot(make_job(language=language), "small", 160) for language in ("bg", "en", "ar")]
    drawn = {shot.name: look for shot, look in draw_shots(shots, cores=2)}
    assert {name: read_size(look.picture) for name, look in drawn.items()} == {
        f"plain.small.{language}": ("WEBP", (160, 90)) for language in ("bg", "en", "ar")
    }


def test_the_live_page_has_the_sizes_of_the_still() -> None:
    look = take_look(Asked(make_job()))
    assert f"#headline{{font-size:{look.sizes['headline']:g}px!important" in compose_live(make_job()).html


def test_frames_of_a_film_differ_and_what_it_ends_on_is_the_still(tmp_path: Path) -> None:
    job = make_film_job(make_film(tmp_path / "film.mp4"))
    look = take_look(Asked(job, 320, StillType.JPEG))
    frames = draw_film(job, (0, 60), width=320)
    assert (look.faults, look.drawn) == ((), 75)
    assert len(set(frames)) == 2
    assert frames[1] == look.picture


def test_a_changed_template_is_compiled_anew(hanging: Job) -> None:
    page = hanging.template.folder / "template.html"
    text = page.read_text(encoding="utf-8").replace(ENDLESS, "")
    pictures = []
    for words in ("<b>one</b>", "<b>two words</b>"):
        page.write_text(text.replace("{% endblock %}", f"{words}{{% endblock %}}"), encoding="utf-8")
        job = replace(hanging, template=load_template(hanging.template.folder))
        pictures.append(take_look(Asked(job)).picture)
    assert pictures[0] != pictures[1]


def test_a_film_whose_text_cannot_fit_is_shown_with_its_fault() -> None:
    job = make_sample_job(load_template(TEMPLATES / "clip"), language="bg", screen=SMALL)
    long = replace(job, item=replace(job.item, values={**job.item.values, "headline": {"bg": "Щ" * 40}}))
    look = take_look(Asked(long, 160, StillType.JPEG))
    assert {type(fault) for fault in look.faults} == {CannotFit}
    assert len({str(fault) for fault in look.faults}) == len(look.faults)
    assert read_size(look.picture) == ("JPEG", (160, 90))


def test_frames_of_an_essay_are_its_photos_in_turn(tmp_path: Path) -> None:
    photos = [paint_photo(tmp_path / "a.png", (11, 122, 117)), paint_photo(tmp_path / "b.png", (255, 183, 3))]
    job = make_essay_job(photos)
    look = take_look(Asked(job))
    frames = draw_film(job, (0, look.drawn - 1), width=320)
    first, last = (np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int) for data in frames)
    assert (look.faults, look.seconds) == ((), 10.0)
    assert np.abs(first[60, 60] - (11, 122, 117)).max() < 8
    assert np.abs(last[60, 60] - (255, 183, 3)).max() < 8


def test_a_fault_of_an_essay_s_loop_is_shown_with_the_still(tmp_path: Path) -> None:
    photo = paint_photo(tmp_path / "a.png", (11, 122, 117))
    look = take_look(Asked(make_essay_job([photo], captions=["дума " * 16])))
    assert bool(look.picture)
    assert {type(fault) for fault in look.faults} == {CannotFit}
