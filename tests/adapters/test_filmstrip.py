"""Single pictures of films, and films that any browser plays."""

import io
from pathlib import Path

import pytest
from PIL import Image

from campaign.adapters.filmstrip import draw_picture, draw_strip
from campaign.adapters.playable import write_playable
from campaign.adapters.probe import probe_file
from campaign.adapters.sources import find_source
from campaign.spec.errors import BrokenMedia
from tests.factories.films import make_film, run_ffmpeg


def read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Red for a second, then blue for a second, from one key frame on."""
    path = tmp_path / "two.mp4"
    red, blue = (f"color=c={colour}:s=64x36:r=25:d=1" for colour in ("red", "blue"))
    run_ffmpeg("-f", "lavfi", "-i", red, "-f", "lavfi", "-i", blue, "-filter_complex", "concat", "-g", "500", str(path))
    return path


def test_a_picture_is_the_one_that_stands_at_its_very_second(film: Path) -> None:
    def name(second: float) -> str:
        red, _, blue = read(draw_picture(film, second=second, height=36)).getpixel((32, 18))  # type: ignore[misc]
        return "red" if red > blue else "blue"

    assert [name(second) for second in (0.0, 0.96, 0.999, 1.0, 1.96, 99.0)] == [*["red"] * 3, *["blue"] * 3]


def test_a_strip_shows_the_whole_film(film: Path) -> None:
    row = read(draw_strip(film, count=4, height=18))
    assert row.size == (4 * 32, 18)
    blue = [row.getpixel((left, 9))[2] > 128 for left in (16, 48, 80, 112)]  # type: ignore[index]
    assert blue == [False, False, True, True]


def test_a_picture_is_turned_as_players_turn_the_film(film: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.mp4"
    run_ffmpeg("-display_rotation", "90", "-i", str(film), "-c", "copy", str(turned))
    assert read(draw_picture(turned, second=0, height=64)).size == (36, 64)


def test_a_broken_film_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(64))
    with pytest.raises(BrokenMedia):
        draw_picture(path, second=0, height=36)
    with pytest.raises(BrokenMedia):
        draw_strip(path, count=2, height=36)


def test_a_film_that_browsers_do_not_play_becomes_one_with_the_same_clock(tmp_path: Path) -> None:
    film = make_film(tmp_path / "a.mkv", seconds=1.2, size="64x36")
    out = tmp_path / "out.mp4"
    write_playable(film, out=out)
    facts = probe_file(out)
    assert (facts.media_type, facts.codec, facts.height, facts.audio_streams) == ("video/mp4", "h264", 480, 1)
    assert find_source(out).seconds == pytest.approx(find_source(film).seconds, abs=0.05)
