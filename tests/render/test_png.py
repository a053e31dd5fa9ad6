"""PNGs hold the picture bit by bit, and nothing else."""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from campaign.render.png import encode_png
from campaign.render.stills import encode_still
from campaign.spec.channels import StillType


def make_noise(width: int, height: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(7).integers(0, 256, (height, width, 3)).astype(np.uint8))


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (320, 180), (1, 400), (400, 1)])
def test_every_pixel_is_kept(size: tuple[int, int]) -> None:
    image = make_noise(*size)

    with Image.open(io.BytesIO(encode_png(image))) as read:
        assert (read.format, read.mode, read.size) == ("PNG", "RGB", size)
        assert read.tobytes() == image.tobytes()


def test_only_the_three_chunks_are_written() -> None:
    data = encode_png(make_noise(5, 5))[8:]
    kinds = []
    while data:
        (length,) = struct.unpack("!I", data[:4])
        kinds.append(data[4:8])
        data = data[length + 12 :]

    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_a_flat_picture_is_no_larger_than_pillows() -> None:
    image = Image.new("RGB", (640, 360), "#14213d")
    image.paste("#ffb703", (40, 40, 300, 200))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=2)

    assert len(encode_png(image)) < 1.1 * len(buffer.getvalue())


def test_alpha_is_dropped_from_a_still() -> None:
    image = Image.new("RGBA", (2, 2), (10, 20, 30, 0))

    with Image.open(io.BytesIO(encode_still(image, kind=StillType.PNG))) as read:
        assert read.getpixel((1, 1)) == (10, 20, 30)
