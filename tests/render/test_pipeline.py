"""A still comes out whole, the same from the same, or as an error that names the item."""

import io
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.render.fonts import list_fonts
from campaign.render.job import make_key
from campaign.render.pipeline import build_page, render_still
from campaign.spec.channels import Medium, Profile, StillType
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import CannotFit, Faults, InvalidValue, MissingGlyph
from tests.render.jobs import make_job

ENGINE = BlitzEngine()


@pytest.mark.parametrize("kind", StillType)
@pytest.mark.parametrize("language", ["bg", "en", "ar"])
def test_a_still_has_the_screens_pixels(kind: StillType, language: str) -> None:
    data = render_still(make_job(language=language, profile=Profile(still_type=kind)), engine=ENGINE)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ({"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}[kind], (320, 180))
    assert image.convert("RGB").getpixel((2, 2)) == pytest.approx((255, 248, 236), abs=2)
    assert len(set(image.convert("RGB").resize((32, 18)).getdata())) > 10


def test_the_same_job_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "from tests.render.jobs import make_job\n"
        "from campaign.adapters.blitz import BlitzEngine\n"
        "from campaign.render.pipeline import render_still\n"
        "from campaign.spec.digest import hash_bytes\n"
        "print(hash_bytes(render_still(make_job(), engine=BlitzEngine())))"
    )
    here = render_still(make_job(), engine=ENGINE)
    assert render_still(make_job(), engine=ENGINE) == here
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == hash_bytes(here)


def test_a_loops_poster_is_the_still() -> None:
    still, loop = make_job(), make_job(medium=Medium.LOOP)
    assert render_still(loop, engine=ENGINE) == render_still(still, engine=ENGINE)


def test_a_loops_last_moment_looks_like_its_poster() -> None:
    page = build_page(make_job(medium=Medium.LOOP), engine=ENGINE)
    with ENGINE.open(page) as opened:
        first, last = opened.draw(0.0), opened.draw(page.seconds)
    with ENGINE.open(build_page(make_job(), engine=ENGINE)) as opened:
        still = opened.draw(0.0)
    assert first != last
    assert last == still


def test_engine_and_fonts_are_part_of_the_key() -> None:
    job = make_job()
    assert all(f"{font.family} {font.version}" in ENGINE.name for font in list_fonts())
    assert make_key(job, engine=ENGINE.name, encoder="") != make_key(job, engine="other", encoder="")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</style><b>&lt;",
        "{{ 7 * 7 }} {% raw %}",
        "е\u0301\u0301\u0301 нееднакви\u0306 знаци",
        "смесено مختلط смесено",
    ],
)
def test_hostile_text_becomes_a_picture(text: str) -> None:
    page = build_page(make_job(headline=text), engine=ENGINE)
    assert "<script" not in page.html
    assert render_still(make_job(headline=text), engine=ENGINE)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("а" * 300, CannotFit),
        ("Здравей 😀", MissingGlyph),
        ("а\x00б", InvalidValue),
        ("\u202eобърнато\u202c", InvalidValue),
        (5, InvalidValue),
    ],
)
def test_hostile_text_becomes_a_named_error(text: object, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        render_still(make_job(headline=text), engine=ENGINE)
    assert "plain · bg · headline: " in str(caught.value)


def test_all_faults_of_an_item_are_told_with_its_name() -> None:
    job = make_job(headline=5, number=-1)
    with pytest.raises(Faults) as caught:
        render_still(job, engine=ENGINE)
    assert [(error.place.item, error.place.field) for error in caught.value.errors] == [
        ("plain", "headline"),
        ("plain", "number"),
    ]


def test_an_items_title_changes_neither_key_nor_picture() -> None:
    job = make_job()
    named = replace(job, item=replace(job.item, title={"bg": "Друго"}))
    assert render_still(named, engine=ENGINE) == render_still(job, engine=ENGINE)
    assert make_key(named, engine="e", encoder="") == make_key(job, engine="e", encoder="")
