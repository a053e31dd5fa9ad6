"""Photos to try essays on. In: what is on them. Out: files, a job on the test template `essay`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from campaign.render.folder import load_template
from campaign.render.job import Job, MediaFile
from campaign.spec.channels import Medium
from tests.factories.jobs import TEMPLATES, make_job

MARK = (0.5, 0.45)
"""Where a marked photo has its bright spot, in shares of its size."""


def paint_photo(path: Path, colour: tuple[int, int, int], *, size: tuple[int, int] = (480, 360)) -> Path:
    Image.new("RGB", size, colour).save(path)
    return path


def mark_photo(path: Path, *, size: tuple[int, int] = (960, 720)) -> Path:
    """Grey, with a soft white spot whose centre is found to a hundredth of a pixel."""
    down, across = np.mgrid[0 : size[1], 0 : size[0]] + 0.5
    far = (across - size[0] * MARK[0]) ** 2 + (down - size[1] * MARK[1]) ** 2
    spot = 70 + 170 * np.exp(-far / (2 * 14.0**2))
    Image.fromarray(spot.astype(np.uint8)).convert("RGB").save(path)
    return path


def make_essay_job(
    photos: Sequence[Path], *, captions: Sequence[str] = (), focus: tuple[float, float] = (50, 50), fps: int = 25
) -> Job:
    """The hole is 239 × 100 pixels at 41, 20, with round corners; captions lie over its lower edge."""
    job = make_job(medium=Medium.LOOP, fps=fps)
    words = [*captions, *("Да" for _ in photos)][: len(photos)]
    rows = [
        {"photo": {"file": path.name, "focus": list(focus), "alt": {"bg": "Цвят"}}, "caption": {"bg": word}}
        for path, word in zip(photos, words, strict=True)
    ]
    media = {path.name: MediaFile(path, path.name) for path in photos}
    item = replace(job.item, template="essay", values={"photos": rows})
    return replace(job, template=load_template(TEMPLATES / "essay"), item=item, media=media, slot_seconds=5)
