"""A player that nobody here wrote plays our flat playlists from a stick and over HTTP, to the end of the loop."""

import io
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.file_store import FileStore
from campaign.adapters.stick import export_folder
from campaign.playlists.build import build_playlist
from campaign.playlists.bundle import make_bundle
from campaign.playlists.formats import MEDIA_TYPES
from campaign.playlists.items import Revoked
from campaign.playlists.signature import SigningKey
from campaign.render.ports import VideoPlan
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Spot
from campaign.spec.channels import Profile
from campaign.spec.digest import hash_bytes
from tests.factories.rows import NOON
from tests.factories.schedule import make_flight, make_release, make_screen, make_spot

pytestmark = pytest.mark.alone

NOBODY = 65534


@cache
def make_film(colour: tuple[int, int, int]) -> bytes:
    """A second of one colour, 320 × 180."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "film.mp4"
        pixels = bytes((*colour, 255)) * (320 * 180)
        plan = VideoPlan(320, 180, 25, 1, Profile())
        FfmpegEncoder().encode(plan, (pixels,), out=out, on_progress=lambda share: None)
        return out.read_bytes()


@cache
def make_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 180), "#14213d").save(out, "PNG")
    return out.getvalue()


def keep_spot(ref: str, data: bytes, *, store: FileStore, still: bool = False) -> Spot:
    sha256 = hash_bytes(data)
    name = f"{sha256}.{'png' if still else 'mp4'}"
    store.put_bytes(data, name=name)
    return replace(make_spot(ref, seconds=0 if still else 10), name=name, sha256=sha256, size=len(data))


@pytest.fixture
def stick() -> Iterator[Path]:
    """A bundle of two films and a still, where anybody may read it: VLC refuses to run as root."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        store = FileStore(Path(folder) / "store")
        spots = (
            keep_spot("together/ana", make_film((228, 87, 46)), store=store),
            keep_spot("together/boris", make_film((11, 122, 117)), store=store),
            keep_spot("together/vera", make_picture(), store=store, still=True),
        )
        release = make_release(
            channels=(replace(make_screen(slots=3), languages=("bg",)),),
            flights=(make_flight(share=100),),
            spots=spots,
        )
        playlist = build_playlist([Reign(release, None)], channel="tram", at=NOON, revoked=Revoked(), base_url="")
        bundle = make_bundle(playlist, player={}, sizes={}, key=SigningKey(bytes(32)))
        export_folder(bundle, Path(folder) / "stick", store=store)
        yield Path(folder) / "stick"


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder with the media types of our feeds, and keeps its words to itself."""

    extensions_map = {f".{kind}": type_ for kind, type_ in MEDIA_TYPES.items()} | {
        ".mp4": "video/mp4",
        ".png": "image/png",
    }

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture
def site(stick: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(stick))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def play(address: str) -> list[str]:
    """What VLC played, by its names, in order, until the list ended by itself."""
    as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o777)
        words = ["cvlc", "--intf=dummy", "--vout=dummy", "--aout=dummy", "--no-video-title-show", "--no-media-library"]
        words += ["--rate=32", "--image-duration=2", "--play-and-exit", "--verbose=2", "--no-color", address]
        environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_RUNTIME_DIR": home}
        command = [*as_nobody, *words]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90, check=False)
    told = run.stderr
    assert (run.returncode, "end of playlist, exiting" in told) == (0, True), told[-2000:]
    # the list itself is the first input; a picture is seen once for each that is played
    names = re.findall(r"Creating an input for '([^']+)'", told)[1:]
    assert told.count("Received first picture") == len(names), told[-2000:]
    return names


@pytest.mark.vlc
@pytest.mark.parametrize("way", ["stick", "site"])
@pytest.mark.parametrize("kind", ["xspf", "m3u8"])
def test_vlc_plays_the_whole_loop(kind: str, way: str, request: pytest.FixtureRequest, stick: Path) -> None:
    place = request.getfixturevalue(way)
    lines = (stick / "playlist.m3u8").read_text(encoding="utf-8").splitlines()
    if kind == "m3u8":
        expected = [line.partition(",")[2] for line in lines if line.startswith("#EXTINF")]
    else:
        expected = [line.rpartition("/")[2] for line in lines if not line.startswith("#")]
    assert len(expected) == 3
    assert play(f"{place}/playlist.{kind}") == expected


@pytest.mark.vlc
def test_vlc_plays_a_window_from_its_folder(stick: Path) -> None:
    assert len(play(str(stick / "windows" / "2026-11-23_0500-0030.xspf"))) == 3
