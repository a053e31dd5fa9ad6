"""Spots one after the other: every frame of each, at its time, and nothing that cannot follow."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from campaign.adapters.joining import join_films
from campaign.adapters.probe import probe_file
from campaign.render.ports import VideoPlan
from campaign.spec.channels import Profile
from campaign.spec.errors import BrokenMedia
from tests.factories.films import make_film, run_ffmpeg
from tests.factories.loops import DECODERS, encode_loop, hash_frames

HELD = VideoPlan(320, 180, 125, 8, Profile(), closing=3)
MOVING = VideoPlan(320, 180, 60, 60, Profile())
SHORT = VideoPlan(320, 180, 30, 10, Profile())


@pytest.fixture(scope="module")
def spots(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """One that holds still, one that never does, one that does for less than a second."""
    folder = tmp_path_factory.mktemp("spots")
    plans = {"held.mp4": HELD, "moving.mp4": MOVING, "short.mp4": SHORT}
    return tuple(encode_loop(plan, folder / name) for name, plan in plans.items())


@pytest.mark.parametrize("decoder", DECODERS)
def test_every_frame_of_every_spot_comes_in_order(tmp_path: Path, spots: tuple[Path, ...], decoder: str) -> None:
    order = (*spots, spots[0], spots[2])
    assert join_films(order, out=tmp_path / "loop.mp4") == 125 + 60 + 30 + 125 + 30
    joined = hash_frames(tmp_path / "loop.mp4", decoder=decoder)
    assert joined == [frame for spot in order for frame in hash_frames(spot, decoder=decoder)]


def test_frames_are_shown_and_decoded_in_steady_steps(tmp_path: Path, spots: tuple[Path, ...]) -> None:
    join_films(spots, out=tmp_path / "loop.mp4")
    with av.open(str(tmp_path / "loop.mp4")) as source:
        video = source.streams.video[0]
        packets = [packet for packet in source.demux(video) if packet.size]
        assert (video.time_base, video.average_rate) == (Fraction(1, 12800), Fraction(25))
        assert (video.start_time, video.frames, video.duration) == (0, 215, 215 * 512)
    assert [packet.dts for packet in packets] == [512 * place for place in range(-2, 213)]
    assert sorted(packet.pts or 0 for packet in packets) == [512 * place for place in range(215)]


def test_players_start_where_each_spot_starts(tmp_path: Path, spots: tuple[Path, ...]) -> None:
    join_films(spots, out=tmp_path / "loop.mp4")
    for frame, spot in ((125, spots[1]), (185, spots[2])):
        words = ("-xerror", "-ss", f"{frame / 25:.3f}", "-i", str(tmp_path / "loop.mp4"), "-frames:v", "1")
        found = run_ffmpeg(*words, "-f", "framemd5", "-").decode().rpartition(",")[2].strip()
        assert found == hash_frames(spot)[0]


def test_the_loop_is_a_file_like_its_spots(tmp_path: Path, spots: tuple[Path, ...]) -> None:
    join_films(spots, out=tmp_path / "loop.mp4")
    facts, spot = probe_file(tmp_path / "loop.mp4"), probe_file(spots[0])
    assert (facts.frames, facts.seconds, facts.fast_start, facts.constant_rate) == (215, 8.6, True, True)
    shared = replace(facts, frames=125, seconds=5.0, size=spot.size, kbps=spot.kbps)
    assert shared == spot
    assert b"Lavf" not in (tmp_path / "loop.mp4").read_bytes()


def test_the_same_spots_give_the_same_bytes(tmp_path: Path, spots: tuple[Path, ...]) -> None:
    for name in ("a.mp4", "b.mp4"):
        join_films(spots, out=tmp_path / name)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


@pytest.mark.parametrize(
    "other",
    [
        VideoPlan(322, 180, 60, 8, Profile()),
        VideoPlan(320, 180, 60, 8, Profile(level="4.0")),
        VideoPlan(320, 180, 60, 8, Profile(fps=30)),
    ],
)
def test_a_spot_of_another_channel_is_refused_by_name(
    tmp_path: Path, spots: tuple[Path, ...], other: VideoPlan
) -> None:
    alien = encode_loop(other, tmp_path / "alien.mp4")
    with pytest.raises(BrokenMedia, match=r"^alien.mp4: The film's stream parameters are not those of held.mp4"):
        join_films((*spots, alien), out=tmp_path / "loop.mp4")
    assert not (tmp_path / "loop.mp4").exists()


@pytest.mark.parametrize("data", [b"", b"no film", b"\0\0\0\x18ftypisom"])
def test_what_is_no_film_is_refused_by_name(tmp_path: Path, spots: tuple[Path, ...], data: bytes) -> None:
    (tmp_path / "alien.mp4").write_bytes(data)
    with pytest.raises(BrokenMedia, match=r"^alien.mp4: The film cannot be joined with others"):
        join_films((*spots, tmp_path / "alien.mp4"), out=tmp_path / "loop.mp4")


def test_a_film_with_sound_is_refused(tmp_path: Path, spots: tuple[Path, ...]) -> None:
    film = make_film(tmp_path / "film.mp4", seconds=1)
    with pytest.raises(BrokenMedia, match="not one stream of pictures alone"):
        join_films((*spots, film), out=tmp_path / "loop.mp4")


def test_a_playlist_under_a_films_name_reaches_nothing(tmp_path: Path, spots: tuple[Path, ...]) -> None:
    (tmp_path / "list.mp4").write_text(f"ffconcat version 1.0\nfile '{spots[0]}'\n")
    with pytest.raises(BrokenMedia, match=r"^list.mp4: "):
        join_films((tmp_path / "list.mp4", spots[0]), out=tmp_path / "loop.mp4")
