"""The encoder's arguments are a function of the plan, within what players decode."""

from dataclasses import replace
from pathlib import Path

import pytest

from campaign.render.ceilings import limit_rate
from campaign.render.cuts import Source
from campaign.render.encode import build_arguments, cut_stillness
from campaign.render.ports import Cut, Film, Hole, Take, VideoPlan
from campaign.spec.channels import Codec, Profile
from campaign.spec.errors import RenderFailed
from campaign.spec.levels import find_level

PLAN = VideoPlan(320, 180, 250, 31, Profile())


def make_film_plan(cut: Cut, moments: tuple[int, ...]) -> VideoPlan:
    film = Film(Hole(0, 0, 320, 100), (Take(cut, first=0, frames=50),))
    return VideoPlan(320, 180, 75, len(moments), Profile(), film, moments)


def find_value(words: tuple[str, ...], name: str) -> str:
    return words[len(words) - words[::-1].index(name)]


def test_the_same_plan_gives_the_same_words() -> None:
    assert build_arguments(PLAN, out="a.mp4") == build_arguments(PLAN, out="a.mp4")


def test_long_stillness_is_cut_out_and_rests_on_a_key_frame() -> None:
    plan = replace(PLAN, drawn=41, closing=10)
    words = build_arguments(plan, out="a.mp4")
    assert cut_stillness(plan) == replace(plan, frames=41)
    assert (find_value(words, "-frames:v"), find_value(words, "-force_key_frames")) == ("41", "expr:eq(n,30)")
    assert "enable='not(eq(n,30))'" in find_value(words, "-filter_complex")


def test_what_the_end_shows_moves_up_to_the_rest() -> None:
    plan = make_film_plan(Cut(Path("/films/a.mp4"), 0, 2), (0, 20, 398, 399))
    coded = cut_stillness(replace(plan, frames=400, closing=2))
    assert (coded.rests, coded.resumes, coded.frames, coded.moments) == (49, 50, 52, (0, 20, 50, 51))


def test_short_stillness_is_left_to_the_encoder() -> None:
    plan = VideoPlan(320, 180, 60, 31, Profile())
    assert cut_stillness(plan) is plan


def test_stillness_that_is_encoded_stands_where_the_plan_rests() -> None:
    short = VideoPlan(320, 180, 60, 31, Profile())
    held, closed = (build_arguments(plan, out="a.mp4") for plan in (short, replace(short, closing=10)))
    assert "tpad=stop_mode=clone:stop=29" in find_value(held, "-filter_complex")
    assert "loop=loop=29:size=1:start=20" in find_value(closed, "-filter_complex")


@pytest.mark.parametrize("drawn", [10, 250])
def test_spots_get_the_same_parameter_sets_whether_they_rest(drawn: int) -> None:
    words = build_arguments(replace(PLAN, drawn=drawn), out="a.mp4")
    assert find_value(words, "-x264-params") == "stitchable=1"


def test_a_loop_that_moves_throughout_holds_nothing() -> None:
    words = build_arguments(VideoPlan(320, 180, 25, 25, Profile()), out="a.mp4")
    assert "tpad" not in find_value(words, "-filter_complex")


def test_a_film_is_read_by_one_demuxer_from_a_file_alone() -> None:
    plan = make_film_plan(Cut(Path("/films/a.mp4"), 1.5, 3.5), (0, 20))
    words = build_arguments(plan, out="a.mp4", sources=[Source("mov", "auto", longest=0.04)])
    at = words.index("file:/films/a.mp4")
    assert words[at - 20 : at + 1] == (
        *("-protocol_whitelist", "file", "-format_whitelist", "mov", "-f", "mov", "-threads", "2"),
        *(
            "-max_pixels",
            "9437184",
            "-an",
            "-sn",
            "-dn",
            "-reinit_filter",
            "0",
            "-ss",
            "1.459000",
            "-t",
            "2.041000",
            "-i",
            "file:/films/a.mp4",
        ),
    )


@pytest.mark.parametrize("source", [Source("mov", "auto", turned=True), Source("mov", "auto", interlaced=True)])
def test_filters_that_turn_or_weave_are_set_up_anew_where_a_film_changes(source: Source) -> None:
    plan = make_film_plan(Cut(Path("/films/a.mp4"), 1.5, 3.5), (0, 20))
    assert "-reinit_filter" not in build_arguments(plan, out="a.mp4", sources=[source])


def test_no_thread_of_hevc_races_for_the_bits_of_noise() -> None:
    plan = VideoPlan(320, 180, 250, 10, Profile(codec=Codec.HEVC))
    settings = find_value(build_arguments(plan, out="a.mp4"), "-x265-params").split(":")
    assert {"frame-threads=1", "no-wpp=1"} <= set(settings)


def test_a_picture_appears_at_its_moment() -> None:
    plan = make_film_plan(Cut(Path("a.mp4"), 0, 3), (0, 20, 50))
    graph = find_value(build_arguments(plan, out="a.mp4", sources=[Source("mov", "auto")]), "-filter_complex")
    assert "setpts='0+gte(N,1)*20+gte(N,2)*30'" in graph


@pytest.mark.parametrize(
    ("width", "height", "fps", "level"),
    [
        (320, 180, 25, "3.0"),
        (1280, 720, 25, "3.1"),
        (1920, 1080, 25, "4.0"),
        (1920, 1080, 50, "4.2"),
        (3840, 2160, 25, "5.1"),
        (7680, 4320, 25, ""),
    ],
)
def test_the_level_follows_from_the_pixels(width: int, height: int, fps: int, level: str) -> None:
    assert find_level(width, height, fps=fps) == level


def test_a_profile_too_small_for_its_pixels_is_told_the_level_it_needs() -> None:
    with pytest.raises(RenderFailed) as caught:
        build_arguments(VideoPlan(3840, 2160, 250, 31, Profile(level="4.1")), out="a.mp4")
    assert str(caught.value) == (
        "3840 × 2160 at 25 frames a second is more than H.264 level 4.1 allows. "
        "Set the level of the channel's profile to 5.1."
    )


def test_an_odd_size_is_refused() -> None:
    with pytest.raises(RenderFailed, match="Videos need even sizes"):
        build_arguments(VideoPlan(321, 180, 250, 31, Profile()), out="a.mp4")


@pytest.mark.parametrize("seconds", [1.0, 10.0, 60.0])
def test_a_full_buffer_breaks_neither_rate_nor_size(seconds: float) -> None:
    profile = Profile(max_kbps=8000, max_bytes=5_000_000)
    kilobits = limit_rate(profile, seconds=seconds) * (seconds + 1.0)
    assert kilobits / seconds <= 8000
    assert kilobits * 1000 / 8 <= 5_000_000
