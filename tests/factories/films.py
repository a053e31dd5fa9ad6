"""Small films to try things on, and pictures back out of them. In: what to show. Out: files, pixels."""

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from campaign.adapters.ffmpeg import find_binary
from campaign.render.folder import load_template
from campaign.render.job import Job, MediaFile
from campaign.spec.channels import Medium
from tests.factories.jobs import TEMPLATES, make_job

Frames = npt.NDArray[np.uint8]


def run_ffmpeg(*words: str, data: bytes | None = None) -> bytes:
    """What it writes on its standard output; `data` arrives on its input."""
    command = (find_binary(), "-hide_banner", "-loglevel", "error", "-y", *words)
    return subprocess.run(command, input=data, check=True, capture_output=True, timeout=60).stdout


def make_film(
    path: Path,
    *,
    seconds: float = 3,
    size: str = "320x180",
    fps: int = 25,
    picture: str = "testsrc2",
    sound: bool = True,
) -> Path:
    """A film of any size; `picture` is a source of ffmpeg's, e.g. color=c=teal, whole when `size` is empty."""
    joiner = ":" if "=" in picture else "="
    words = ["-f", "lavfi", "-i", f"{picture}{joiner}s={size}:r={fps}" if size else picture]
    if sound:
        words += ["-f", "lavfi", "-i", "sine"]
    codec = ("-c:v", "libvpx") if path.suffix == ".webm" else ("-c:v", "libx264", "-preset", "ultrafast")
    run_ffmpeg(*words, "-t", str(seconds), *codec, "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(path))
    return path


def make_hdr_film(path: Path) -> Path:
    """Grey of HLG's reference white (75 % of the signal), in the colours of BT.2020, as phones film."""
    tags = ("-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc", "-color_range", "tv")
    grey = "color=c=0xbfbfbf:s=320x180:r=25,format=yuv420p10le,setparams=colorspace=bt2020nc:color_trc=arib-std-b67"
    run_ffmpeg("-f", "lavfi", "-i", grey, "-t", "1", "-c:v", "libx264", "-preset", "ultrafast", *tags, str(path))
    return path


def read_frames(path: Path, *, width: int = 320, height: int = 180) -> Frames:
    """Every frame of a video as RGB: frames × height × width × 3."""
    matrix = "scale=in_color_matrix=bt709:flags=accurate_rnd+full_chroma_int"
    data = run_ffmpeg("-i", str(path), "-vf", matrix, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1")
    return np.frombuffer(data, np.uint8).reshape(-1, height, width, 3)


def make_film_job(film: Path, *, start: float = 0.0, end: float = 2.0, subtitles: Path | None = None) -> Job:
    """A job on the test template `film`: its hole is 241 × 101 pixels at 41, 20."""
    job = make_job(medium=Medium.LOOP)
    values = {"clip": {"file": film.name, "from": start, "to": end, "alt": {"bg": "Цвят"}}}
    media = {film.name: MediaFile(film, "0")}
    if subtitles:
        values["subtitles"] = {"bg": subtitles.name}
        media[subtitles.name] = MediaFile(subtitles, "1")
    item = replace(job.item, template="film", values=values)
    return replace(job, template=load_template(TEMPLATES / "film"), item=item, media=media, slot_seconds=3)
