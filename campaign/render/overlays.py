"""Pictures with a hole, laid over film. In: a page with an element to see through. Out: RGBA pixels.

Drawn on black and on white, a picture tells how much of the ground shows through each of its pixels, whatever the
designer put around, over and into the hole.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from campaign.render.ports import Hole, Page, PageEngine


def find_matte(page: Page, element: str, *, engine: PageEngine, without: str = "") -> Image.Image:
    """The page at rest with the element emptied and see-through, RGBA premultiplied by alpha; without the slots whose
    ids begin so."""
    size = (page.width, page.height)
    with engine.open(page) as opened:
        for name in opened.boxes() if without else ():
            if name.startswith(without) and name.endswith("-slot"):
                opened.set_style(name, "visibility", "hidden")
        opened.set_text(element, "")
        opened.set_style(element, "background", "#000000")
        dark = np.frombuffer(opened.draw(page.seconds), np.uint8).reshape(size[1], size[0], 4).copy()
        opened.set_style(element, "background", "#ffffff")
        light = np.frombuffer(opened.draw(page.seconds), np.uint8).reshape(dark.shape)
    through = light[..., 1].astype(np.int16) - dark[..., 1]  # green weighs most; the others tell the same
    dark[..., 3] = 255 - np.clip(through, 0, 255).astype(np.uint8)
    return Image.fromarray(dark)


def find_middle(picture: Image.Image, *, hole: Hole) -> tuple[float, float]:
    """The middle of what is seen through the hole, in shares of it: captions push it aside."""
    box = (hole.left, hole.top, hole.left + hole.width, hole.top + hole.height)
    clear = 255 - np.asarray(picture.getchannel("A").crop(box), dtype=np.int64)
    weight = int(clear.sum()) or 1
    across = float((clear.sum(axis=0) * (np.arange(hole.width) + 0.5)).sum()) / weight / hole.width
    along = float((clear.sum(axis=1) * (np.arange(hole.height) + 0.5)).sum()) / weight / hole.height
    return (across or 0.5, along or 0.5)


def straighten(picture: NDArray[np.uint8], *, hole: Hole) -> bytes:
    """RGBA whose colours are not premultiplied any more, as video mixes them; nothing but the hole is see-through."""
    straight = picture.copy()
    part = straight[hole.top : hole.top + hole.height, hole.left : hole.left + hole.width]
    mixed = (part[..., 3] > 0) & (part[..., 3] < 255)
    pixels = part[mixed].astype(np.uint16)
    alpha = pixels[:, 3:]
    pixels[:, :3] = np.minimum(255, (pixels[:, :3] * 255 + alpha // 2) // alpha)
    part[mixed] = pixels.astype(np.uint8)
    return straight.tobytes()


def lay_over(picture: NDArray[np.uint8], film: Image.Image, *, hole: Hole) -> Image.Image:
    """The film in its hole under a premultiplied picture."""
    mixed = picture.astype(np.uint16)
    part = mixed[hole.top : hole.top + hole.height, hole.left : hole.left + hole.width]
    part[..., :3] += np.asarray(film, dtype=np.uint16) * (255 - part[..., 3:]) // 255
    mixed[..., 3] = 255
    return Image.fromarray(np.minimum(255, mixed).astype(np.uint8))
