"""QR codes. In: an address. Out: SVG text."""

from functools import lru_cache
from urllib.parse import urlsplit

import segno

from campaign.spec.errors import InvalidValue, Place
from campaign.spec.message import say

QUIET = 4
"""Empty modules around the code (ISO/IEC 18004, 5.3.8)."""


@lru_cache(maxsize=64)
def draw_qr(url: str) -> str:
    """A code of medium error correction, one path, so that no seams show between its squares."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise InvalidValue(
            say("“%(url)s” is not a web address.", url=url[:80]),
            place=Place(field="campaign.url"),
            hint=say("Write it in full, e.g. https://example.org/story."),
        )
    try:
        matrix = segno.make(url, error="m", micro=False, boost_error=False).matrix
    except segno.DataOverflowError:
        raise InvalidValue(
            say("The web address is too long for a QR code."),
            place=Place(field="campaign.url"),
            hint=say("Use a shorter address."),
        ) from None
    side = len(matrix) + 2 * QUIET
    squares = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side * 8}" height="{side * 8}" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#ffffff"/><path fill="#000000" d="{squares}"/></svg>'
    )
