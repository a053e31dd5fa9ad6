"""QR codes. In: an address, or any text. Out: SVG text."""

from functools import lru_cache
from urllib.parse import urlsplit

import segno

from campaign.spec.errors import InvalidValue, Place
from campaign.spec.message import say

QUIET = 4
"""Empty modules around the code (ISO/IEC 18004, 5.3.8)."""


@lru_cache(maxsize=64)
def draw_qr(url: str) -> str:
    """The code of a web address. Raises InvalidValue."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise InvalidValue(
            say("“%(url)s” is not a web address.", url=url[:80]),
            place=Place(field="campaign.url"),
            hint=say("Write it in full, e.g. https://example.org/story."),
        )
    try:
        return draw_code(url)
    except segno.DataOverflowError:
        raise InvalidValue(
            say("The web address is too long for a QR code."),
            place=Place(field="campaign.url"),
            hint=say("Use a shorter address."),
        ) from None


def draw_code(text: str) -> str:
    """Of medium error correction, in one path, so that no seams show between its squares. Nothing of the text is kept:
    it may be a secret. Raises segno.DataOverflowError."""
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    side = len(matrix) + 2 * QUIET
    squares = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side * 8}" height="{side * 8}" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#ffffff"/><path fill="#000000" d="{squares}"/></svg>'
    )
