"""QR codes read back from a picture, as a phone reads them. In: pixels. Out: what each says, and where."""

from dataclasses import dataclass

import numpy as np
import zxingcpp

from campaign.render.scene import Pixels
from campaign.spec.boxes import Box


@dataclass(frozen=True)
class Code:
    """What a code says; its box without the empty margin."""

    text: str
    box: Box


def read_codes(picture: Pixels) -> tuple[Code, ...]:
    """All QR codes that can be read."""
    grey = np.ascontiguousarray((picture @ np.array((77, 151, 28), np.uint32) >> 8).astype(np.uint8))
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return tuple(Code(code.text, _bound(code.position)) for code in found)


def _bound(position: zxingcpp.Position) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    return Box(min(across), min(down), max(across) - min(across), max(down) - min(down))
