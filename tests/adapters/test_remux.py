"""Stillness put into real streams: every decoder sees the rest picture, unchanged, and then what followed it."""

import base64
import subprocess
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from playwright.sync_api import sync_playwright

from campaign.adapters.chromium import find_chromium
from campaign.adapters.ffmpeg import FfmpegEncoder, find_binary
from campaign.adapters.probe import probe_file
from campaign.adapters.remux import hold_rest
from campaign.render.encode import build_arguments
from campaign.render.ports import Cut, Film, Hole, Take, VideoPlan
from campaign.spec.channels import Profile
from campaign.spec.errors import RenderFailed
from tests.factories.films import make_film, run_ffmpeg
from tests.factories.loops import DECODERS, draw_bar, encode_loop, hash_frames

ENCODER = FfmpegEncoder()
PLAN = VideoPlan(320, 180, 250, 20, Profile(), closing=10)


def encode_moving(plan: VideoPlan, out: Path) -> Path:
    """What the encoder makes of the plan, before its stillness is put back."""
    words = (find_binary(), *build_arguments(plan, out=f"file:{out}"))
    subprocess.run(words, input=b"".join(draw_bar(plan)), check=True, capture_output=True, timeout=60)
    return out


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encode_loop(PLAN, tmp_path_factory.mktemp("held") / "held.mp4")


@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize(
    ("width", "height", "fps", "level"),
    [
        (16, 16, 25, "4.1"),
        (322, 182, 30, "4.1"),
        (1366, 768, 50, "4.2"),
        (1920, 198, 25, "4.1"),
        (1080, 1920, 25, "4.1"),
    ],
)
def test_every_held_frame_is_the_rest_picture_and_the_end_comes_as_drawn(
    tmp_path: Path, decoder: str, width: int, height: int, fps: int, level: str
) -> None:
    plan = VideoPlan(width, height, 6 * fps, 8, Profile(fps=fps, level=level), closing=3)
    hold_rest(encode_moving(plan, tmp_path / "moving.mp4"), out=tmp_path / "held.mp4", plan=plan)
    held, moving = (hash_frames(tmp_path / f"{name}.mp4", decoder=decoder) for name in ("held", "moving"))
    rests, still = plan.rests, plan.resumes - 1 - plan.rests
    assert len(held) == plan.frames
    assert held == [*moving[: rests + 1], *[moving[rests]] * still, *moving[rests + 1 :]]
    assert len(set(moving)) == len(moving) == 8


def test_a_film_that_ended_rests_too(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", seconds=1)
    take = Take(Cut(film, 0.0, 0.8), first=0, frames=20)
    plan = replace(PLAN, drawn=1, closing=0, moments=(0,), film=Film(Hole(20, 20, 280, 140), (take,)))
    ENCODER.encode(plan, iter([bytes(320 * 180 * 4)]), out=tmp_path / "a.mp4", on_progress=lambda share: None)
    frames = hash_frames(tmp_path / "a.mp4")
    assert (len(frames), len(set(frames[:20]))) == (250, 20)
    assert set(frames[19:]) == {frames[19]}


def test_a_still_from_the_first_frame_on_is_held(tmp_path: Path) -> None:
    plan = replace(PLAN, drawn=1, closing=0)
    frames = hash_frames(encode_loop(plan, tmp_path / "a.mp4"))
    assert (len(frames), set(frames)) == (250, {frames[0]})


def test_frames_are_shown_and_decoded_in_steady_steps(held: Path) -> None:
    with av.open(str(held)) as source:
        video = source.streams.video[0]
        packets = [packet for packet in source.demux(video) if packet.size]
        assert (video.time_base, video.average_rate) == (Fraction(1, 12800), Fraction(25))
        assert (video.start_time, video.frames, video.duration) == (0, 250, 250 * 512)
    assert [packet.dts for packet in packets] == [512 * place for place in range(-2, 248)]
    assert sorted(packet.pts or 0 for packet in packets) == [512 * place for place in range(250)]
    assert {packet.duration for packet in packets} == {512}
    keys = [place for place, packet in enumerate(packets) if packet.is_keyframe]
    assert keys[:2] == [0, 9]
    assert max(after - before for before, after in pairwise([*keys, 250])) <= 125


def test_players_start_anywhere(held: Path) -> None:
    whole = hash_frames(held)
    for second in range(10):
        text = run_ffmpeg("-xerror", "-ss", str(second), "-i", str(held), "-frames:v", "1", "-f", "framemd5", "-")
        assert text.decode().rpartition(",")[2].strip() == whole[25 * second]


SEEK = """async ([film, frames]) => {
    const video = document.createElement('video');
    const failed = new Promise((_, refuse) => { video.onerror = () => refuse(video.error.message); });
    video.src = URL.createObjectURL(await (await fetch('data:video/mp4;base64,' + film)).blob());
    await Promise.race([failed, new Promise((go) => { video.onloadeddata = go; })]);
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext('2d');
    const seen = [];
    for (const frame of frames) {
        const shown = new Promise((go) => video.requestVideoFrameCallback(go));
        video.currentTime = (frame + 0.5) / 25;
        await Promise.race([failed, Promise.all([shown, new Promise((go) => { video.onseeked = go; })])]);
        canvas.drawImage(video, 0, 0);
        seen.push(canvas.getImageData(0, 0, video.videoWidth, video.videoHeight).data.join());
    }
    return [video.duration, seen.map((pixels) => seen.indexOf(pixels))];
}"""
"""The film's length, and for each frame the first of them that looks the same, to the last bit."""


@pytest.mark.chromium
def test_a_browser_holds_the_rest_picture_and_goes_on(held: Path) -> None:
    frames = [0, 8, 9, 10, 60, 121, 122, 123, 238, 239, 240, 249]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        film = base64.b64encode(held.read_bytes()).decode()
        seconds, same = browser.new_page().evaluate(SEEK, [film, frames])
        browser.close()
    assert (seconds, same) == (10, [0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 10, 11])


def test_the_file_is_what_the_profile_promises(held: Path) -> None:
    facts = probe_file(held)
    assert (facts.frames, facts.seconds, facts.fps, facts.constant_rate) == (250, 10.0, 25.0, True)
    assert (facts.fast_start, facts.closed_gop, facts.level, facts.audio_streams) == (True, True, "4.1", 0)


def test_a_low_ceiling_holds_for_pictures_that_nothing_makes_small(tmp_path: Path) -> None:
    profile = Profile(max_kbps=900, max_bytes=1_000_000)
    out = encode_loop(replace(PLAN, width=640, height=360, profile=profile), tmp_path / "a.mp4")
    assert out.stat().st_size * 8 / 10_000 <= 900


def test_a_film_without_a_key_frame_at_its_rest_is_refused(tmp_path: Path) -> None:
    moving = encode_moving(PLAN, tmp_path / "moving.mp4")
    with pytest.raises(RenderFailed, match="no key frame"):
        hold_rest(moving, out=tmp_path / "a.mp4", plan=replace(PLAN, drawn=22))


def test_a_film_that_breaks_off_is_refused(tmp_path: Path) -> None:
    moving = encode_moving(PLAN, tmp_path / "moving.mp4")
    moving.write_bytes(moving.read_bytes()[:100])
    with pytest.raises(RenderFailed, match="could not be put together"):
        hold_rest(moving, out=tmp_path / "a.mp4", plan=PLAN)
