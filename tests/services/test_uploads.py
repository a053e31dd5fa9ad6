"""Files handed in for a draft: what is taken, what is refused, and what is left of it."""

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from campaign.data.models import Draft, StoredFile
from campaign.render.manifest import FieldType
from campaign.services import uploads, writing
from campaign.services.storage import get_store
from campaign.spec.errors import BrokenMedia, NotAllowed, UnknownName
from tests.factories.drafts import make_draft
from tests.factories.films import make_film
from tests.factories.rows import NOON, make_person
from tests.factories.values import make_template

pytestmark = pytest.mark.django_db
GPS = 0x8825
ORIENTATION = 0x0112


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"


def give(draft: Draft, name: str, data: bytes, kind: FieldType = FieldType.IMAGE) -> uploads.Kept:
    return uploads.attach_file(
        draft,
        SimpleUploadedFile(name, data),
        kind=kind,
        by=make_person(),
        now=NOON,
    )


def paint(kind: str = "JPEG", *, size: tuple[int, int] = (40, 20), exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0b7a75").save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def write_bomb(side: int) -> bytes:
    """A PNG of one bit a pixel that unfolds to side × side pixels: a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packed = zlib.compressobj(9)
    rows = b"".join(packed.compress(bytes(side // 8 + 1)) for _ in range(side)) + packed.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_photo_is_kept_upright_and_without_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was held upright
    exif.get_ifd(GPS)[2] = (42.0, 41.0, 52.0)
    draft = make_draft()
    kept = give(draft, "IMG_0001.JPG", paint(exif=exif))
    assert (kept.name, kept.file.width, kept.file.height) == ("IMG_0001.jpg", 20, 40)
    with get_store().open(kept.file.name) as file, Image.open(file) as photo:
        assert (photo.size, dict(photo.getexif())) == ((20, 40), {})
    draft.refresh_from_db()
    assert draft.media == {"IMG_0001.jpg": kept.file.sha256}
    assert list(draft.files.all()) == [kept.file]


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Снимки\\Елица на терена.jpeg", "Елица-на-терена.jpg"),
        ("<img src=x onerror=alert(1)>.jpg", "img-src-x-onerror-alert-1.jpg"),
        (".jpg", "jpg.jpg"),
        ("x" * 300 + ".jpg", "x" * 60 + ".jpg"),
    ],
)
def test_a_file_is_called_as_people_called_it_as_far_as_that_is_a_name(given: str, called: str) -> None:
    assert give(make_draft(), given, paint()).name == called


def test_two_files_of_one_name_are_told_apart_and_the_same_bytes_are_one() -> None:
    draft = make_draft()
    names = [give(draft, "a.png", data).name for data in (paint("PNG"), paint("PNG", size=(9, 9)), paint("PNG"))]
    assert names == ["a.png", "a-2.png", "a.png"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.jpg", b"<html><script>alert(1)</script>", "not a file of a kind"),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        ("a.jpg", b"", "empty"),
        ("a.jpg", paint()[:200], "damaged"),
        ("a.png", write_bomb(12_000), "million pixels"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "a.svg"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "a.svg"),
    ],
)
def test_what_is_no_photo_is_refused_in_words_and_leaves_nothing(name: str, data: bytes, said: str) -> None:
    draft = make_draft()
    with pytest.raises(BrokenMedia, match=said) as caught:
        give(draft, name, data)
    assert caught.value.hint is not None
    draft.refresh_from_db()
    assert (draft.media, list(get_store().names())) == ({}, [])


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    class Endless(SimpleUploadedFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            raise AssertionError("it was read")

    upload = Endless("a.jpg", b"x")
    upload.size = 40_000_001
    with pytest.raises(BrokenMedia, match=r"40\.0 MB"):
        uploads.attach_file(
            make_draft(),
            upload,
            kind=FieldType.IMAGE,
            by=make_person(),
            now=NOON,
        )


def test_a_film_is_measured_and_one_that_is_none_is_refused(tmp_path: Path) -> None:
    film = make_film(tmp_path / "a.mp4", seconds=1, size="64x36", sound=False).read_bytes()
    draft = make_draft("film")
    kept = give(draft, "урок.mp4", film, FieldType.CLIP)
    assert (kept.file.width, kept.file.height, kept.file.seconds) == (64, 36, 1.0)
    for data in (film[: len(film) // 2], b"#EXTM3U\nfile:///etc/passwd\n", b"\0\0\0\x18ftypmp42" + bytes(64), paint()):
        with pytest.raises(BrokenMedia):
            give(draft, "b.mp4", data, FieldType.CLIP)


def test_whoever_writes_no_stories_hands_nothing_in() -> None:
    for person in (make_person("designer"), make_person("staff", name="stranger", organisation="other")):
        with pytest.raises(NotAllowed):
            uploads.attach_file(
                make_draft(),
                SimpleUploadedFile("a.jpg", paint()),
                kind=FieldType.IMAGE,
                by=person,
                now=NOON,
            )


def test_the_kind_of_file_is_told_by_the_input_it_is_for() -> None:
    manifest = make_template().manifest
    with pytest.raises(UnknownName):
        uploads.find_kind(manifest, "values.headline.bg")
    with pytest.raises(UnknownName):
        uploads.find_kind(manifest, "values.nothing")


@pytest.mark.django_db(transaction=True)
def test_what_only_a_draft_had_goes_with_it() -> None:
    """A photo that another draft uses, too, stays."""
    draft, other = make_draft(), make_draft()
    alone, shared = give(draft, "a.png", paint("PNG")), give(draft, "b.png", paint("PNG", size=(9, 9)))
    give(other, "c.png", paint("PNG", size=(9, 9)))
    writing.discard(draft, by=make_person())
    assert (get_store().exists(alone.file.name), get_store().exists(shared.file.name)) == (False, True)
    assert list(StoredFile.objects.all()) == [shared.file]
