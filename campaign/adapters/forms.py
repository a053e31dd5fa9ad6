"""Signed forms. In: the bytes of a scan or a photo. Out: bytes that tell nothing but what is written, and their kind.

The kind is told from the bytes, never believed from a name.
"""

from campaign.adapters.media import sniff_type
from campaign.adapters.photos import clean_photo
from campaign.adapters.scratch import open_scratch
from campaign.spec.errors import BrokenMedia
from campaign.spec.message import say

_PDF, _END = b"%PDF-", b"%%EOF"
_TAIL = 2048
"""A PDF's end stands in its last kilobyte (ISO 32000-1, annex H); scanners add a little."""


def clean_form(data: bytes) -> tuple[bytes, str]:
    """A PDF as it is, a JPEG or PNG written anew without where it was taken; and its ending. Raises BrokenMedia."""
    if data.startswith(_PDF):
        if _END not in data[-_TAIL:]:
            raise BrokenMedia(say("The PDF is not whole."), hint=say("Save or scan it again."))
        return data, "pdf"
    with open_scratch("form") as folder:
        path = folder / "form"
        path.write_bytes(data)
        kind = sniff_type(path)
        if kind not in ("jpg", "png"):
            raise BrokenMedia(
                say("This is not a file of a kind that is taken here."),
                hint=say("Use a PDF, a JPEG or a PNG: a scan or a photo of the form."),
            )
        try:
            return clean_photo(path, kind=kind), kind
        except BrokenMedia:
            raise BrokenMedia(
                say("The picture of the form is damaged or far too large."), hint=say("Scan it again, as PDF.")
            ) from None
