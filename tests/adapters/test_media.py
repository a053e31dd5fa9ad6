"""Media are believed by their bytes, never by their names; what could run, load or explode is refused."""

import struct
import zlib
from pathlib import Path

import pytest

from campaign.adapters.media import clean_media, sniff_type
from campaign.render.manifest import FieldType
from campaign.spec.errors import BrokenMedia
from tests.factories.films import make_film
from tests.factories.packs import DRAWING, make_photo, write_file

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8">{}</svg>'


def clean(folder: Path, name: str, content: str | bytes, *, kind: FieldType = FieldType.IMAGE) -> Path:
    write_file(folder, f"media/{name}", content)
    return clean_media(folder, name, kind=kind, work=folder / "work")[0]


def refuse(folder: Path, name: str, content: str | bytes, *, kind: FieldType = FieldType.IMAGE) -> str:
    with pytest.raises(BrokenMedia) as caught:
        clean(folder, name, content, kind=kind)
    assert caught.value.hint is not None
    return str(caught.value.message)


def make_png(width: int, height: int) -> bytes:
    """A PNG header that promises pixels, without any."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def make_box(kind: bytes, payload: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(payload)) + kind + payload


FILM = make_box(b"ftyp", b"isom\0\0\0\0") + make_box(b"moov", b"\0" * 8) + make_box(b"mdat", b"\0" * 8)


def test_a_plain_drawing_is_taken_as_it_is(tmp_path: Path) -> None:
    assert clean(tmp_path, "a.svg", DRAWING).read_bytes() == DRAWING


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<script>alert(1)</script>", "it contains <script>"),
        ("<foreignObject/>", "it contains <foreignObject>"),
        ("<animate attributeName='href' to='javascript:x'/>", "it contains <animate>"),
        ("<image href='http://evil.example/x.png'/>", "it contains <image>"),
        ("<text>Hi</text>", "it contains <text>"),
        ("<p xmlns='http://www.w3.org/1999/xhtml'/>", "it contains <p>"),
        ("<rect onclick='alert(1)'/>", "it reacts to events (onclick)"),
        ("<use xlink:href='http://evil.example/x.svg#a'/>", "it loads something from elsewhere"),
        ("<rect fill='url(http://evil.example/x)'/>", "it loads something from elsewhere"),
        ("<rect style='fill:url( &quot;file:///etc/passwd&quot;)'/>", "it loads something from elsewhere"),
        ("<style>@import 'http://evil.example/x.css';</style>", "its style sheet loads or hides something"),
        ("<style>rect{fill:u\\72l(http://evil.example)}</style>", "its style sheet loads or hides something"),
        ("<style>rect{fill:url(//evil.example/x)}</style>", "it loads something from elsewhere"),
        ("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>", "it repeats what itself repeats"),
        ("<g id='a'><use href=' #a'/></g>", "it repeats what itself repeats"),
        ("<g id='a'><use href='#b' xlink:href='#a'/></g>", "it repeats what itself repeats"),
        (
            "<style>rect{fill:url(http://evil.example)}<title/></style>",
            "its style sheet loads or hides something",
        ),
        (
            "<style>rect{background:image-set('//evil.example/x' 1x)}</style>",
            "its style sheet loads or hides something",
        ),
        ("<rect style='background:image-set(&quot;//evil.example/x&quot; 1x)'/>", "it loads something from elsewhere"),
        ("<rect style='fill:\\75 rl(http://evil.example)'/>", "it hides an address"),
        ("<include xmlns='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>", "it loads something from elsewhere"),
        ("<?xml-stylesheet href='x.css'?>", "it asks for a style sheet or program"),
        ("<g>" * 100 + "</g>" * 100, "it has too many shapes"),
        ("<rect>", "line 1 is not valid XML"),
    ],
)
def test_a_hostile_drawing_is_refused_by_name(tmp_path: Path, inside: str, why: str) -> None:
    assert refuse(tmp_path, "evil.svg", SVG.format(inside)) == f"The drawing media/evil.svg is refused: {why}."


def test_a_drawing_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + SVG.format("<title>&b;</title>")
    assert refuse(tmp_path, "bomb.svg", "<?xml version='1.0'?>" + bomb) == (
        "The drawing media/bomb.svg is refused: it declares a document type or entities."
    )


def test_links_inside_a_drawing_are_taken(tmp_path: Path) -> None:
    editor = "xmlns:ed='urn:editor' ed:path='C:\\\\url\\\\a.png' ed:label='image (1)'"
    inside = f"<defs {editor}><g id='a'/><linearGradient id='b'/></defs><use href='#a'/><rect fill='url(#b)'/>"
    assert clean(tmp_path, "a.svg", SVG.format(inside)).name == "a.svg"


def test_a_drawing_without_a_size_is_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path, "a.svg", SVG.format("").replace(' viewBox="0 0 8 8"', "")) == (
        "The drawing media/a.svg is refused: it has no viewBox with a width and a height."
    )


def test_a_damaged_photo_is_refused_by_name(tmp_path: Path) -> None:
    assert refuse(tmp_path, "a.jpg", make_photo()[:300]) == "media/a.jpg is damaged and cannot be shown."


def test_a_photo_that_unfolds_to_gigabytes_is_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path, "a.png", make_png(10_000, 8_001)) == "media/a.png has 10000 × 8001 pixels."
    assert refuse(tmp_path, "b.png", make_png(60_000, 60_000)) == "media/b.png is damaged and cannot be shown."


def test_the_same_photo_gives_the_same_bytes(tmp_path: Path) -> None:
    for kind, name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")):
        photo = make_photo(kind=kind)
        assert clean(tmp_path / "one", name, photo).read_bytes() == clean(tmp_path / "two", name, photo).read_bytes()


def test_an_ending_that_lies_is_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path, "a.jpg", make_photo(kind="PNG")) == "media/a.jpg holds png data, its name says otherwise."


@pytest.mark.parametrize("content", [b"PK\x03\x04 a zip", b"GIF89a", b"<html></html>", b"plain words"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    assert refuse(tmp_path, "a.png", content) == "media/a.png is not a file of a kind that is taken here."


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path, "a.png", b"") == "media/a.png has 0 bytes."


def test_a_film_is_no_photo(tmp_path: Path) -> None:
    assert refuse(tmp_path, "a.mp4", FILM) == "media/a.mp4 is not a file of a kind that is taken here."


def test_a_whole_film_is_taken(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", seconds=0.2, size="64x36").read_bytes()
    assert clean(tmp_path, "a.mp4", film, kind=FieldType.CLIP).read_bytes() == film
    assert refuse(tmp_path, "a.mp4", film[:-1], kind=FieldType.CLIP).endswith("damaged: the film is not whole.")


@pytest.mark.parametrize("name", ["a.mp4", "a.mov"])
def test_a_film_without_a_picture_is_refused(tmp_path: Path, name: str) -> None:
    data = FILM if name == "a.mp4" else FILM.replace(b"isom", b"qt  ")
    assert refuse(tmp_path, name, data, kind=FieldType.CLIP) == "There is no picture in this file."


PRETENDERS = (
    b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n",
    b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    b"<?xml version='1.0'?><MPD><BaseURL>http://127.0.0.1:1/</BaseURL></MPD>",
    b"data:text/plain,film",
)


@pytest.mark.parametrize("data", PRETENDERS)
def test_a_list_of_other_files_is_no_film(tmp_path: Path, data: bytes) -> None:
    message = refuse(tmp_path, "a.mp4", data, kind=FieldType.CLIP)
    assert message == "media/a.mp4 is not a file of a kind that is taken here."


@pytest.mark.parametrize("film", [FILM[:-1], make_box(b"ftyp", b"isom") + make_box(b"mdat")])
def test_a_film_that_is_broken_off_is_refused(tmp_path: Path, film: bytes) -> None:
    assert refuse(tmp_path, "a.mp4", film, kind=FieldType.CLIP) == "media/a.mp4 is damaged: the film is not whole."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1\nnow --> later\nWords\n", "This time cannot be read: “now --> later”."),
        ("1\n00:00:00,000 --> 00:00:02,000\n\n", "No subtitles can be read from this file."),
    ],
)
def test_subtitles_without_a_cue_are_refused(tmp_path: Path, text: str, why: str) -> None:
    assert refuse(tmp_path, "a.srt", text, kind=FieldType.SUBTITLES) == why


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nА\n"),
        ("a.ass", "[Script Info]\n\n[V4+ Styles]\n\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,А\n"),
        ("a.ssa", "[Script Info]\n\n[V4 Styles]\n\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,А\n"),
        ("a.ttml", "<tt xmlns='http://www.w3.org/ns/ttml'><body><div><p begin='1s' end='2s'>А</p></div></body></tt>"),
        ("a.xml", "<?xml version='1.0'?><tt><body><div><p begin='1s' end='2s'>А</p></div></body></tt>"),
    ],
)
def test_subtitles_are_taken_in_every_kind_by_their_bytes(tmp_path: Path, name: str, text: str) -> None:
    assert clean(tmp_path, name, text, kind=FieldType.SUBTITLES).read_text() == text
    assert "its name says otherwise" in refuse(tmp_path, "b.srt", text, kind=FieldType.SUBTITLES)


def test_subtitles_that_could_explode_are_refused(tmp_path: Path) -> None:
    bomb = "<!DOCTYPE tt [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><tt><body><p begin='0s' end='1s'>&b;</p></body></tt>"
    assert "declares a document type" in refuse(tmp_path, "a.ttml", bomb, kind=FieldType.SUBTITLES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_subtitles_are_taken_in_the_encodings_editors_write(tmp_path: Path, encoding: str) -> None:
    data = "1\n00:00:00,000 --> 00:00:02,000\nЗдравей\n".encode(encoding)
    assert clean(tmp_path, "a.srt", data, kind=FieldType.SUBTITLES).read_bytes() == data


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xef\xbb\xbfWEBVTT\n\n", "vtt"),
        (b"\0\0\0\x14ftypqt  ", "mov"),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x82\x84webm", "webm"),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x82\x88matroska", "mkv"),
    ],
)
def test_types_are_told_by_bytes(tmp_path: Path, head: bytes, kind: str) -> None:
    assert sniff_type(write_file(tmp_path, "file", head)) == kind


SQUARE = """{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "geometry":
{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}"""


def test_a_map_is_taken_as_it_is(tmp_path: Path) -> None:
    assert clean(tmp_path, "a.geojson", SQUARE, kind=FieldType.MAP).read_text(encoding="utf-8") == SQUARE


@pytest.mark.parametrize(
    "content", ["{}", SQUARE.replace("Polygon", "Point"), SQUARE.replace("[0, 0]", "[0, NaN]"), "[]"]
)
def test_a_map_that_cannot_be_drawn_is_refused(tmp_path: Path, content: str) -> None:
    assert refuse(tmp_path, "a.geojson", content, kind=FieldType.MAP)


def test_a_map_is_no_picture(tmp_path: Path) -> None:
    assert "a.svg" in refuse(tmp_path, "a.svg", SQUARE)
