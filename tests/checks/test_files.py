"""A file passes when it is exactly what its channel plays; every other property is named (checks.md G)."""

from dataclasses import replace
from datetime import time

import pytest

from campaign.checks.files import FileFacts, check_file, check_seam
from campaign.spec.channels import Channel, Codec, Hours, Medium, Profile
from campaign.spec.formats import Format

CHANNEL = Channel(
    "tram",
    {"bg": "Трамвай"},
    Format(1280, 720),
    10801,
    Hours(time(5), time(1)),
    loop_seconds=60,
    slot_seconds=10,
    languages=("bg",),
    profile=Profile(max_kbps=6000, max_bytes=8_000_000),
)
LOOP = FileFacts(
    media_type="video/mp4",
    width=1280,
    height=720,
    size=5_000_000,
    codec="h264",
    profile="High",
    level="4.1",
    pix_fmt="yuv420p",
    fps=25.0,
    seconds=10.0,
    frames=250,
    kbps=4000.0,
)
STILL = FileFacts(media_type="image/png", width=1280, height=720, size=400_000, codec="png")


def test_a_loop_that_is_exactly_right_has_no_findings() -> None:
    assert check_file(LOOP, channel=CHANNEL, medium=Medium.LOOP, seconds=10.0) == ()


@pytest.mark.parametrize(
    ("change", "rule", "measured"),
    [
        ({"width": 1278}, "G1", "1278x720"),
        ({"media_type": "video/webm"}, "G1", "video/webm"),
        ({"codec": "hevc"}, "G1", "hevc"),
        ({"profile": "Main"}, "G1", "Main"),
        ({"level": "5.1"}, "G1", "5.1"),
        ({"level": ""}, "G1", ""),
        ({"pix_fmt": "yuv444p"}, "G1", "yuv444p"),
        ({"constant_rate": False}, "G1", "varies"),
        ({"fps": 30.0}, "G1", "30"),
        ({"closed_gop": False}, "G1", "open"),
        ({"fast_start": False}, "G1", "at the end"),
        ({"audio_streams": 1}, "G1", "1"),
        ({"frames": 251}, "G2", "10.000 s"),
        ({"seconds": 10.04}, "G2", "10.040 s"),
        ({"kbps": 6001.0}, "G2", "6001"),
        ({"size": 8_000_001}, "G2", "8000001"),
    ],
)
def test_each_wrong_property_is_one_finding(change: dict[str, object], rule: str, measured: str) -> None:
    facts = replace(LOOP, **change)  # type: ignore[arg-type]  # names and types are those of the facts
    found = check_file(facts, channel=CHANNEL, medium=Medium.LOOP, seconds=10.0)
    assert [(finding.rule, finding.measured) for finding in found] == [(rule, measured)]


@pytest.mark.parametrize(
    ("codec", "media_type", "profile"),
    [
        (Codec.HEVC, "video/mp4", "Main"),
        (Codec.VP9, "video/webm", "Profile 0"),
        (Codec.AV1, "video/mp4", "Main"),
    ],
)
def test_a_loop_is_held_against_its_channels_codec(codec: Codec, media_type: str, profile: str) -> None:
    channel = replace(CHANNEL, profile=replace(CHANNEL.profile, codec=codec))
    facts = replace(LOOP, codec=codec, media_type=media_type, profile=profile)
    assert check_file(facts, channel=channel, medium=Medium.LOOP, seconds=10.0) == ()
    found = check_file(LOOP, channel=channel, medium=Medium.LOOP, seconds=10.0)
    assert {finding.measured for finding in found} >= {"h264", "High"}


def test_a_lower_level_than_the_profiles_is_welcome() -> None:
    assert check_file(replace(LOOP, level="3.1"), channel=CHANNEL, medium=Medium.LOOP, seconds=10.0) == ()


def test_a_still_is_held_against_type_pixels_and_size() -> None:
    assert check_file(STILL, channel=CHANNEL, medium=Medium.STILL, seconds=0) == ()
    wrong = replace(STILL, media_type="image/webp", height=721, size=9_000_000)
    found = check_file(wrong, channel=CHANNEL, medium=Medium.STILL, seconds=0)
    assert [finding.rule for finding in found] == ["G1", "G1", "G2"]


def test_a_seam_that_jumps_is_a_warning() -> None:
    assert check_seam(0.1) == ()
    assert [(finding.rule, finding.measured) for finding in check_seam(0.4)] == [("G3", "0.40")]
