"""How fast photo essays are made, and how evenly their photos glide. In: nothing. Out: a table, or JSON lines.

The ratio is the time of encoding the same loop's ready frames divided by that of the whole way, both the best of some
turns taken one after the other. Trembling is how far a mark on a photo strays from its smooth path in the finished
loop, as a standard deviation in pixels; its figure is the tenth of a pixel that nobody sees divided by it. ffmpeg's
zoompan, which photos are commonly moved with, stands beside it. Run: python -m benchmarks.essays [--json] [--turns 3]
[--small]
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.figures import Figure, make_parser, measure, print_figure
from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.feeder import FedChild
from campaign.adapters.ffmpeg import FfmpegEncoder, find_binary
from campaign.render.essay import EssayPlan, plan_essay
from campaign.render.folder import load_template
from campaign.render.job import Job, MediaFile
from campaign.render.loop import render_loop
from campaign.render.ports import Pan, VideoPlan
from campaign.render.projection import project_frames
from campaign.render.sample import make_sample_job
from campaign.render.views import glide, view_at
from campaign.spec.channels import Medium, Profile
from campaign.spec.formats import Format

ROOT = Path(__file__).resolve().parent.parent / "templates"
ENGINE, ENCODER = BlitzEngine(), FfmpegEncoder()
SEEN = 0.1
"""Pixels: a tremble below a tenth of one is seen by nobody."""
PHOTO = (6000, 4000)
MARK = (0.5, 0.42)
REACH = 0.04
"""Of the picture's width: no more than the even ground around the mark."""


@dataclass(frozen=True)
class Stage:
    """Where a run writes, and how large its pictures and its photos are."""

    folder: Path
    screen: Format
    photo: tuple[int, int]


def make_job(stage: Stage) -> Job:
    """The product's essay with three photos of 24 megapixels, each with grain and a mark."""
    template = load_template(ROOT / "photo-essay")
    job = make_sample_job(
        template, language="bg", screen=stage.screen, medium=Medium.LOOP, profile=Profile(), slot_seconds=15
    )
    files = [paint_photo(stage.folder / f"photo-{seed}.jpg", stage.photo, seed=seed) for seed in range(3)]
    focus = [share * 100 for share in MARK]
    rows = [
        {**row, "photo": {**row["photo"], "file": file.name, "focus": focus}}
        for row, file in zip(job.item.values["photos"], files, strict=True)
    ]
    item = replace(job.item, values={**job.item.values, "photos": rows})
    return replace(job, item=item, media={file.name: MediaFile(file, file.name) for file in files})


def paint_photo(path: Path, size: tuple[int, int], *, seed: int) -> Path:
    """Soft shapes and grain, and a bright spot on an even ground whose centre can be found exactly."""
    width, height = size
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 255, (height // 60, width // 60), dtype=np.uint8))
    ground = 30 + np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), dtype=np.float32) * 0.5
    ground += random.normal(0, 4, ground.shape).astype(np.float32)
    down, across = np.ogrid[0:height, 0:width]
    far = (across + 0.5 - width * MARK[0]) ** 2 + (down + 0.5 - height * MARK[1]) ** 2
    unit = width / 1000
    ground = np.where(far < (70 * unit) ** 2, 70, ground) + 170 * np.exp(-far / (2 * (5 * unit) ** 2))
    Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8)).convert("RGB").save(path, quality=93)
    return path


def measure_speed(stage: Stage, job: Job, *, turns: int) -> Iterator[Figure]:
    plan = plan_essay(job, engine=ENGINE)
    ready = stage.folder / "ready.rgba"
    with ready.open("wb") as file:
        for _, picture in project_frames(job, range(plan.video.frames), engine=ENGINE, encoder=ENCODER):
            file.write(picture.tobytes())
    bare = VideoPlan(job.format.width, job.format.height, plan.video.frames, plan.video.frames, job.profile)
    out = stage.folder / "out.mp4"

    def encode() -> None:
        ENCODER.encode(bare, read_ready(ready, bare), out=out, on_progress=lambda _: None)

    def make() -> None:
        render_loop(job, engine=ENGINE, encoder=ENCODER, out=out, on_progress=lambda _: None)

    ours, theirs = measure(make, encode, turns=turns)
    yield Figure(f"photo essay of {plan.video.seconds:g} s: against encoding ready frames", theirs / ours, 0.6)


def read_ready(path: Path, plan: VideoPlan) -> Iterator[bytes]:
    size = plan.width * plan.height * 4
    with path.open("rb") as file:
        for _ in range(plan.frames):
            yield file.read(size)


