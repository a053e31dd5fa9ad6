"""A ZIP known before it is written: the stock readers take it, and any part of it is the same part."""

import io
import zipfile
import zlib
from dataclasses import replace
from datetime import date

import pytest

from campaign.playlists.archive import LIMIT, Entry, cut, lay_out

DAY = date(2026, 11, 23)
FILES = {"a.txt": b"one", "папка/б.txt": b"", "c.bin": bytes(range(256)) * 40}
ENTRIES = [
    Entry(path, len(data), zlib.crc32(data), **({"source": path} if path == "c.bin" else {"data": data}))
    for path, data in FILES.items()
]


def read(start: int, end: int) -> bytes:
    segments = lay_out(ENTRIES, day=DAY)
    return b"".join(
        (FILES[segment.source] if segment.source else segment.data)[first:last]
        for segment, first, last in cut(segments, start=start, end=end)
    )


def test_the_stock_reader_finds_every_file_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(read(0, 1 << 30))) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == FILES
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 23, 0, 0, 0)}


def test_segments_follow_each_other_without_a_gap() -> None:
    segments = lay_out(ENTRIES, day=DAY)
    assert [segment.start for segment in segments] == [0, *(segment.end for segment in segments[:-1])]
    assert len(read(0, 1 << 30)) == segments[-1].end


@pytest.mark.parametrize("at", [0, 1, 29, 30, 36, 100, 5000])
def test_a_part_and_the_rest_are_the_whole(at: int) -> None:
    assert read(0, at) + read(at, 1 << 30) == read(0, 1 << 30)


def test_beyond_four_gigabytes_places_are_wide() -> None:
    large = [Entry(f"{number}.mp4", LIMIT - 1, 7, source="film") for number in range(2)]
    small = Entry("last.txt", 3, zlib.crc32(b"one"), data=b"one")
    segments = lay_out([*large, small], day=DAY)
    tail = segments[-1].data
    assert b"PK\6\6" in tail
    assert b"PK\6\7" in tail

    # the stock reader goes by the directory alone: it stands at the end of a file as long as a disk
    class Sparse(io.RawIOBase):
        place = 0

        def seekable(self) -> bool:
            return True

        def readable(self) -> bool:
            return True

        def tell(self) -> int:
            return self.place

        def seek(self, offset: int, whence: int = 0) -> int:
            self.place = offset + (0, self.place, segments[-1].end)[whence]
            return self.place

        def read(self, size: int = -1) -> bytes:
            end = segments[-1].end if size < 0 else min(self.place + size, segments[-1].end)
            found = b"".join(
                segment.data[first:last] if not segment.source else bytes(last - first)
                for segment, first, last in cut(segments, start=self.place, end=end)
            )
            self.place = end
            return found

    with zipfile.ZipFile(Sparse()) as archive:
        assert archive.read("last.txt") == b"one"


def test_a_file_that_no_fat_disk_takes_is_refused() -> None:
    with pytest.raises(ValueError, match="4 GiB"):
        replace(ENTRIES[0], size=LIMIT + 1)
