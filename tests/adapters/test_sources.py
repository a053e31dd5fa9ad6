"""How a film wants to be read is measured on the film: its clock, its light, its fields, what shines through."""

from pathlib import Path

import pytest

from campaign.adapters.sources import find_source
from campaign.spec.errors import BrokenMedia
from tests.factories.films import make_film, make_hdr_film, run_ffmpeg
from tests.factories.numbered import make_numbered_film


def make_lavfi(path: Path, picture: str, *words: str, seconds: float = 0.4) -> Path:
    run_ffmpeg("-f", "lavfi", "-i", picture, "-t", str(seconds), *words, str(path))
    return path


def test_untagged_films_get_the_matrix_of_their_time(tmp_path: Path) -> None:
    small = make_film(tmp_path / "small.mp4", seconds=0.2)
    large = make_film(tmp_path / "large.mp4", seconds=0.2, size="1280x720")
    assert [find_source(path).matrix for path in (small, large)] == ["bt601", "bt709"]


def test_films_with_more_light_than_screens_show_are_told(tmp_path: Path) -> None:
    source = find_source(make_hdr_film(tmp_path / "hdr.mp4"))
    assert (source.matrix, source.hdr) == ("auto", "arib-std-b67")


@pytest.mark.parametrize(
    ("name", "fps", "frames", "words", "seconds", "longest"),
    [
        ("even.mp4", "25", 50, (), 2.0, 0.04),
        ("slow.mkv", "1", 4, (), 4.0, 1.0),
        ("late.mp4", "25", 50, ("-output_ts_offset", "10"), 2.0, 0.04),
        ("gap.mp4", "25", 50, ("-vf", "select='not(between(n,20,29))'", "-fps_mode", "vfr"), 2.0, 0.44),
    ],
)
def test_the_clock_is_that_of_the_pictures(
    tmp_path: Path, *, name: str, fps: str, frames: int, words: tuple[str, ...], seconds: float, longest: float
) -> None:
    source = find_source(make_numbered_film(tmp_path / name, frames=frames, fps=fps, words=words))
    assert [source.seconds, source.longest] == pytest.approx([seconds, longest], abs=0.005)


def test_what_an_edit_list_leaves_out_is_not_counted(tmp_path: Path) -> None:
    film = make_numbered_film(tmp_path / "whole.mp4", frames=100, words=("-g", "100"))
    cut = tmp_path / "cut.mp4"
    run_ffmpeg("-ss", "1.0", "-i", str(film), "-c", "copy", str(cut))
    assert find_source(cut).seconds == pytest.approx(3.0, abs=0.01)


FIELDS = ("-c:v", "libx264", "-preset", "ultrafast", "-flags", "+ilme+ildct", "-x264-params", "tff=1")


def test_fields_are_found_where_there_are_some(tmp_path: Path) -> None:
    woven = make_lavfi(tmp_path / "woven.mp4", "testsrc2=s=320x180:r=50", "-vf", "interlace", *FIELDS)
    assert find_source(woven).interlaced


def test_a_whole_film_that_says_it_has_fields_is_not_touched(tmp_path: Path) -> None:
    disc = "gradients=s=320x180:r=25:speed=0.05:seed=7:c0=red:c1=blue,setfield=tff"
    film = make_lavfi(tmp_path / "whole.mp4", disc, *FIELDS)
    assert not find_source(film).interlaced


def test_a_film_that_says_nothing_of_fields_is_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = make_film(tmp_path / "film.mp4", seconds=0.2)
    monkeypatch.setattr("campaign.adapters.sources.run_reader", lambda *_, **__: pytest.fail("it was looked at"))
    assert not find_source(film).interlaced


@pytest.mark.parametrize(
    ("name", "words", "decoder"),
    [
        ("a.webm", ("-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p"), "libvpx-vp9"),
        ("b.webm", ("-c:v", "libvpx", "-pix_fmt", "yuva420p", "-auto-alt-ref", "0"), "libvpx"),
        ("c.mov", ("-c:v", "qtrle"), ""),
    ],
)
def test_a_transparent_film_is_seen_to_be_so(
    tmp_path: Path, *, name: str, words: tuple[str, ...], decoder: str
) -> None:
    source = find_source(make_lavfi(tmp_path / name, "color=c=red@0.5:s=64x36:r=25,format=rgba", *words))
    assert (source.transparent, source.decoder) == (True, decoder)


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    sound = make_lavfi(tmp_path / "sound.mp4", "sine")
    with pytest.raises(BrokenMedia, match=r"^sound.mp4: There is no picture in this file"):
        find_source(sound)
