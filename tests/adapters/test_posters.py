"""A picture from elsewhere: whatever pixels tell is told, whatever its bytes are."""

import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from benchmarks.corpus.disclaimers import draw_code
from benchmarks.corpus.emblems import Painting, paint, photo, plain
from benchmarks.corpus.scenes import URL
from campaign.adapters.posters import look_at_poster
from campaign.render.scene import Pixels
from campaign.spec.errors import BrokenMedia
from campaign.spec.formats import Format
from campaign.spec.funding import FunderProfile, FundingRules

PANEL = Format(640, 360, 12.0)
FOUNDATION = FunderProfile("foundation", {"en": "Foundation"}, FundingRules.NONE, emblem=False)


def save(path: Path, pixels: Pixels, **options: Any) -> Path:
    Image.fromarray(pixels).save(path, **options)
    return path


def list_rules(path: Path, *, screen: Format | None = None, funder: FunderProfile | None = None) -> list[str]:
    return [finding.rule for finding in look_at_poster(path, screen=screen, funder=funder).findings]


def draw(height: float = 40.0) -> Pixels:
    return paint(plain(width=640, height=360), Painting(height), left=40.2, top=300.3)


@pytest.mark.parametrize("kind", ["png", "jpg", "webp"])
def test_a_good_poster_of_every_kind_is_left_alone(kind: str, tmp_path: Path) -> None:
    assert list_rules(save(tmp_path / f"good.{kind}", draw()), screen=PANEL) == []


def test_a_poster_without_an_emblem_is_told_unless_its_funder_needs_none(tmp_path: Path) -> None:
    path = save(tmp_path / "none.png", photo(seed=2))
    assert (list_rules(path), list_rules(path, funder=FOUNDATION)) == (["A1"], [])


def test_an_emblem_is_measured_on_the_panel_as_the_picture_fills_it(tmp_path: Path) -> None:
    small = save(tmp_path / "small.png", draw(16))
    assert (list_rules(small), list_rules(small, screen=PANEL)) == ([], ["A9"])
    tiny = save(tmp_path / "half.png", np.ascontiguousarray(draw(40)[90:, :320]))
    assert list_rules(tiny, screen=replace(PANEL, diagonal_inches=24.0)) == []


def test_position_data_is_told_and_never_repeated(tmp_path: Path) -> None:
    tags = Image.Exif()
    degrees = tuple(TiffImagePlugin.IFDRational(part) for part in (42, 41, 30))
    tags.get_ifd(0x8825).update({1: "N", 2: degrees, 3: "E", 4: degrees})
    path = save(tmp_path / "where.jpg", draw(), exif=tags, quality=90)
    (finding,) = look_at_poster(path, screen=None, funder=None).findings
    assert (finding.rule, finding.measured, "42" in str(finding.message)) == ("F7", "", False)


def test_a_camera_alone_tells_no_place(tmp_path: Path) -> None:
    tags = Image.Exif()
    tags[0x0110] = "Camera"
    assert list_rules(save(tmp_path / "camera.jpg", draw(), exif=tags, quality=90)) == []


def test_what_its_code_says_is_handed_on(tmp_path: Path) -> None:
    pixels = draw().copy()
    pixels[20:120, 20:120] = draw_code(URL, side=100)
    poster = look_at_poster(save(tmp_path / "code.png", pixels), screen=None, funder=None)
    (told,) = (each for each in poster.untold if each.rule == "A15")
    assert URL in str(told.why)


def test_a_turned_photo_is_looked_at_upright(tmp_path: Path) -> None:
    tags = Image.Exif()
    tags[0x0112] = 6
    turned = np.ascontiguousarray(np.rot90(draw()))
    assert list_rules(save(tmp_path / "turned.jpg", turned, exif=tags, quality=90)) == []


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "1"])
def test_every_mode_is_seen_as_a_player_shows_it(mode: str, tmp_path: Path) -> None:
    image = Image.fromarray(draw()).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    image.save(tmp_path / "mode.png")
    assert list_rules(tmp_path / "mode.png") == ([] if mode in ("P", "RGBA") else ["A1"])


def test_a_picture_that_moves_is_none(tmp_path: Path) -> None:
    frames = [Image.fromarray(draw()), Image.fromarray(draw(60))]
    frames[0].save(tmp_path / "moves.webp", save_all=True, append_images=frames[1:], duration=100)
    assert "G1" in list_rules(tmp_path / "moves.webp")


def test_a_picture_that_unfolds_to_gigabytes_is_refused(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
    (tmp_path / "bomb.png").write_bytes(bomb)
    with pytest.raises(BrokenMedia):
        look_at_poster(tmp_path / "bomb.png", screen=None, funder=None)


@pytest.mark.parametrize("cut", [40, 2000])
def test_a_torn_picture_is_refused(cut: int, tmp_path: Path) -> None:
    path = save(tmp_path / "torn.jpg", photo(), quality=90)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BrokenMedia, match=r"torn\.jpg"):
        look_at_poster(path, screen=None, funder=None)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.pdf", b"%PDF-1.7\n"),
        ("page.png", b"%PDF-1.4\n"),
        ("a.svg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("b.svg", b"\xef\xbb\xbf<svg/>"),
    ],
)
def test_a_drawing_is_refused_with_how_to_mend_it(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BrokenMedia, match="screens show pixels") as raised:
        look_at_poster(tmp_path / name, screen=None, funder=None)
    assert "PNG" in str(raised.value.hint)
