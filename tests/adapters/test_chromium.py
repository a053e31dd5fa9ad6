"""Chromium as the oracle: both engines draw the same picture of the same page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from campaign.adapters import chromium
from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.chromium import ChromiumEngine
from campaign.render.pipeline import build_page
from campaign.render.ports import Page, PageEngine
from campaign.spec.errors import RenderFailed
from campaign.spec.formats import Format
from tests.render.jobs import make_job

SAME = 40.0
"""Of 255."""


@pytest.fixture(scope="module")
def oracle() -> Iterator[ChromiumEngine]:
    if chromium.find_chromium() is None:
        pytest.skip("there is no chromium here")
    with ChromiumEngine() as engine:
        yield engine


def draw(page: Page, engine: PageEngine) -> Image.Image:
    with engine.open(page) as opened:
        pixels = opened.draw(page.seconds)
    return Image.frombytes("RGBA", (page.width, page.height), pixels).convert("RGB")


def measure_difference(one: Image.Image, other: Image.Image) -> float:
    """The 99th percentile of the differences at an eighth of the size: letters' edges are smoothed differently and
    lie up to a pixel apart, which is no difference to the eye."""
    size = (one.width // 8, one.height // 8)
    small = [np.asarray(image.resize(size, Image.Resampling.BOX)).astype(int) for image in (one, other)]
    return float(np.percentile(np.abs(small[0] - small[1]), 99))


@pytest.mark.chromium
@pytest.mark.parametrize("language", ["bg", "en", "ar"])
@pytest.mark.parametrize("screen", [Format(320, 180, 10, 1), Format(270, 480, 14, 1)], ids=str)
def test_both_engines_agree(oracle: ChromiumEngine, tmp_path: Path, language: str, screen: Format) -> None:
    ours = BlitzEngine()
    page = build_page(make_job(language=language, screen=screen), engine=ours)
    actual, expected = draw(page, ours), draw(page, oracle)
    if measure_difference(actual, expected) > SAME:
        actual.save(tmp_path / "actual.png")
        expected.save(tmp_path / "expected.png")
        pytest.fail(f"the engines differ by {measure_difference(actual, expected):.1f}: see {tmp_path}")


@pytest.mark.chromium
def test_the_measure_sees_one_wrong_word(oracle: ChromiumEngine) -> None:
    ours = BlitzEngine()
    pages = [build_page(make_job(headline=text), engine=ours) for text in ("Ние сме съседи тук", "Вие сте съседи тук")]
    assert measure_difference(draw(pages[0], ours), draw(pages[1], oracle)) > SAME


@pytest.mark.chromium
def test_both_engines_fit_texts_to_the_same_size(oracle: ChromiumEngine) -> None:
    pages = [build_page(make_job(photo=None), engine=engine) for engine in (BlitzEngine(), oracle)]
    sizes = [float(page.html.partition("#headline{font-size:")[2].partition("px")[0]) for page in pages]
    assert sizes[0] == pytest.approx(sizes[1], abs=1.5)


def test_a_machine_without_it_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(RenderFailed, match="no Chromium"):
        ChromiumEngine()
    assert not chromium.can_print()
