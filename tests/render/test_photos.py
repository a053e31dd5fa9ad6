"""Photos become the pixels that are to be seen of them, upright, whatever file they are."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.render.photos import Negative, open_photo
from campaign.render.ports import Photo, View
from campaign.spec.errors import BrokenMedia
from tests.factories.photos import make_essay_job, paint_photo

ENGINE = BlitzEngine()
WHOLE = View(0, 0, 1, 1)
RED, TEAL = (200, 30, 30), (11, 122, 117)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    '<rect width="200" height="200" fill="#c81e1e"/></svg>'
)


def open_file(path: Path) -> Negative:
    return open_photo(path.name, make_essay_job([path]), engine=ENGINE, field="photos.1.photo")


def pick(photo: Photo, left: int, top: int) -> tuple[int, ...]:
    pixels = np.frombuffer(photo.pixels, np.uint8).reshape(photo.height, photo.width, 3)
    return tuple(int(part) for part in pixels[top, left])


def test_a_photo_is_turned_as_its_camera_was_held(tmp_path: Path) -> None:
    image = Image.new("RGB", (60, 40), RED)
    image.paste(TEAL, (30, 0, 60, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # its right side is up
    image.save(tmp_path / "a.png", exif=exif)
    negative = open_file(tmp_path / "a.png")
    photo = negative.develop(WHOLE, (40, 60))
    assert negative.size == (40, 60)
    assert (pick(photo, 20, 5), pick(photo, 20, 55)) == (RED, TEAL)


def test_only_the_part_that_is_seen_is_kept(tmp_path: Path) -> None:
    image = Image.new("RGB", (4000, 3000), RED)
    image.paste(TEAL, (2000, 0, 4000, 3000))
    image.save(tmp_path / "a.jpg", quality=95)
    photo = open_file(tmp_path / "a.jpg").develop(View(0.5, 0.25, 0.5, 0.5), (200, 150))
    assert (photo.width, photo.height, len(photo.pixels)) == (200, 150, 200 * 150 * 3)
    assert np.abs(np.subtract(pick(photo, 100, 75), TEAL)).max() < 6


def test_a_drawing_is_drawn_at_the_size_that_is_wanted_on_white(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text(DRAWING)
    negative = open_file(path)
    photo = negative.develop(View(0.25, 0, 0.5, 1), (300, 300))
    assert negative.size[0] / negative.size[1] == 2
    assert (pick(photo, 140, 150), pick(photo, 160, 150)) == ((200, 30, 30), (255, 255, 255))


def test_what_is_see_through_stands_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert pick(open_file(tmp_path / "a.png").develop(WHOLE, (40, 40)), 20, 20) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"#EXTM3U\nhttp://example.org/a.ts\n", b"<svg></svg>", b"\xff\xd8\xff\xe0", b""])
def test_what_is_no_photo_is_named_by_file_and_field(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(data)
    with pytest.raises(BrokenMedia, match=r"a.jpg · neighbours · photos.1.photo: This picture cannot be read"):
        open_file(tmp_path / "a.jpg").develop(WHOLE, (40, 40))


def test_half_a_photo_is_named_too(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "whole.jpg")
    data = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(data[: len(data) // 2])
    with pytest.raises(BrokenMedia, match=r"photos.1.photo: This picture cannot be read"):
        open_file(tmp_path / "a.jpg").develop(WHOLE, (40, 40))


def test_a_photo_that_is_gone_is_named(tmp_path: Path) -> None:
    job = replace(make_essay_job([paint_photo(tmp_path / "a.png", RED)]), media={})
    with pytest.raises(BrokenMedia, match=r"The file “a.png” is missing"):
        open_photo("a.png", job, engine=ENGINE, field="photos.1.photo")
