"""Parts of a file."""

import io

import pytest

from campaign.services.ranges import OutsideFile, Part, Pieces, read_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-99", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=10-", (10, 99)),
        ("bytes=-1", (99, 99)),
        ("bytes=-30", (70, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=90-500", (90, 99)),
        ("bytes= 10-19 ", (10, 19)),
    ],
)
def test_one_range_is_a_part(header: str, part: tuple[int, int]) -> None:
    assert read_range(header, size=100) == Part(*part, 100)


@pytest.mark.parametrize(
    "header", ["", "bytes=-", "bytes=a-b", "bytes=20-10", "items=0-5", "bytes=0-1,5-6", "bytes=٣-٤", "bytes=0--5"]
)
def test_none_several_or_nonsense_is_the_whole_file(header: str) -> None:
    assert read_range(header, size=100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_beyond_the_end_is_an_error(header: str) -> None:
    with pytest.raises(OutsideFile):
        read_range(header, size=100)


def test_an_empty_file_has_no_part() -> None:
    with pytest.raises(OutsideFile):
        read_range("bytes=-5", size=0)


@pytest.mark.parametrize(("start", "end"), [(0, 999_999), (0, 0), (262_143, 262_144), (999_999, 999_999)])
def test_pieces_are_the_bytes_of_the_part_and_the_file_is_closed(start: int, end: int) -> None:
    data = bytes(number % 251 for number in range(1_000_000))
    file = io.BytesIO(data)
    assert b"".join(Pieces(file, Part(start, end, len(data)))) == data[start : end + 1]
    assert file.closed


def test_pieces_nobody_read_close_their_file_too() -> None:
    file = io.BytesIO(b"data")
    Pieces(file, Part(0, 3, 4)).close()
    assert file.closed
