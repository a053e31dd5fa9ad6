"""Pictures that say “as before” (ITU-T H.264). In: a stream's avcC record. Out: P pictures of skipped macroblocks only.

A skipped macroblock among skipped ones has no motion and no residual (8.4.1.1), and between two of them nothing is
deblocked (8.7.2.1): the picture equals the one before it, in some forty bytes instead of an encoder's work. Each is a
reference, because a picture's order is counted from the last reference in a few bits only (8.2.1).

Syntax: parameter sets 7.3.2.1 and 7.3.2.2, VUI E.1.1, slice header 7.3.3, slice data 7.3.4, arithmetic coder 9.3.4;
the avcC record: ISO/IEC 14496-15, 5.3.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from campaign.render.bits import BitReader, BitWriter, escape_payload
from campaign.spec.errors import RenderFailed
from campaign.spec.message import say

LENGTH_BYTES = 4
"""Before each NAL unit in an MP4 of ours."""

_P_SLICES = 5  # table 7-6: this slice and all others of the picture
_REFERENCE_SLICE = 0x41  # nal_ref_idc 2, nal_unit_type 1
_DETAILED_PROFILES = (100, 110, 122, 244)
_EXPLICIT_SHAPE = 255  # Extended_SAR, table E-1


@dataclass(frozen=True)
class Stream:
    """What further pictures of a stream depend on. `order_bits` is 0 where order of output is order of decoding;
    `reorder` is how many pictures a decoder may hold back."""

    macroblocks: int
    frame_num_bits: int
    order_bits: int
    reorder: int
    parameter_set: int
    arithmetic: bool
    bottom_order: bool
    weighted: bool
    first_qp: int
    deblocking: bool

    @property
    def period(self) -> int:
        """After how many pictures all that a stream counts starts anew; each adds 2 to the order of output."""
        return 1 << max(self.frame_num_bits, self.order_bits - 1)


def read_stream(record: bytes) -> Stream:
    """Read an avcC record of one sequence and one picture parameter set. Raises RenderFailed for streams that x264 does
    not make for us: interlaced ones, or any whose slices need more than we write."""
    if len(record) < 8 or record[4] & 3 != LENGTH_BYTES - 1 or record[5] & 31 != 1:
        raise _refuse("avcC")
    end = 8 + int.from_bytes(record[6:8], "big")
    sequence, rest = record[8:end], record[end:]
    length = int.from_bytes(rest[1:3], "big")
    picture = rest[3 : 3 + length]
    if rest[:1] != b"\x01" or not 0 < length == len(picture):
        raise _refuse("PPS")
    size, frame_num_bits, order_bits, reorder = _read_sequence(BitReader(sequence[1:]))
    return Stream(size, frame_num_bits, order_bits, reorder, *_read_picture(BitReader(picture[1:])))


def _read_sequence(bits: BitReader) -> tuple[int, int, int, int]:
    """Macroblocks, bits of frame_num, bits of the order count, pictures that may be held back."""
    profile = bits.read(8)
    bits.read(16)  # constraint flags, level
    bits.read_count()
    if profile in _DETAILED_PROFILES:
        chroma, luma_depth, chroma_depth = bits.read_count(), bits.read_count(), bits.read_count()
        bits.read_flag()
        if (chroma, luma_depth, chroma_depth, bits.read_flag()) != (1, 0, 0, False):
            raise _refuse("4:2:0")
    frame_num_bits = bits.read_count() + 4
    order_type = bits.read_count()
    order_bits = bits.read_count() + 4 if order_type == 0 else 0
    bits.read_count()  # reference frames
    bits.read_flag()
    macroblocks = (bits.read_count() + 1) * (bits.read_count() + 1)
    if order_type == 1 or not bits.read_flag():
        raise _refuse("frame_mbs_only_flag")
    bits.read_flag()
    if bits.read_flag():
        for _ in range(4):
            bits.read_count()  # cropping
    return macroblocks, frame_num_bits, order_bits, _read_reorder(bits)


def _read_reorder(bits: BitReader) -> int:
    if not bits.read_flag():
        raise _refuse("VUI")
    if bits.read_flag() and bits.read(8) == _EXPLICIT_SHAPE:
        bits.read(32)
    if bits.read_flag():
        bits.read(1)  # overscan
    if bits.read_flag():
        bits.read(4)
        if bits.read_flag():
            bits.read(24)  # primaries, transfer, matrix
    if bits.read_flag():
        _ = bits.read_count(), bits.read_count()  # where chroma lies
    if bits.read_flag():
        bits.read(65)  # time base
    if bits.read(2):
        raise _refuse("HRD")
    bits.read_flag()
    if not bits.read_flag():
        raise _refuse("bitstream_restriction_flag")
    bits.read_flag()
    for _ in range(4):
        bits.read_count()
    return bits.read_count()


def _read_picture(bits: BitReader) -> tuple[int, bool, bool, bool, int, bool]:
    """The set's id, arithmetic coder, order of bottom fields, weights, quantiser, deblocking control."""
    own = bits.read_count()
    bits.read_count()
    arithmetic, bottom_order = bits.read_flag(), bits.read_flag()
    if bits.read_count():
        raise _refuse("slice groups")
    bits.read_count(), bits.read_count()
    weighted = bits.read_flag()
    bits.read(2)
    first_qp = 26 + bits.read_shift()
    bits.read_shift(), bits.read_shift()
    deblocking = bits.read_flag()
    bits.read_flag()
    if bits.read_flag():
        raise _refuse("redundant pictures")
    return own, arithmetic, bottom_order, weighted, first_qp, deblocking


