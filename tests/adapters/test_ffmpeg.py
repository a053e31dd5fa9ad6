"""Real loops from the real binary: exact to the frame, the same bytes each time, whole or not there at all."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from campaign.adapters.ffmpeg import FfmpegEncoder, find_binary, keep_video
from campaign.adapters.files import sweep_parts
from campaign.adapters.probe import probe_file
from campaign.checks.files import FileFacts
from campaign.render.ports import Cut, Film, Hole, Take, VideoPlan
from campaign.spec.channels import Profile
from campaign.spec.errors import BrokenMedia, RenderFailed
from tests.factories.films import make_film, make_hdr_film, read_frames

ENCODER = FfmpegEncoder()
PLAN = VideoPlan(320, 180, 75, 10, Profile())
WHOLE = Hole(0, 0, 320, 180)
COLOUR = (228, 87, 46)


def draw(count: int = 10, *, width: int = 320, height: int = 180) -> Iterator[bytes]:
    """A bar that grows on a plain ground."""
    for frame in range(count):
        picture = np.full((height, width, 4), (255, 248, 236, 255), np.uint8)
        picture[height // 3 : height // 2, : width * (frame + 1) // count] = (*COLOUR, 255)
        yield picture.tobytes()


def draw_noise(count: int = 10) -> Iterator[bytes]:
    """Pictures that no encoder makes small."""
    noise = np.random.default_rng(1)
    for _ in range(count):
        yield noise.integers(0, 256, 320 * 180 * 4, np.uint8).tobytes()


def plan_film(path: Path, start: float, end: float, *, hole: Hole = WHOLE, frames: int = 75) -> VideoPlan:
    """The film under one picture."""
    take = Take(Cut(path, start, end), first=0, frames=round((end - start) * 25))
    return replace(PLAN, frames=frames, drawn=1, moments=(0,), film=Film(hole, (take,)))


def ignore(_: float) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("loop") / "loop.mp4"
    ENCODER.encode(PLAN, draw(), out=out, on_progress=ignore)
    return out


def test_a_loop_is_what_every_player_decodes(loop: Path) -> None:
    facts = probe_file(loop)
    assert facts == FileFacts(
        media_type="video/mp4",
        width=320,
        height=180,
        size=loop.stat().st_size,
        codec="h264",
        profile="High",
        level="4.1",
        pix_fmt="yuv420p",
        fps=25.0,
        constant_rate=True,
        seconds=3.0,
        frames=75,
        audio_streams=0,
        kbps=loop.stat().st_size * 8 / 1000 / 3,
        fast_start=True,
        closed_gop=True,
    )


def test_a_loop_arrives_then_holds_in_true_colours(loop: Path) -> None:
    frames = read_frames(loop)
    assert len(frames) == 75
    assert frames[0][75, 300].tolist() == pytest.approx((255, 248, 236), abs=4)
    assert frames[9][75, 300].tolist() == pytest.approx(COLOUR, abs=4)
    assert frames[74][75, 300].tolist() == pytest.approx(COLOUR, abs=4)
    assert frames[74][10, 10].tolist() == pytest.approx((255, 248, 236), abs=4)


def test_the_same_frames_give_the_same_bytes(loop: Path, tmp_path: Path) -> None:
    ENCODER.encode(PLAN, draw(), out=tmp_path / "again.mp4", on_progress=ignore)
    assert (tmp_path / "again.mp4").read_bytes() == loop.read_bytes()


def test_nothing_of_the_day_or_the_encoder_is_written(loop: Path) -> None:
    data = loop.read_bytes()
    assert [mark for mark in (b"x264 - core", b"options:", b"Lavf") if mark in data] == []


def test_spots_of_a_channel_share_their_stream_parameters(loop: Path, tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4")
    plan = plan_film(film, 0.0, 2.0)
    ENCODER.encode(plan, draw(1), out=tmp_path / "clip.mp4", on_progress=ignore)
    assert read_parameters(loop) == read_parameters(tmp_path / "clip.mp4")


def read_parameters(path: Path) -> bytes:
    """The avcC box: all a decoder is set up with."""
    data = path.read_bytes()
    at = data.index(b"avcC")
    return data[at : at + int.from_bytes(data[at - 4 : at], "big") - 4]


def test_progress_ascends_to_the_whole(tmp_path: Path) -> None:
    shares: list[float] = []
    ENCODER.encode(PLAN, draw(), out=tmp_path / "a.mp4", on_progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_frame_that_cannot_be_drawn_ends_the_encoder_and_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> Iterator[bytes]:
        yield from draw(3)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        ENCODER.encode(PLAN, fail(), out=tmp_path / "a.mp4", on_progress=ignore)
    assert list(tmp_path.iterdir()) == []


def test_too_few_frames_are_no_video_of_the_planned_length(tmp_path: Path) -> None:
    with pytest.raises(RenderFailed, match="The encoder gave up"):
        ENCODER.encode(PLAN, draw(4), out=tmp_path / "a.mp4", on_progress=ignore)
    assert list(tmp_path.iterdir()) == []


def test_an_encoder_that_hangs_is_stopped_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.adapters.ffmpeg._limit_time", lambda plan: 0.5)

    def dawdle() -> Iterator[bytes]:
        for frame in draw():
            time.sleep(0.2)
            yield frame

    with pytest.raises(RenderFailed, match="not ready after"):
        ENCODER.encode(PLAN, dawdle(), out=tmp_path / "a.mp4", on_progress=ignore)
    assert list(tmp_path.iterdir()) == []


def test_a_file_too_large_for_the_disk_leaves_nothing(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    (tmp_path / "a.mp4").write_bytes(b"the one before")
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
        with pytest.raises(RenderFailed):
            ENCODER.encode(PLAN, draw(), out=tmp_path / "a.mp4", on_progress=ignore)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, kept)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
    assert (tmp_path / "a.mp4").read_bytes() == b"the one before"


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="mounting a small disk needs root")
def test_a_full_disk_leaves_nothing_and_is_named(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(RenderFailed, match="no room for the video"):
            ENCODER.encode(PLAN, draw_noise(), out=disk / "a.mp4", on_progress=ignore)
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)


CHILD = """
import sys, time
from pathlib import Path
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.render.ports import VideoPlan
from campaign.spec.channels import Profile

