"""Pictures that say “as before”, read back bit by bit; that decoders agree is tried in tests/adapters/test_remux.py."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.render.bits import BitReader, BitWriter, escape_payload
from campaign.render.skips import Stream, hold_picture, place_keys, read_stream, write_skip
from campaign.spec.errors import RenderFailed

RECORD = bytes.fromhex("01640029ffe1001b67640029acd941419f9e6a040402800000030080000019078c18cb01000468efbcb0fdf8f800")
"""x264's for 320 × 180."""

STREAM = Stream(
    macroblocks=240,
    frame_num_bits=4,
    order_bits=6,
    reorder=2,
    parameter_set=0,
    arithmetic=True,
    bottom_order=False,
    weighted=True,
    first_qp=26,
    deblocking=True,
)


def test_a_record_tells_all_that_slices_need() -> None:
    assert read_stream(RECORD) == STREAM


@pytest.mark.parametrize("cut", [0, 7, 20, 40])
def test_a_record_that_breaks_off_is_refused(cut: int) -> None:
    with pytest.raises(RenderFailed, match="cannot be held still"):
        read_stream(RECORD[:cut])


def test_a_slice_says_that_it_refers_to_the_picture_before_and_skips_all() -> None:
    sample = write_skip(STREAM, after=37)
    assert int.from_bytes(sample[:4], "big") == len(sample) - 4
    assert sample[4] == 0x41
    bits = BitReader(sample[5:])
    assert (bits.read_count(), bits.read_count(), bits.read_count()) == (0, 5, 0)
    assert (bits.read(4), bits.read(6)) == (37 % 16, 74 % 64)
    assert (bits.read(1), bits.read_count(), bits.read(1)) == (1, 0, 0)
    assert (bits.read_count(), bits.read_count(), bits.read(2)) == (0, 0, 0)
    assert (bits.read(1), bits.read_count(), bits.read_shift(), bits.read_count()) == (0, 0, 25, 1)


def test_a_stream_without_the_arithmetic_coder_tells_the_run_of_skips() -> None:
    plain = replace(STREAM, arithmetic=False, weighted=False, deblocking=False, order_bits=0)
    bits = BitReader(write_skip(plain, after=3)[5:])
    for width in (1, 5, 1, 4, 1, 1, 1, 1):  # header up to the marking of references
        bits.read(width)
    assert bits.read_shift() == 25
    assert (bits.read_count(), bits.read(1)) == (240, 1)


def test_a_held_picture_of_1080p_takes_some_seventy_bytes() -> None:
    assert len(write_skip(replace(STREAM, macroblocks=8160), after=1)) == 67


def test_the_key_frame_comes_again_and_counters_end_where_they_began() -> None:
    still = list(hold_picture(STREAM, key=b"key", frames=209, every=125))
    assert len(still) == 209
    assert [place for place, (_, is_key) in enumerate(still, start=1) if is_key] == [113]
    assert still[112] == (b"key", True)
    assert still[-1][0] == write_skip(STREAM, after=96)
    assert (96 % 16, 2 * 96 % 64) == (0, 0)


@given(frames=st.integers(50, 20_000), every=st.integers(50, 300))
def test_key_frames_are_never_rarer_than_asked_nor_side_by_side(frames: int, every: int) -> None:
    keys = [0, *sorted(place_keys(frames, every=every, period=32))]
    gaps = [after - before for before, after in zip(keys, (*keys[1:], frames), strict=True)]
    assert max(gaps) <= every
    assert min(gaps) > 1
    assert gaps[-1] % 32 == 0


@given(st.binary(max_size=40).map(lambda data: data.replace(b"\xff", b"\x00")))
def test_no_payload_holds_a_start_code_and_each_is_read_back(payload: bytes) -> None:
    escaped = escape_payload(payload + b"\x80")
    assert [code for code in (b"\0\0\0", b"\0\0\1", b"\0\0\2") if code in escaped] == []
    bits = BitReader(escaped)
    assert bytes(bits.read(8) for _ in payload) == payload


@given(st.lists(st.integers(-5000, 5000), max_size=20))
def test_numbers_are_read_back_as_written(numbers: list[int]) -> None:
    writer = BitWriter()
    for number in numbers:
        writer.write_shift(number)
        writer.write_count(abs(number))
    bits = BitReader(escape_payload(writer.pack()))
    assert [(bits.read_shift(), bits.read_count()) for _ in numbers] == [(number, abs(number)) for number in numbers]
