"""Still files. In: a picture. Out: PNG, JPEG or WebP bytes, the same for the same pixels."""

import io

from PIL import Image

from campaign.render.png import encode_png
from campaign.spec.channels import StillType


def encode_still(image: Image.Image, *, kind: StillType) -> bytes:
    """Screens know no transparency, so alpha is dropped. Nothing but pixels is written: no dates, no position."""
    if kind is StillType.PNG:
        return encode_png(image)
    buffer = io.BytesIO()
    opaque = image.convert("RGB")
    if kind is StillType.JPEG:
        opaque.save(buffer, "JPEG", quality=92, subsampling=0, optimize=True)
    else:
        opaque.save(buffer, "WEBP", quality=92, method=4)
    return buffer.getvalue()
