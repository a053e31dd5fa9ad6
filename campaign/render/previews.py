"""A loop as a small moving picture. In: some of its pictures. Out: an animated WebP of the loop's own length.

What holds still is one long picture; it starts anew for ever, as the loop does on its screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image

from campaign.render.sheets import Picture

RATE = 8
"""Pictures a second of what moves."""
MOST_SIDE = 480
MOST_BYTES = 150_000
SAME = 0.0008
"""Mean difference, 0 to 1, up to which the encoder's noise is all that moves."""
FOLLOWS = 0.5
"""Bytes of a picture that follows another, in parts of one that stands alone; graphics need a third, film more."""
METHOD = 2
"""WebP's effort: 4 needs twice the time for five per cent fewer bytes."""


@dataclass(frozen=True)
class Size:
    """How a preview is written: its long side in pixels, WebP's quality, and at most so many pictures."""

    side: int
    quality: int
    most: int


SIZES = (Size(MOST_SIDE, 60, 16), Size(320, 45, 40), Size(240, 35, 40), Size(240, 20, 20))
"""From the best to the least; a film whose every picture differs ends at the last, whatever it weighs."""


def draw_preview(pictures: Sequence[Picture], *, fps: int, frames: int) -> bytes:
    """The best preview of at most MOST_BYTES; `pictures` start with frame 0, the loop has `frames` frames."""
    shown = drop_repeats(pictures)
    for size in SIZES:
        chosen = _thin(shown, most=size.most) if size in SIZES[-2:] else shown
        if len(chosen) <= size.most and (_weigh(chosen, size=size) <= MOST_BYTES or size is SIZES[-1]):
            data = _encode(chosen, size=size, fps=fps, frames=frames)
            if len(data) <= MOST_BYTES or size is SIZES[-1]:
                break
    return data


def _weigh(pictures: Sequence[Picture], *, size: Size) -> float:
    """About how many bytes a preview will have, by the picture in its middle; the rest cost less, for only what changed
    is written of them."""
    middle = _encode(pictures[len(pictures) // 2 :][:1], size=size, fps=1, frames=1)
    return len(middle) * (1 + (len(pictures) - 1) * FOLLOWS)


def drop_repeats(pictures: Sequence[Picture]) -> list[Picture]:
    """Only those that differ from the one before."""
    kept = [pictures[0]]
    for picture in pictures[1:]:
        if np.abs(picture.pixels.astype(np.int16) - kept[-1].pixels).mean() > SAME * 255:
            kept.append(picture)
    return kept


def _thin(pictures: Sequence[Picture], *, most: int) -> list[Picture]:
    """Evenly fewer of them, the last one kept: it is what the loop rests on."""
    if len(pictures) <= most:
        return list(pictures)
    places = np.linspace(0, len(pictures) - 1, most).round().astype(int)
    return [pictures[at] for at in places]


def _encode(pictures: Sequence[Picture], *, size: Size, fps: int, frames: int) -> bytes:
    images = [Image.fromarray(picture.pixels) for picture in pictures]
    for image in images:
        image.thumbnail((size.side, size.side), Image.Resampling.BOX)
    ends = [*(picture.frame for picture in pictures[1:]), frames]
    starts = [round(picture.frame * 1000 / fps) for picture in pictures]
    lasts = [round(end * 1000 / fps) - start for end, start in zip(ends, starts, strict=True)]
    file = BytesIO()
    moving: dict[str, object] = {"save_all": True, "append_images": images[1:], "duration": lasts, "loop": 0}
    images[0].save(file, "WEBP", quality=size.quality, method=METHOD, **(moving if len(images) > 1 else {}))
    return file.getvalue()
