"""What looking at every pixel costs, as ratios in one run on this machine. In: nothing. Out: a table, or JSON.

A still and a loop of some templates are made without the checks and with them, one after the other; what counts is the
work of all processors. A ratio of 0.5 means that the checks take as long as all the rest. The first turn, in which a
worker reads its fonts, is not counted where there are several.
Run: python -m benchmarks.looking [--json] [--turns 4] [--small]
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.figures import Figure, make_parser, measure, print_figure, read_work
from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.checks.scene import check_scene
from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.render.loop import plan_loop, render_loop
from campaign.render.pipeline import render_still
from campaign.render.sample import make_sample_job
from campaign.render.stills import encode_still
from campaign.render.survey import survey_loop, take_still
from campaign.spec.channels import Medium
from campaign.spec.formats import Format

TEMPLATES = Path(__file__).parent.parent / "templates"
SCREENS = (Format(1280, 720, 22, 1.8, 500), Format(1920, 1080, 55, 4, 700))
"""A tram's and a platform's."""
SEVERAL = ("big-number", "story-quote", "event", "poll")
"""Shapes drawn, a photo, words alone, bars."""
STILL, LOOP = 0.5, 0.77
"""No more than as long again; no more than 0.3 of it."""
ENGINE, ENCODER = BlitzEngine(), FfmpegEncoder()


def look_at_still(job: Job) -> None:
    shot = take_still(job, engine=ENGINE, encoder=ENCODER)
    check_scene(shot.scene, campaign=job.campaign, template=job.template)
    encode_still(shot.image, kind=job.profile.still_type)


def look_at_loop(job: Job) -> None:
    scene = survey_loop(job, seconds=plan_loop(job).seconds, engine=ENGINE, encoder=ENCODER)
    check_scene(scene, campaign=job.campaign, template=job.template)


def measure_template(name: str, *, screen: Format, folder: Path, turns: int) -> Iterator[Figure]:
    job = replace(make_sample_job(load_template(TEMPLATES / name), language="bg", screen=screen), medium=Medium.STILL)
    drawn, seen = measure(
        lambda: render_still(job, engine=ENGINE), lambda: look_at_still(job), turns=turns, clock=read_work
    )
    place = f"{name}, {screen.width} × {screen.height}"
    yield Figure(f"{place}: still, its speed with the checks", drawn / seen, STILL)
    moving = replace(job, medium=Medium.LOOP)
    made, looked = measure(
        lambda: render_loop(moving, engine=ENGINE, encoder=ENCODER, out=folder / "out.mp4", on_progress=lambda _: None),
        lambda: look_at_loop(moving),
        turns=turns,
        clock=read_work,
    )
    yield Figure(f"{place}: loop, its speed with the checks", made / (made + looked), LOOP)


def main() -> None:
    words = make_parser(__doc__, turns=4, small="two templates of a tram").parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for screen in SCREENS[:1] if words.small else SCREENS:
            for name in SEVERAL[:2] if words.small else SEVERAL:
                for figure in measure_template(name, screen=screen, folder=Path(folder), turns=words.turns):
                    print_figure(figure, as_json=words.json)


if __name__ == "__main__":
    main()
