"""How fast clips become loops, as ratios in one run on this machine. In: nothing. Out: a table, or JSON, one object a
line.

Each film goes the whole way – template, subtitles drawn, film cut, cropped and laid under – against ffmpeg alone, which
scales the same stretch of the same film to the same hole and encodes it with the same settings, on one thread as films
are (two race for the bits of a capped rate, so that their bytes differ each time; what they would gain is told too).
Run: python -m benchmarks.clips [--json] [--turns 3] [--small]
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.figures import Figure, make_parser, measure, print_figure
from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.feeder import FedChild
from campaign.adapters.ffmpeg import FfmpegEncoder, find_binary
from campaign.render.ceilings import limit_rate
from campaign.render.codecs import QUALITY, THREADS
from campaign.render.folder import load_template
from campaign.render.job import Job, MediaFile
from campaign.render.loop import render_loop
from campaign.render.sample import make_sample_job
from campaign.spec.channels import Medium, Profile
from campaign.spec.formats import Format

FPS, SECONDS = 25, 10
ENGINE, ENCODER = BlitzEngine(), FfmpegEncoder()
TEMPLATE = Path(__file__).parents[1] / "templates" / "clip"
SUBTITLES = """1
00:00:01,000 --> 00:00:03,000
Добър ден, съседи!

2
00:00:03,200 --> 00:00:06,000
Всеки носи по нещо.

3
00:00:06,080 --> 00:00:09,000
Заедно се стига по-далече.
"""


@dataclass(frozen=True)
class Case:
    """A film of so many pixels under the template on a screen; `drop` leaves out frames of it, as a telephone does;
    `threads` are the bare encoder's."""

    name: str
    film: tuple[int, int]
    screen: Format
    cards: str = "none"
    drop: bool = False
    goal: float | None = None
    threads: int = 1


CASES = (
    Case("1080p clip under subtitles", (1920, 1080), Format(1920, 1080, 55, 4), goal=0.8),
    Case("the same against two threads that race", (1920, 1080), Format(1920, 1080, 55, 4), threads=2),
    Case(
        "the same with its cards, against all of its seconds as film", (1920, 1080), Format(1920, 1080, 55, 4), "both"
    ),
    Case("1080p clip cropped for a portrait screen", (1920, 1080), Format(1080, 1920, 55, 3.5)),
    Case("4K clip under subtitles", (3840, 2160), Format(1920, 1080, 55, 4)),
    Case("1080p clip of a variable rate", (1920, 1080), Format(1920, 1080, 55, 4), drop=True),
)


def shrink(case: Case) -> Case:
    """A sixth of its sides, to try the program."""
    width, height = (side // 12 * 2 for side in case.film)
    screen = replace(case.screen, width=case.screen.width // 3, height=case.screen.height // 3)
    return replace(case, film=(width, height), screen=screen, goal=None)


def measure_case(case: Case, folder: Path, *, turns: int) -> Figure:
    """The bare way's time divided by ours."""
    film = film_case(case, folder)
    job = make_job(case, film)
    hole = f"{case.screen.width}:{case.screen.height}"
    rate = f"{limit_rate(Profile(), seconds=SECONDS)}k"
    settings = (*QUALITY, "-maxrate", rate, "-bufsize", rate, "-threads", str(case.threads), "-r", str(FPS))
    scale = f"scale={hole}:force_original_aspect_ratio=increase,crop={hole},setsar=1"

    def encode_bare() -> None:
        words = ("-threads", str(THREADS), "-t", str(SECONDS), "-i", str(film), "-an", "-vf", scale)
        run(*words, "-c:v", "libx264", *settings, "-pix_fmt", "yuv420p", str(folder / "bare.mp4"))

    def make() -> None:
        render_loop(job, engine=ENGINE, encoder=ENCODER, out=folder / "loop.mp4", on_progress=lambda _: None)

    ours, bare = measure(make, encode_bare, turns=turns)
    return Figure(f"{case.name}, {SECONDS} s: against a bare scale and encode", bare / ours, case.goal)


def film_case(case: Case, folder: Path) -> Path:
    """A film with something of a camera's: zoom, grain."""
    film = folder / f"{case.film[0]}{'-drops' if case.drop else ''}.mp4"
    size = f"{case.film[0]}x{case.film[1]}"
    zoom = f"mandelbrot=s={size}:r={FPS}:start_scale=0.5:end_scale=0.01,noise=alls=2:allf=t,format=yuv420p"
    drops = ",select='not(eq(mod(n,7),3))'" if case.drop else ""
    if not film.exists():
        words = ("-f", "lavfi", "-i", f"{zoom}{drops}", "-t", str(SECONDS), "-fps_mode", "vfr")
        run(*words, "-c:v", "libx264", "-preset", "veryfast", "-b:v", "8M", str(film))
    return film


def make_job(case: Case, film: Path) -> Job:
    """The sample on that screen with this film; cards take from the film what they need of the loop."""
    subtitles = film.with_name("clip.srt")
    subtitles.write_text(SUBTITLES, encoding="utf-8")
    job = make_sample_job(
        load_template(TEMPLATE),
        language="bg",
        screen=case.screen,
        medium=Medium.LOOP,
        profile=Profile(level="4.2"),
        slot_seconds=SECONDS,
    )
    end = SECONDS if case.cards == "none" else SECONDS - 3.6
    clip = {"file": film.name, "from": 0, "to": end, "cards": case.cards, "alt": {"bg": "Филм"}}
    values = {**job.item.values, "clip": clip, "subtitles": {"bg": subtitles.name}}
    media = {path.name: MediaFile(path, path.name) for path in (film, subtitles)}
    return replace(job, item=replace(job.item, values=values), media=media)


def run(*words: str) -> None:
    """ffmpeg to its end."""
    command = (find_binary(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", *words)
    child = FedChild(command, limit=600)
    if child.feed(iter(()), on_frame=lambda _: None):
        sys.exit("\n".join(child.complaints))


def measure_all(folder: Path, *, turns: int, small: bool) -> Iterator[Figure]:
    for case in CASES:
        yield measure_case(shrink(case) if small else case, folder, turns=turns)


def main() -> None:
    words = make_parser(__doc__, small="small pictures").parse_args()
    with tempfile.TemporaryDirectory() as name:
        for figure in measure_all(Path(name), turns=words.turns, small=words.small):
            print_figure(figure, as_json=words.json)


if __name__ == "__main__":
    main()
