"""Real loops in every codec: what the channel's players decode, the same bytes each time, below every ceiling."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.probe import probe_file
from campaign.checks.files import check_file
from campaign.render.ports import Frames, VideoPlan
from campaign.schedule.screens import Screen
from campaign.spec.channels import Codec, Medium, Profile
from campaign.spec.errors import RenderFailed
from campaign.spec.findings import Finding
from campaign.spec.formats import Format
from tests.factories.films import read_frames, run_ffmpeg

ENCODER = FfmpegEncoder()
GROUND, COLOUR = (255, 248, 236), (11, 122, 117)
CODECS = pytest.mark.parametrize("codec", list(Codec))
NOTES = (b"x264 - core", b"x265 (build", b"options:", b"SVT-AV1", b"libvpx v")


def make_plan(codec: Codec, *, frames: int = 75, drawn: int = 10, size: tuple[int, int] = (320, 180)) -> VideoPlan:
    return VideoPlan(*size, frames, drawn, Profile(codec=codec))


def draw_bar(plan: VideoPlan) -> Frames:
    """A bar that grows on a plain ground."""

    def draw() -> Iterator[bytes]:
        for frame in range(plan.drawn):
            picture = np.full((plan.height, plan.width, 4), (*GROUND, 255), np.uint8)
            picture[plan.height // 3 : plan.height // 2, : plan.width * (frame + 1) // plan.drawn] = (*COLOUR, 255)
            yield picture.tobytes()

    return Frames(draw)


def draw_noise(plan: VideoPlan) -> Frames:
    """Pictures that no encoder makes small."""

    def draw() -> Iterator[bytes]:
        noise = np.random.default_rng(1)
        for _ in range(plan.drawn):
            picture = noise.integers(0, 256, (plan.height, plan.width, 4), np.uint8)
            picture[..., 3] = 255
            yield picture.tobytes()

    return Frames(draw)


def encode(plan: VideoPlan, frames: Frames, folder: Path, *, name: str = "a") -> Path:
    out = folder / f"{name}.{plan.profile.codec.ending}"
    ENCODER.encode(plan, frames, out=out, on_progress=lambda _: None)
    return out


def check(path: Path, plan: VideoPlan) -> tuple[Finding, ...]:
    screen = Screen("tram", Format(plan.width, plan.height), profile=plan.profile)
    return check_file(probe_file(path), channel=screen, medium=Medium.LOOP, seconds=plan.seconds)


@CODECS
@pytest.mark.parametrize(
    ("size", "fps", "frames", "drawn"),
    [
        ((320, 180), 25, 75, 10),  # arrives, then rests
        ((320, 180), 25, 50, 1),  # a still graphic
        ((320, 180), 30, 40, 40),  # moves throughout, over a key frame's distance in no whole milliseconds
        ((320, 180), 25, 1, 1),
        ((1080, 1920), 25, 4, 4),
        ((1920, 198), 30, 4, 4),
    ],
)
def test_a_loop_is_what_the_channels_players_decode(
    tmp_path: Path, codec: Codec, size: tuple[int, int], fps: int, frames: int, drawn: int
) -> None:
    plan = replace(make_plan(codec, frames=frames, drawn=drawn, size=size), profile=Profile(codec=codec, fps=fps))
    path = encode(plan, draw_bar(plan), tmp_path)
    assert check(path, plan) == ()
    assert len(read_frames(path, width=size[0], height=size[1])) == frames


@CODECS
def test_a_loop_shows_true_colours_and_notes_nothing(tmp_path: Path, codec: Codec) -> None:
    plan = make_plan(codec)
    path = encode(plan, draw_bar(plan), tmp_path)
    frames = read_frames(path)
    for frame in (frames[9], frames[74]):
        assert frame[75, 160].tolist() == pytest.approx(COLOUR, abs=5)
        assert frame[10, 10].tolist() == pytest.approx(GROUND, abs=5)
    assert [note for note in NOTES if note in path.read_bytes()] == []


@CODECS
def test_key_frames_come_in_time_for_players_that_start_late(tmp_path: Path, codec: Codec) -> None:
    plan = make_plan(codec, frames=260, drawn=260)
    words = ("-skip_frame", "nokey", "-i", str(encode(plan, draw_bar(plan), tmp_path)), "-f", "framemd5", "-")
    lines = run_ffmpeg(*words).decode().splitlines()
    assert len([line for line in lines if not line.startswith("#")]) >= 3


@CODECS
def test_the_same_frames_give_the_same_bytes_whatever_their_rate_had_to_be(tmp_path: Path, codec: Codec) -> None:
    plan = make_plan(codec, frames=50, drawn=50)
    tight = replace(plan, profile=replace(plan.profile, max_bytes=300_000))
    for frames in (draw_bar(plan), draw_noise(plan)):
        made = {encode(tight, frames, tmp_path, name=name).read_bytes() for name in "ab"}
        assert len(made) == 1


@CODECS
@pytest.mark.parametrize("limit", [{"max_bytes": 100_000}, {"max_kbps": 500}])
def test_noise_is_brought_below_the_ceilings(tmp_path: Path, codec: Codec, limit: dict[str, int]) -> None:
    plan = make_plan(codec, frames=50, drawn=50)
    plan = replace(plan, profile=replace(plan.profile, **limit))  # type: ignore[arg-type]  # whole numbers both
    path = encode(plan, draw_noise(plan), tmp_path)
    assert check(path, plan) == ()
    assert [left.name for left in tmp_path.iterdir()] == [path.name]


@CODECS
def test_what_no_encoder_makes_small_enough_is_told_with_what_is_allowed(tmp_path: Path, codec: Codec) -> None:
    plan = make_plan(codec, frames=25, drawn=25)
    plan = replace(plan, profile=replace(plan.profile, max_bytes=500))
    with pytest.raises(RenderFailed, match=r"^The loop needs \d+ bytes \(\d+ kbit/s\), the channel allows 500 bytes"):
        encode(plan, draw_noise(plan), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("codec", "words", "name", "measured"),
    [
        (Codec.HEVC, ("-c:v", "libx264", "-profile:v", "high"), "a.mp4", {"h264", "High"}),
        (Codec.HEVC, ("-c:v", "libx265", "-pix_fmt", "yuv420p10le"), "a.mp4", {"Main 10", "yuv420p10le"}),
        (Codec.HEVC, ("-c:v", "libx265", "-x265-params", "level-idc=5.1:log-level=none"), "a.mp4", {"5.1"}),
        (
            Codec.HEVC,
            (
                "-c:v",
                "libx265",
                "-x265-params",
                "open-gop=1:keyint=10:min-keyint=5:b-adapt=0:scenecut=0",
            ),
            "a.mp4",
            {"open"},
        ),
        (Codec.VP9, ("-c:v", "libvpx-vp9", "-deadline", "realtime"), "a.mp4", {"video/mp4"}),
        (Codec.VP9, ("-c:v", "libvpx-vp9", "-pix_fmt", "yuv420p10le"), "a.webm", {"Profile 2", "yuv420p10le"}),
        (Codec.AV1, ("-c:v", "libsvtav1", "-preset", "12"), "a.webm", {"video/webm"}),
        (Codec.AV1, ("-c:v", "libsvtav1", "-preset", "12", "-pix_fmt", "yuv420p10le"), "a.mp4", {"yuv420p10le"}),
        (Codec.AV1, ("-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "level=51"), "a.mp4", {"5.1"}),
    ],
)
def test_a_file_for_other_players_is_told_by_what_is_wrong(
    tmp_path: Path, codec: Codec, words: tuple[str, ...], name: str, measured: set[str]
) -> None:
    plan = make_plan(codec, frames=50)
    source = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-t", "2", "-pix_fmt", "yuv420p")
    run_ffmpeg(*source, "-movflags", "+faststart", *words, str(tmp_path / name))
    assert {finding.measured for finding in check(tmp_path / name, plan) if finding.rule == "G1"} >= measured
