"""Films that are lists of other files: nothing outside of them is opened, as a listening server bears witness."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from campaign.adapters.films import look_at
from campaign.adapters.media import clean_media
from campaign.adapters.uploads import take_upload
from campaign.render.manifest import FieldType
from campaign.spec.errors import BrokenMedia
from tests.factories.films import make_film
from tests.factories.packs import write_file

HOLDERS = (b"moov", b"trak", b"mdia", b"minf", b"dinf")


@pytest.fixture(scope="module")
def witness() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and who came to it."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            with suppress(OSError):
                while True:
                    line, address = server.accept()
                    came.append(address[0])
                    line.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield server.getsockname()[1], came
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(10)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_film(tmp_path_factory.mktemp("film") / "a.mp4", seconds=0.4, sound=False).read_bytes()


LISTS = {
    "HLS of http": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n",
    "HLS of files": "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "HLS with a key": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="http://127.0.0.1:{port}/k"\n#EXTINF:1,\na.ts\n',
    "HLS of a part": "#EXTM3U\n#EXTINF:1,\nsubfile,,start,0,end,9,,:/etc/passwd\n",
    "HLS joined": "#EXTM3U\n#EXTINF:1,\nconcat:http://127.0.0.1:{port}/?|file:///etc/passwd\n",
    "HLS of data": "#EXTM3U\n#EXTINF:1,\ndata:video/mp4;base64,AAAA\n",
    "a concat script": "ffconcat version 1.0\nfile 'http://127.0.0.1:{port}/a.mp4'\nfile '/etc/passwd'\n",
    "DASH": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet><Representation>'
    "<BaseURL>http://127.0.0.1:{port}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>",
    "SDP": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n",
    "ASX": '<asx version="3.0"><entry><ref href="http://127.0.0.1:{port}/a"/></entry></asx>',
    "SMIL": '<smil><body><video src="http://127.0.0.1:{port}/a"/></body></smil>',
    "Reference movie": "RTSPtext\r\nrtsp://127.0.0.1:{port}/a\r\n",
}
DISGUISES = {
    "as MP4": struct.pack(">I", 16) + b"ftypisom\0\0\0\0",
    "as half an MP4": b"\0\0\0\x20ftypisom",
    "as MKV": b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska",
    "as AVI": b"RIFF\0\0\0\0AVI ",
}


@pytest.mark.parametrize(
    ("text", "disguise"),
    [*((text, b"") for text in LISTS.values()), *((LISTS["HLS of http"], disguise) for disguise in DISGUISES.values())],
    ids=[*LISTS, *DISGUISES],
)
def test_a_list_under_a_films_name_opens_nothing(
    tmp_path: Path, witness: tuple[int, list[str]], text: str, disguise: bytes
) -> None:
    port, came = witness
    data = disguise + text.format(port=port).encode()
    path = write_file(tmp_path, "media/a.mp4", data)
    with pytest.raises(BrokenMedia) as caught:
        take_upload(path, kind=FieldType.CLIP, name="a.mp4", work=tmp_path)
    assert caught.value.hint is not None
    assert "root:" not in str(caught.value)
    assert came == []


@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/a.mp4", "file:///etc/passwd", "/etc/passwd"])
def test_a_film_whose_pictures_lie_elsewhere_is_not_followed(
    tmp_path: Path, film: bytes, witness: tuple[int, list[str]], target: str
) -> None:
    """A data reference may name another file (ISO 14496-12 § 8.7.2)."""
    port, came = witness
    hostile = refer(film, target.format(port=port).encode() + b"\0")
    path = write_file(tmp_path, "media/a.mp4", hostile)
    for look in (take, look_at, take_from_pack):
        with pytest.raises(BrokenMedia):
            look(path)
    assert came == []


def take(path: Path) -> object:
    return take_upload(path, kind=FieldType.CLIP, name="a.mp4", work=path.parent)


def take_from_pack(path: Path) -> object:
    return clean_media(path.parents[1], path.name, kind=FieldType.CLIP, work=None)


def refer(data: bytes, target: bytes) -> bytes:
    """The same film, whose data reference is an address; its own pictures stay where they are told to be."""
    out, at = b"", 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        inside = data[at + 8 : at + size]
        if kind in HOLDERS:
            inside = refer(inside, target)
        elif kind == b"dref":
            entry = struct.pack(">I4sI", 12 + len(target), b"url ", 0) + target
            inside = struct.pack(">II", 0, 1) + entry
        out += struct.pack(">I4s", 8 + len(inside), kind) + inside
        at += size
    return out


@pytest.mark.parametrize("count", [0x7FFFFFFF, 100_000_000])
def test_a_film_that_promises_countless_pictures_is_refused_in_time(tmp_path: Path, film: bytes, count: int) -> None:
    at = film.index(b"stts") + 8
    hostile = film[:at] + struct.pack(">II", 1, count) + film[at + 8 :]
    at = film.index(b"stsz") + 8
    hostile = hostile[:at] + struct.pack(">II", 1, count) + hostile[at + 8 :]
    with pytest.raises(BrokenMedia):
        take(write_file(tmp_path, "media/a.mp4", hostile))


@pytest.mark.parametrize(("width", "height"), [(65_535, 65_535), (1, 65_535), (0, 0)])
def test_a_film_of_absurd_size_is_refused(tmp_path: Path, film: bytes, width: int, height: int) -> None:
    at = film.index(b"avc1") + 28
    hostile = film[:at] + struct.pack(">HH", width, height) + film[at + 4 :]
    at = film.index(b"tkhd") + 4 + 76
    hostile = hostile[:at] + struct.pack(">II", width << 16, height << 16) + hostile[at + 8 :]
    if (width, height) == (65_535, 65_535):
        hostile = hostile.replace(film[film.index(b"avcC") : film.index(b"avcC") + 20], b"avcC" + bytes(16))
    path = write_file(tmp_path, "media/a.mp4", hostile)
    try:
        taken = take_upload(path, kind=FieldType.CLIP, name="a.mp4", work=tmp_path)
    except BrokenMedia:
        return
    assert (taken.width, taken.height) == (320, 180)
