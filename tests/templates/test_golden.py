"""Pictures stay as they were accepted. A failure leaves actual, expected and difference under var/golden/."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.render.pipeline import build_page
from tests.templates.golden import Comparison, Verdict, compare, compare_template, pack_picture, shrink_picture
from tests.templates.likeness import Pixels, read_pixels
from tests.templates.samples import PANELS, TEMPLATES, make_job


@pytest.fixture(scope="module")
def comparisons(request: pytest.FixtureRequest) -> Iterator[Mapping[str, Future[dict[str, Comparison]]]]:
    """Template → what will come of its pictures, of as many templates at once as there are processors."""
    wanted: list[str] = []
    for item in request.session.items:
        if isinstance(item, pytest.Function) and item.function is test_pictures_are_as_they_were_accepted:
            parameters: Mapping[str, Any] = item.callspec.params
            wanted.append(parameters["name"])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(compare_template, name) for name in wanted}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("name", TEMPLATES)
def test_pictures_are_as_they_were_accepted(
    comparisons: Mapping[str, Future[dict[str, Comparison]]], name: str
) -> None:
    found = comparisons[name].result()
    told = [f"{it.verdict}: {name}/{file}: {it.why}" for file, it in found.items() if it.verdict is not Verdict.SAME]

    assert told == [], "\n".join(told)


STAGE = "<style>{}</style></head>"


def draw_fact(css: str = "") -> Pixels:
    """The picture of a fact, changed by a line of style after its texts were fitted."""
    engine = BlitzEngine()
    page = build_page(make_job("myth-fact", screen=PANELS["landscape"], language="bg"), engine=engine)
    changed = replace(page, html=page.html.replace("</head>", STAGE.format(css)))
    with engine.open(changed) as opened:
        drawn = Image.frombytes("RGBA", (page.width, page.height), opened.draw(0.0))
    return read_pixels(shrink_picture(drawn))


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("golden") / "landscape-bg.png"
    path.write_bytes(pack_picture(draw_fact()))
    return path


def test_the_same_picture_is_the_same(golden: Path, tmp_path: Path) -> None:
    assert compare(draw_fact(), golden, left=tmp_path / "left") == Comparison(Verdict.SAME)
    assert not (tmp_path / "left").exists()


@pytest.mark.parametrize(
    "css",
    [
        "#fact { position: relative; left: 2px }",
        "#fact { position: relative; top: 2px }",
        "#fact { color: #f0f0f0 !important }",
        "#fact { letter-spacing: 0.1px }",
        "#qr { display: none }",
        "body { background: #fff !important }",
    ],
)
def test_what_moved_or_was_painted_anew_is_different(golden: Path, tmp_path: Path, css: str) -> None:
    found = compare(draw_fact(css), golden, left=tmp_path / "left")

    assert found.verdict is Verdict.DIFFERENT
    assert "make golden" in found.why
    left = {path.name for path in (tmp_path / "left").iterdir()}
    assert left == {"actual.png", "expected.png", "difference.png"}


def test_rounding_otherwise_is_no_difference(golden: Path, tmp_path: Path) -> None:
    """A processor that rounds otherwise moves levels by one; that is no change."""
    noise = np.random.default_rng(1).integers(-2, 3, draw_fact().shape)
    actual = np.clip(draw_fact().astype(np.int16) + noise, 0, 255).astype(np.uint8)

    assert compare(actual, golden, left=tmp_path / "left").verdict is Verdict.SAME


def test_a_broken_tester_is_told_from_a_different_picture(tmp_path: Path) -> None:
    actual = np.zeros((9, 9, 3), np.uint8)
    (tmp_path / "text.png").write_text("no picture")

    found = {
        "missing": compare(actual, tmp_path / "missing.png", left=tmp_path),
        "unreadable": compare(actual, tmp_path / "text.png", left=tmp_path),
        "undrawn": compare("The text is too long.", tmp_path / "missing.png", left=tmp_path),
    }

    assert {name: it.verdict for name, it in found.items()} == dict.fromkeys(found, Verdict.BROKE)
    assert "make golden" in found["missing"].why


def test_another_size_is_a_difference(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (9, 8)).save(path)

    assert compare(np.zeros((9, 9, 3), np.uint8), path, left=tmp_path / "left").verdict is Verdict.DIFFERENT


def test_a_photo_is_kept_within_the_tolerance(tmp_path: Path) -> None:
    photo = np.random.default_rng(2).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    path = tmp_path / "photo.png"
    path.write_bytes(pack_picture(photo))

    assert compare(photo, path, left=tmp_path / "left").verdict is Verdict.SAME
