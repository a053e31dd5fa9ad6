"""Bits of a video stream (ITU-T H.264, 7.2 and 9.1). In: bytes or numbers. Out: numbers or bytes.

NAL units keep start codes out of their bytes by an 03 after two zero bytes (7.4.1); both ways mind it.
"""

import re

_ESCAPED = re.compile(rb"\x00\x00\x03")
_CLASHING = re.compile(rb"\x00\x00(?=[\x00-\x03])")


class BitReader:
    """Reads a NAL unit's payload from its first bit on. Bits past the end are zeros."""

    def __init__(self, payload: bytes):
        data = _ESCAPED.sub(b"\x00\x00", payload)
        self._bits = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def read(self, width: int) -> int:
        """u(n): an unsigned number of so many bits."""
        self._left -= width
        shifted = self._bits >> self._left if self._left >= 0 else 0
        return shifted & ((1 << width) - 1)

    def read_flag(self) -> bool:
        return bool(self.read(1))

    def read_count(self) -> int:
        """ue(v): an unsigned number in Exp-Golomb code."""
        zeros = 0
        while zeros < 32 and not self.read(1):
            zeros += 1
        return (1 << zeros) - 1 + self.read(zeros)

    def read_shift(self) -> int:
        """se(v): a signed number in Exp-Golomb code."""
        count = self.read_count()
        return (count + 1) // 2 if count % 2 else -(count // 2)


class BitWriter:
    """Collects bits, as text of 0 and 1: slices of a few hundred bits need nothing quicker."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def write(self, value: int, width: int) -> None:
        """u(n)."""
        if width:
            self._parts.append(f"{value:0{width}b}")

    def write_count(self, value: int) -> None:
        """ue(v)."""
        self.write(value + 1, 2 * (value + 1).bit_length() - 1)

    def write_shift(self, value: int) -> None:
        """se(v)."""
        self.write_count(2 * value - 1 if value > 0 else -2 * value)

    def align(self, *, bit: int) -> None:
        """Fill the last byte up."""
        missing = -sum(map(len, self._parts)) % 8
        self._parts.append(str(bit) * missing)

    def pack(self) -> bytes:
        """All bits, the last byte filled up with zeros."""
        self.align(bit=0)
        bits = "".join(self._parts)
        return int(bits or "0", 2).to_bytes(len(bits) // 8, "big")


def escape_payload(payload: bytes) -> bytes:
    """The bytes as they stand in a NAL unit."""
    return _CLASHING.sub(b"\x00\x00\x03", payload)
