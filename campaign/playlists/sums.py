"""SHA256SUMS, as coreutils writes and checks it. In: paths and digests. Out: its text, and back.

`sha256sum --check SHA256SUMS` proves a folder without anything of ours.
"""

import re
from collections.abc import Mapping

from campaign.spec.errors import InvalidDocument, Place
from campaign.spec.message import say

NAME = "SHA256SUMS"
SIGNATURE = f"{NAME}.minisig"

_LINE = re.compile(r"([0-9a-f]{64}) [ *]([^\\\x00-\x1f]+)")
_STEP = re.compile(r"(?!\.\.?$).+")


def write_sums(digests: Mapping[str, str]) -> bytes:
    """Path → SHA-256, in the order of paths."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def read_sums(data: bytes) -> dict[str, str]:
    """The paths, all inside the folder, with their digests. Raises InvalidDocument with the line."""
    found: dict[str, str] = {}
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if match is None or not all(_STEP.fullmatch(step) for step in match[2].split("/")) or match[2] in found:
            raise InvalidDocument(
                say("This is not a line of checksums."),
                place=Place(NAME, number),
                hint=say("Export the bundle again."),
            )
        found[match[2]] = match[1]
    return found
