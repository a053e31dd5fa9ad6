"""The sample clips. In: the scenes in assets/clips/*.html. Out: silent MP4 files in the packs' media folders.

Run it after a change to a scene: `.venv/bin/python assets/make_clips.py [NAME]`. Scenes are HTML with inline SVG that
moves by CSS; the same engine that draws our posters draws their frames.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import blitz_py
import imageio_ffmpeg
import jinja2
from rich.progress import track

ASSETS = Path(__file__).resolve().parent
WIDTH, HEIGHT, FPS = 1280, 720, 25


@dataclass(frozen=True)
class Scene:
    """A clip to make: its scene, its length in seconds, and the pack it belongs to."""

    name: str
    seconds: int
    pack: str

    @property
    def target(self) -> Path:
        return ASSETS / "samples" / self.pack / "media" / f"{self.name}.mp4"


SCENES = (Scene("paper-tram", 8, "zaedno-uspyavame"), Scene("class-walks-in", 8, "school-desegregation"))


def draw_frames(scene: Scene) -> Iterator[bytes]:
    """RGBA frames in order of time."""
    folder = jinja2.FileSystemLoader(ASSETS / "clips")
    html = jinja2.Environment(loader=folder, autoescape=True).get_template(f"{scene.name}.html").render()
    page = blitz_py.Template(html, width=WIDTH, height=HEIGHT, base_url=ASSETS.as_uri())
    for frame in track(range(scene.seconds * FPS), description=scene.name):
        page.set_style("root", "tab-size", "8" if frame % 2 else "9")  # else the engine keeps stale line breaks
        yield page.render_rgba(time=frame / FPS)[2]


def encode(frames: Iterator[bytes], *, out: Path) -> None:
    """H.264 as small as flat colours allow; written under a temporary name until whole."""
    part = out.with_suffix(".part.mp4")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error"]
    command += ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "-", "-an"]
    command += ["-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709"]  # what HD players assume
    command += ["-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    command += ["-c:v", "libx264", "-preset", "slow", "-crf", "22", "-pix_fmt", "yuv420p", "-profile:v", "high"]
    command += ["-threads", "1", "-movflags", "+faststart", "-fflags", "+bitexact", "-flags:v", "+bitexact", str(part)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        if encoder.stdin:
            encoder.stdin.writelines(frames)
            encoder.stdin.close()
    if encoder.returncode:
        raise SystemExit(f"The encoder failed on {out.name}.")
    part.replace(out)


def make_clips(names: list[str]) -> None:
    for scene in SCENES:
        if not names or scene.name in names:
            encode(draw_frames(scene), out=scene.target)


if __name__ == "__main__":
    make_clips(sys.argv[1:])
