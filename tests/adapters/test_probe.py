"""Files are judged by their bytes, in bounded time, whatever their name says."""

import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from campaign.adapters.probe import find_demuxer, probe_file
from campaign.adapters.sources import find_source
from campaign.spec.errors import BrokenMedia
from tests.factories.films import make_film, run_ffmpeg


@pytest.mark.parametrize(("kind", "media_type"), [("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp")])
def test_a_still_is_told_by_its_bytes(tmp_path: Path, kind: str, media_type: str) -> None:
    path = tmp_path / f"a.{kind}"
    Image.new("RGB", (32, 18), "teal").save(path)
    facts = probe_file(path)
    assert (facts.media_type, facts.width, facts.height, facts.seconds) == (media_type, 32, 18, 0.0)
    assert facts.size == path.stat().st_size


def test_a_film_tells_its_sound_and_where_its_index_stands(tmp_path: Path) -> None:
    fast = make_film(tmp_path / "fast.mp4", seconds=1)
    slow = tmp_path / "slow.mp4"
    run_ffmpeg("-i", str(fast), "-c", "copy", str(slow))
    assert probe_file(fast).audio_streams == 1
    assert [probe_file(path).fast_start for path in (fast, slow)] == [True, False]


def test_open_groups_of_pictures_are_seen(tmp_path: Path) -> None:
    words = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-t", "2", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    for name, is_open in (("open", 1), ("closed", 0)):
        x264 = f"open-gop={is_open}:keyint=10:min-keyint=5:bframes=3:b-adapt=0:scenecut=0"
        run_ffmpeg(*words, "-x264-params", x264, str(tmp_path / f"{name}.mp4"))
    assert [probe_file(tmp_path / f"{name}.mp4").closed_gop for name in ("open", "closed")] == [False, True]


def test_a_rate_that_varies_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "varies.mp4"
    uneven = "setpts='(N+floor(N/5))/25/TB'"
    run_ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-t", "1", "-vf", uneven, "-fps_mode", "vfr", str(path))
    assert not probe_file(path).constant_rate


def test_webm_is_read_as_the_film_it_is(tmp_path: Path) -> None:
    path = make_film(tmp_path / "a.webm", seconds=1)
    facts = probe_file(path)
    assert (facts.media_type, facts.codec, facts.frames) == ("video/webm", "vp8", 25)
    assert find_demuxer(path) == "matroska"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.mp4", "ffconcat version 1.0\nfile '/etc/passwd'\n"),
        ("stream.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n"),
        ("dash.mp4", '<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1:9/</BaseURL></MPD>'),
        ("script.mp4", "#!/bin/sh\necho no\n"),
        ("sdp.mp4", "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"),
        ("raw.mp4", "\x00" * 5000),
    ],
)
def test_playlists_and_scripts_under_a_films_name_are_refused(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(BrokenMedia, match=rf"^{name}: This is neither a whole picture nor a film"):
        probe_file(path)
    with pytest.raises(BrokenMedia, match=rf"^{name}: This is not a film"):
        find_source(path)


def test_an_empty_or_missing_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    with pytest.raises(BrokenMedia, match=r"^empty.mp4: The file is empty"):
        probe_file(tmp_path / "empty.mp4")
    with pytest.raises(BrokenMedia, match=r"^gone.mp4: The file cannot be read"):
        probe_file(tmp_path / "gone.mp4")


def test_a_film_without_its_index_is_broken(tmp_path: Path) -> None:
    path = make_film(tmp_path / "a.mp4", seconds=1)
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(BrokenMedia, match=r"^a.mp4: The film's pictures cannot be decoded"):
        probe_file(path)


def test_a_film_that_breaks_off_is_told_by_its_frames(tmp_path: Path) -> None:
    path = make_film(tmp_path / "a.mp4", seconds=2, sound=False)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(BrokenMedia, match=r"^a.mp4: The film (breaks off: \d+ of 50 frames are there|is broken)"):
        probe_file(path)


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    run_ffmpeg("-f", "lavfi", "-i", "sine", "-t", "1", str(path))
    with pytest.raises(BrokenMedia, match=r"^a.mp4: There is no picture in this file"):
        probe_file(path)


def test_noise_behind_a_films_first_bytes_is_refused_soon(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x20ftypisom" + bytes(range(256)) * 20_000)
    started = time.monotonic()
    with pytest.raises(BrokenMedia):
        probe_file(path)
    assert time.monotonic() - started < 15


def test_too_many_pixels_are_refused(tmp_path: Path) -> None:
    path = make_film(tmp_path / "8k.mp4", seconds=0.04, size="7680x4320", picture="color=c=teal", sound=False)
    with pytest.raises(BrokenMedia, match=r"^8k.mp4: 7680 × 4320 pixels are too many"):
        probe_file(path)


def test_three_hours_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    picture = "color=c=teal:s=16x16:r=1/600"
    run_ffmpeg("-f", "lavfi", "-i", picture, "-t", "10800", "-c:v", "libx264", "-fps_mode", "passthrough", str(path))
    with pytest.raises(BrokenMedia, match=r"^long.mp4: The film lasts 180 minutes"):
        probe_file(path)


def test_a_picture_that_unpacks_to_gigabytes_is_refused_soon(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100_000))), (b"IEND", b""))
    packed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(packed))
    started = time.monotonic()
    with pytest.raises(BrokenMedia, match=r"^bomb.png: "):
        probe_file(path)
    assert time.monotonic() - started < 10


def test_a_picture_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.effect_noise((200, 200), 90).save(path)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(BrokenMedia, match=r"^a.jpg: This is neither a whole picture"):
        probe_file(path)
