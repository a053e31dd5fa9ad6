"""Pictures that are more, or other, than they say: only their pixels are kept, and looking at them ends."""

import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from campaign.adapters import media
from campaign.adapters.media import clean_media
from campaign.adapters.uploads import Taken, take_upload
from campaign.render.manifest import FieldType
from campaign.spec.errors import BrokenMedia
from tests.attacks.measure import refuse
from tests.attacks.readers import clean_png, look_at_drawing
from tests.factories.packs import make_photo, write_file

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" {}>{}</svg>'


def take(folder: Path, name: str, data: bytes) -> Taken:
    work = folder / "work"
    work.mkdir(exist_ok=True)
    return take_upload(write_file(folder, name, data), kind=FieldType.IMAGE, name=name, work=work)


def make_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def make_png(*more: bytes, width: int = 8, height: int = 4) -> bytes:
    """A grey PNG with more chunks before its pixels."""
    head = make_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = zlib.compress(bytes(36))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + make_chunk(b"IDAT", pixels) + make_chunk(b"IEND", b"")


def make_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", SCRIPT)
    return out.getvalue()


def add_text() -> bytes:
    """HTML in a PNG, as browsers that guess kinds once ran it."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SCRIPT.decode())
    out = io.BytesIO()
    Image.new("RGB", (8, 4)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


START = make_photo()[:2]
POLYGLOTS = {
    "JPEG and JAR": ("a.jpg", make_photo() + make_archive()),
    "PNG and JAR": ("a.png", make_photo(kind="PNG") + make_archive()),
    "JPEG and PDF": ("a.jpg", make_photo()[:2] + b"\xff\xfe\x00\x14%PDF-1.4 1 0 obj\n" + make_photo()[2:] + SCRIPT),
    "PNG and HTML": ("a.png", add_text()),
    "WebP and HTML": ("a.webp", make_photo(kind="WEBP") + SCRIPT),
    "PHP in a comment": (
        "a.jpg",
        START + b"\xff\xfe\x00\x1e<?php system($_GET['c']); ?>" + make_photo()[2:],
    ),
}
FOREIGN = {
    "GIF and JavaScript": b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)",
    "TIFF": b"II*\0" + bytes(64),
    "BMP": b"BM" + bytes(64),
    "ICO": b"\0\0\1\0\1\0" + bytes(64),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n(id) (r) file",
    "ImageMagick's MVG": b"push graphic-context\nviewbox 0 0 9 9\nfill 'url(https://127.0.0.1/x.jpg\"|id\")'\n",
    "HTML": b"<!doctype html>" + SCRIPT,
    "Windows metafile": b"\xd7\xcd\xc6\x9a" + bytes(64),
}
BROKEN = {
    "no pixels but a promise": make_png(width=8000, height=8000),
    "far too many pixels": make_png(width=60_000, height=60_000),
    "text that unfolds": make_png(make_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(90_000_000)))),
    "profile that unfolds": make_png(make_chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(90_000_000)))),
    "size nought": make_png(width=0, height=0),
    "size below nought": make_png(width=2**31, height=2**31),
}
DRAWINGS = {
    "billion laughs": '<!DOCTYPE svg [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {n} "{f"&{o};" * 10}">' for o, n in zip("abcdefgh", "bcdefghi", strict=True)
    ) + "]>" + SVG.format("", "<title>&i;</title>"),
    "a file": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("", "<title>&a;</title>"),
    "an outer DTD": '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">' + SVG.format("", ""),
    "a parameter entity": '<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x">%a;]>' + SVG.format("", ""),
    "use from elsewhere": SVG.format("", '<use href="http://127.0.0.1:9/x.svg#a"/>'),
    "use of data": SVG.format("", '<use href="data:image/svg+xml,&lt;svg/>#a"/>'),
    "foreignObject": SVG.format("", '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
    "a script in metadata": SVG.format("", "<metadata><script>alert(1)</script></metadata>"),
    "an event": SVG.format('onload="alert(1)"', ""),
    "a style sheet": SVG.format("", "<style>@import 'http://127.0.0.1:9/x.css';</style>"),
    "a style sheet's program": '<?xml-stylesheet href="x.xsl" type="text/xsl"?>' + SVG.format("", ""),
    "UTF-16 that hides": ('<!DOCTYPE svg [<!ENTITY a "x">]>' + SVG.format("", "")).encode("utf-16").decode("latin-1"),
    "use of use": SVG.format("", '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>'),
    "much, often": SVG.format("", f'<g id="a">{"<path/>" * 9000}</g>' + '<use href="#a"/>' * 9000),
    "depth": SVG.format("", "<g>" * 50_000),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), POLYGLOTS.values(), ids=POLYGLOTS)
def test_of_a_picture_that_is_something_else_too_only_the_picture_is_kept(
    tmp_path: Path, name: str, data: bytes
) -> None:
    kept = take(tmp_path, name, data).path.read_bytes()
    assert [mark for mark in (b"PK\x03\x04", b"%PDF", b"<script", b"<?php", b"META-INF") if mark in kept] == []
    assert len(kept) < len(data)


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("name", ["a.png", "a.svg"])
def test_what_is_no_picture_of_ours_is_refused_whatever_its_name(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(BrokenMedia, match="not a file of a kind") as caught:
        take(tmp_path, name, data)
    assert caught.value.hint is not None


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_picture_that_promises_more_than_it_holds_is_refused(tmp_path: Path, data: bytes) -> None:
    refuse(clean_png, write_file(tmp_path, "media/a.png", data))


def test_a_drawing_under_a_photos_name_is_still_looked_at_as_a_drawing(tmp_path: Path) -> None:
    with pytest.raises(BrokenMedia, match="reacts to events"):
        take(tmp_path, "a.png", DRAWINGS["an event"].encode())


@pytest.mark.parametrize("text", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_that_runs_loads_or_explodes_is_refused(text: str) -> None:
    refuse(look_at_drawing, text.encode("latin-1"), match="is refused")


def test_a_shape_may_be_repeated_as_often_as_drawings_do() -> None:
    look_at_drawing(SVG.format("", '<g id="a"><path/><path/></g>' + '<use href="#a"/>' * 500).encode())


@pytest.mark.parametrize("where", [b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II*\0\xff\xff\xff\xff"])
@pytest.mark.parametrize("kind", range(1, 14))
def test_positions_and_cameras_that_lie_leave_a_photo_a_photo(tmp_path: Path, where: bytes, kind: int) -> None:
    """EXIF of one entry whose type, count and offset make no sense."""
    entry = struct.pack("<HHHII", 1, 0x0112, kind, 0xFFFFFFF0, 0xFFFFFFFF)
    told = b"Exif\0\0" + where + entry + bytes(9)
    photo = make_photo()
    data = photo[:2] + b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told + photo[2:]
    name = write_file(tmp_path, "media/a.jpg", data).name
    path, _ = clean_media(tmp_path, name, kind=FieldType.IMAGE, work=tmp_path)
    assert b"Exif" not in path.read_bytes()


def test_a_photo_of_endless_passes_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A progressive JPEG may refine its pixels as often as it likes: some hundred bytes cost a pass over all."""
    out = io.BytesIO()
    Image.new("L", (4000, 4000), 128).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last = data.rindex(b"\xff\xda")
    bomb = data[:last] + data[last:-2] * 4000 + data[-2:]
    monkeypatch.setattr(media, "PHOTO_SECONDS", 1.0)
    write_file(tmp_path, "media/a.jpg", bomb)
    began = time.monotonic()
    with pytest.raises(BrokenMedia, match="cannot be read in time"):
        clean_media(tmp_path, "a.jpg", kind=FieldType.IMAGE, work=tmp_path)
    assert time.monotonic() - began < 8