def frames():
    for number in range(1000):
        print("drawn", flush=True)
        time.sleep(0.05)
        yield bytes(320 * 180 * 4)

plan = VideoPlan(320, 180, 2500, 1000, Profile())
FfmpegEncoder().encode(plan, frames(), out=Path(sys.argv[1]), on_progress=lambda share: None)
"""


def test_a_killed_parent_leaves_no_encoder(tmp_path: Path) -> None:
    out = tmp_path / "killed.mp4"
    with subprocess.Popen([sys.executable, "-c", CHILD, str(out)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        for _ in range(5):
            parent.stdout.readline()
        children = list_encoders(str(tmp_path))
        parent.kill()
    deadline = time.monotonic() + 60
    while (left := list_encoders(str(tmp_path))) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(children) == 1
    assert left == []
    assert not out.exists()


def list_encoders(word: str) -> list[int]:
    """Ids of running programs that have the word among theirs."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if word.encode() in words and find_binary().encode() in words:
                found.append(int(entry.name))
    return found


def test_a_film_that_is_damaged_where_it_is_shown_is_named(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", seconds=3, sound=False)
    data = bytearray(film.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 20000] = bytes(20000)
    film.write_bytes(data)
    plan = plan_film(film, 0.0, 3.0)
    with pytest.raises(BrokenMedia, match=r"^film.mp4: The film is damaged where it is shown"):
        ENCODER.encode(plan, draw(1), out=tmp_path / "a.mp4", on_progress=ignore)
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_a_stretch_outside_the_film_is_named(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", seconds=2)
    plan = plan_film(film, 0.0, 3.0)
    with pytest.raises(BrokenMedia, match=r"The film lasts 2.0 seconds, “to” says 3.0"):
        ENCODER.encode(plan, draw(1), out=tmp_path / "a.mp4", on_progress=ignore)


def test_a_film_of_another_rate_and_shape_fills_its_hole_at_the_channels_rate(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.webm", seconds=2, size="200x300", fps=30, picture="color=c=0x0b7a75")
    plan = plan_film(film, 0.5, 1.5, hole=Hole(40, 20, 240, 100))
    ENCODER.encode(plan, iter([bytes(320 * 180 * 4)]), out=tmp_path / "a.mp4", on_progress=ignore)
    frames = read_frames(tmp_path / "a.mp4")
    assert len(frames) == 75
    for frame in (frames[0], frames[74]):
        assert frame[70, 160].tolist() == pytest.approx((11, 122, 117), abs=6)
        assert frame[10, 10].tolist() == pytest.approx((0, 0, 0), abs=4)
        assert frame[130, 160].tolist() == pytest.approx((0, 0, 0), abs=4)


def test_a_film_with_more_light_than_screens_show_is_toned_down(tmp_path: Path) -> None:
    film = make_hdr_film(tmp_path / "hdr.mp4")
    plan = plan_film(film, 0.0, 1.0, frames=25)
    ENCODER.encode(plan, iter([bytes(320 * 180 * 4)]), out=tmp_path / "a.mp4", on_progress=ignore)
    red, green, blue = read_frames(tmp_path / "a.mp4")[12][90, 160].tolist()
    assert max(red, green, blue) - min(red, green, blue) <= 8
    assert 120 <= green <= 235
    assert probe_file(tmp_path / "a.mp4").pix_fmt == "yuv420p"


def test_a_picture_of_a_film_fills_the_hole(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", seconds=1, picture="color=c=0x0b7a75")
    data = ENCODER.grab(Cut(film, 0.0, 1.0), hole=Hole(0, 0, 100, 160), second=9.0)
    pixels = np.frombuffer(data, np.uint8).reshape(160, 100, 4)
    assert pixels[80, 50].tolist() == pytest.approx((11, 122, 117, 255), abs=6)


def test_the_name_tells_the_binary_and_our_settings() -> None:
    assert ENCODER.name.startswith("ffmpeg ")
    assert ENCODER.name.endswith(" r2")


def test_a_file_that_cannot_be_kept_is_named(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"x")
    with pytest.raises(RenderFailed, match="could not be kept"):
        keep_video(part, out=tmp_path / "missing" / "a.mp4")


def test_what_killed_runs_left_is_swept_and_what_runs_is_not(tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    names = [f".a.mp4.{dead.pid}.part", f".a.mp4.{os.getppid()}.part", f".b.mp4.{dead.pid}.part", ".a.mp4.note"]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / f".a.mp4.{dead.pid}.part.x").mkdir()
    sweep_parts(tmp_path / "a.mp4")
    assert {left.name for left in tmp_path.iterdir()} == set(names[1:])
