"""The last resort. In: a channel's format. Out: a plain dark picture, for when everything of a channel was withdrawn.

A playlist without any item makes some players keep the last one, so that what was withdrawn would play on. The picture
is one colour, small, of the screen's proportions, and stretched by the player. Its bytes are written without
compression, so they, and the name made from them, are the same on every machine. Whoever serves media must offer it.
"""

import struct
import zlib
from dataclasses import dataclass

from campaign.spec.digest import hash_bytes
from campaign.spec.formats import Format

INK = bytes((0x14, 0x21, 0x3D))
SCALE = 20
MATERIAL = "blank"
"""The id that proof of play reports for it."""


@dataclass(frozen=True)
class Blank:
    """A PNG file: `name` is <sha256>.png."""

    name: str
    sha256: str
    data: bytes
    width: int
    height: int


def draw_blank(format: Format) -> Blank:  # noqa: A002 - the word the whole project uses for a surface
    """Draw the picture, a twentieth of the format each way."""
    width, height = max(1, format.width // SCALE), max(1, format.height // SCALE)
    header = struct.pack(">IIBBBBB", width, height, 1, 3, 0, 0, 0)  # one bit a pixel, by palette
    rows = bytes(1 + (width + 7) // 8) * height
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        _write_chunk(kind, body)
        for kind, body in ((b"IHDR", header), (b"PLTE", INK), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    )
    digest = hash_bytes(data)
    return Blank(f"{digest}.png", digest, data, width, height)


def _write_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
