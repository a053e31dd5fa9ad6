"""Real films as what a channel plays. In: a screen. Out: the same, its materials being 320 × 180 films that play."""

import tempfile
from functools import cache
from pathlib import Path

from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.data.models import Material, StoredFile
from campaign.render.ports import VideoPlan
from campaign.spec.channels import Profile
from tests.factories.rows import keep_file
from tests.factories.schedules import CHANNELS
from tests.factories.screens import Screen, make_screen

COLOURS = {"ana": (228, 87, 46), "boris": (11, 122, 117)}


def make_film_screen(folder: Path, *, channels: str = CHANNELS) -> Screen:
    """A channel that plays two films of ten seconds, one a colour."""
    screen = make_screen(folder, channels=channels)
    for name, colour in COLOURS.items():
        give_film(getattr(screen, name), colour)
    screen.release(share=60)
    return screen


def give_film(material: Material, colour: tuple[int, int, int]) -> StoredFile:
    """Let the material's loop be a film of that colour."""
    file = keep_file(encode_colour(colour), suffix="mp4", media_type="video/mp4")
    assert material.loop is not None
    material.loop.file = file
    material.loop.save()
    return file


@cache
def encode_colour(colour: tuple[int, int, int]) -> bytes:
    """A film of ten seconds, 320 × 180."""
    plan = VideoPlan(320, 180, 250, 1, Profile())
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "film.mp4"
        pixels = bytes((*colour, 255)) * (320 * 180)
        FfmpegEncoder().encode(plan, (pixels,), out=out, on_progress=lambda share: None)
        return out.read_bytes()