def measure_tremble(stage: Stage, job: Job) -> Iterator[Figure]:
    """Of the finished loop, while its first photo stands alone, and of the same glide by zoompan, not even encoded."""
    plan = plan_essay(job, engine=ENGINE)
    out = stage.folder / "out.mp4"
    render_loop(job, engine=ENGINE, encoder=ENCODER, out=out, on_progress=lambda _: None)
    hole = plan.film.hole
    cut = f"crop={hole.width}:{hole.height}:{hole.left}:{hole.top}"
    ours = find_strays(plan, read_grey(stage, "-i", str(out), filters=cut, plan=plan))
    theirs = find_strays(plan, zoom_by_pixels(stage, plan))
    yield Figure("a tenth of a pixel against the trembling of an essay's photo", SEEN / ours, 1.0)
    yield Figure("trembling of zoompan against an essay's", theirs / ours, 2.0)


def zoom_by_pixels(stage: Stage, plan: EssayPlan) -> Iterator[NDArray[np.uint8]]:
    """The first take's glide by ffmpeg's zoompan, from the same pixels."""
    take, hole = plan.film.takes[0], plan.film.hole
    pan = take.source
    if not isinstance(pan, Pan):
        raise TypeError("an essay shows photos alone")
    photo = stage.folder / "photo.png"
    Image.frombytes("RGB", (pan.photo.width, pan.photo.height), pan.photo.pixels).save(photo, compress_level=1)
    share = f"st(0,min(1,on/{take.frames - 1}));st(0,ld(0)*ld(0)*(3-2*ld(0)))"
    starts, ends = pan.starts, pan.ends
    glides = (f"{share};{a:.6f}+({b - a:.6f})*ld(0)" for a, b in ((starts.left, ends.left), (starts.top, ends.top)))
    x, y = glides
    zoom = f"{share};1/({starts.width:.6f}+({ends.width - starts.width:.6f})*ld(0))"
    words = f"x='({x})*iw':y='({y})*ih':z='{zoom}':d={take.frames}:s={hole.width}x{hole.height}:fps=25"
    return read_grey(stage, "-i", str(photo), filters=f"zoompan={words}", plan=plan)


def read_grey(stage: Stage, *words: str, filters: str, plan: EssayPlan) -> Iterator[NDArray[np.uint8]]:
    """The first take's frames, until the next photo dissolves in."""
    hole, count = plan.film.hole, plan.film.takes[1].first
    out = stage.folder / "grey.raw"
    command = (find_binary(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", *words)
    ends = ("-vf", f"{filters},format=gray", "-frames:v", str(count), "-f", "rawvideo", str(out))
    FedChild((*command, *ends), limit=600).feed(iter(()), on_frame=lambda _: None)
    pixels = np.fromfile(out, np.uint8).reshape(-1, hole.height, hole.width)
    yield from pixels


def find_strays(plan: EssayPlan, frames: Iterator[NDArray[np.uint8]]) -> float:
    """The standard deviation, in pixels, of the way from where a smooth glide has the mark to where it is."""
    take, hole = plan.film.takes[0], plan.film.hole
    pan = take.source
    if not isinstance(pan, Pan):
        raise TypeError("an essay shows photos alone")
    photo = np.frombuffer(pan.photo.pixels, np.uint8).reshape(pan.photo.height, pan.photo.width, 3)[..., 1]
    peak = np.unravel_index(int(np.argmax(photo)), photo.shape)
    mark = find_mark(photo, int(peak[1]), int(peak[0]))
    strays = []
    for at, frame in enumerate(frames):
        view = view_at(pan.starts, pan.ends, glide(at, frames=take.frames))
        across = (mark[0] / pan.photo.width - view.left) / view.width * hole.width
        along = (mark[1] / pan.photo.height - view.top) / view.height * hole.height
        x, y = find_mark(frame, int(across), int(along))
        strays.append((x - across, y - along))
    return float(np.array(strays).std(axis=0).max())


def find_mark(grey: NDArray[np.uint8], across: int, along: int) -> tuple[float, float]:
    """The centre of the spot near a pixel, in pixels from the top left corner."""
    reach = round(REACH * grey.shape[1])
    left, top = max(0, across - reach), max(0, along - reach)
    near = grey[top : along + reach + 1, left : across + reach + 1].astype(float)
    weight = np.where(near > 120, near - 70, 0)
    down, right = np.mgrid[0 : near.shape[0], 0 : near.shape[1]] + 0.5
    return left + float((weight * right).sum() / weight.sum()), top + float((weight * down).sum() / weight.sum())


def main() -> None:
    words = make_parser(__doc__, small="480 × 270").parse_args()
    with tempfile.TemporaryDirectory() as name:
        screen = Format(480, 270, 14, 1.0) if words.small else Format(1920, 1080, 55, 4)
        stage = Stage(Path(name), screen, (1500, 1000) if words.small else PHOTO)
        job = make_job(stage)
        ways: tuple[Callable[[], Iterator[Figure]], ...] = (
            lambda: measure_speed(stage, job, turns=words.turns),
            lambda: measure_tremble(stage, job),
        )
        for way in ways:
            for figure in way():
                print_figure(figure, as_json=words.json)


if __name__ == "__main__":
    main()