def _refuse(what: str) -> RenderFailed:
    return RenderFailed(
        say("The encoder made a stream that cannot be held still (%(what)s).", what=what),
        hint=say("Install the imageio-ffmpeg package again."),
    )


def hold_picture(stream: Stream, *, key: bytes, frames: int, every: int) -> Iterator[tuple[bytes, bool]]:
    """So many frames that look like the key frame `key` before them, each with whether it is that key frame again.

    It comes again at least about `every` frames, so that players can start there. What the stream counts stands after
    the last of them where it stood after the key frame, so that the pictures that followed it may follow here.
    """
    keys = place_keys(frames, every=every, period=stream.period)
    after = 0
    for place in range(1, frames + 1):
        after = 0 if place in keys else after + 1
        yield (write_skip(stream, after=after), False) if after else (key, True)


def place_keys(frames: int, *, every: int, period: int) -> frozenset[int]:
    """The places, from 1 to `frames`, of as few key frames as keep their distance, evenly laid; whole periods follow
    the last. Never two key frames side by side, the one before place 1 counted: they would have to differ (7.4.3)."""
    most = max(1, every // period)
    lasts = [last for turn in range(most + 1) if (last := frames - turn * period) >= 0 and last != 1]
    last = min(lasts, key=lambda last: (-(-last // every), max(last, frames - last)))
    count = -(-last // every)
    return frozenset(round(last * number / count) for number in range(1, count + 1))


def write_skip(stream: Stream, *, after: int) -> bytes:
    """The picture that comes `after` ≥ 1 pictures after a key frame, equal to it: one sample of an MP4."""
    bits = BitWriter()
    _write_header(bits, stream, after)
    if stream.arithmetic:
        bits.align(bit=1)
        bits.write(*_code_skips(stream.macroblocks))
    else:
        bits.write_count(stream.macroblocks)  # mb_skip_run
        bits.write(1, 1)
    unit = bytes((_REFERENCE_SLICE,)) + escape_payload(bits.pack())
    return len(unit).to_bytes(LENGTH_BYTES, "big") + unit


def _write_header(bits: BitWriter, stream: Stream, after: int) -> None:
    """7.3.3; two units of order count a frame, as x264 counts."""
    bits.write_count(0)
    bits.write_count(_P_SLICES)
    bits.write_count(stream.parameter_set)
    bits.write(after % (1 << stream.frame_num_bits), stream.frame_num_bits)
    if stream.order_bits:
        bits.write(2 * after % (1 << stream.order_bits), stream.order_bits)
        if stream.bottom_order:
            bits.write_shift(0)
    bits.write(1, 1)  # one reference, whatever is usual in the stream
    bits.write_count(0)
    bits.write(0, 1)  # the list of references stays
    if stream.weighted:
        for _ in ("luma", "chroma"):
            bits.write_count(0)
        bits.write(0, 2)  # neither has a weight
    bits.write(0, 1)  # references leave first in, first out
    if stream.arithmetic:
        bits.write_count(0)
    bits.write_shift(_QP - stream.first_qp)
    if stream.deblocking:
        bits.write_count(1)  # off


_QP = 51
"""Nothing is quantised: this one only starts mb_skip_flag's context where skipping is likely (table 9-13, column 0:
m = 23, n = 33, so (23 · 51 >> 4) + 33 = 106, that is state 42 with skipping as the likely symbol)."""
_FIRST_STATE = 42
_LAST_STATE = 62

# rangeTabLPS from state 42 to 62 (table 9-44), which a row of likely symbols climbs
_RANGES = (
    (16, 20, 23, 27), (15, 19, 22, 25), (14, 18, 21, 24), (14, 17, 20, 23), (13, 16, 19, 22), (12, 15, 18, 21),
    (12, 14, 17, 20), (11, 14, 16, 19), (11, 13, 15, 18), (10, 12, 15, 17), (10, 12, 14, 16), (9, 11, 13, 15),
    (9, 11, 12, 14), (8, 10, 12, 14), (8, 9, 11, 13), (7, 9, 11, 12), (7, 9, 10, 12), (7, 8, 10, 11),
    (6, 8, 9, 11), (6, 7, 9, 10), (6, 7, 8, 9),
)  # fmt: skip


@cache
def _code_skips(macroblocks: int) -> tuple[int, int]:
    """mb_skip_flag 1 and end_of_slice_flag, so many times, up to the slice's stop bit: a number and its width in bits.

    Likely symbols and “not the end” take the lower part of the coder's interval, so its low end stays 0 and each
    doubling of the interval (9.3.4.3) puts out a 0. The end takes the upper part: the ten bits of where that starts
    leave at once, the last as the stop bit (9.3.4.5). The coder's very first bit is none of the stream's (9.3.4.2).
    """
    interval, state, doublings = 510, _FIRST_STATE, 0
    for left in reversed(range(macroblocks)):
        interval -= _RANGES[state - _FIRST_STATE][interval >> 6 & 3]
        state = min(state + 1, _LAST_STATE)
        while interval < _LEAST_INTERVAL:
            interval, doublings = interval << 1, doublings + 1
        interval -= 2
        while left and interval < _LEAST_INTERVAL:
            interval, doublings = interval << 1, doublings + 1
    return interval | 1, doublings + 9


_LEAST_INTERVAL = 256
