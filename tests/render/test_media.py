"""Pictures are turned, shrunk and checked before a page sees them."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from campaign.render.job import MediaFile
from campaign.render.media import encode_picture
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import BrokenMedia


def encode(path: Path, *, width: int = 40, height: int = 40) -> Image.Image:
    media = {path.name: MediaFile(path, hash_bytes(path.read_bytes()))}
    url = encode_picture(path.name, media, width=width, height=height, field="photo")
    return Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))


def test_a_photo_shrinks_until_it_just_covers_the_surface(tmp_path: Path) -> None:
    path = tmp_path / "wide.jpg"
    Image.new("RGB", (400, 200), "#0b7a75").save(path)
    image = encode(path)
    assert (image.format, image.size) == ("JPEG", (80, 40))


def test_a_small_photo_is_not_blown_up(tmp_path: Path) -> None:
    path = tmp_path / "small.png"
    Image.new("RGB", (10, 10)).save(path)
    assert encode(path).size == (10, 10)


def test_a_photo_is_turned_by_exif_and_loses_its_data(tmp_path: Path) -> None:
    path = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(path, exif=exif)
    image = encode(path, width=20, height=20)
    assert (image.size, dict(image.getexif())) == ((20, 40), {})


def test_see_through_pictures_stay_so(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    Image.new("RGBA", (20, 20), (1, 2, 3, 0)).save(path)
    assert (encode(path).format, encode(path).mode) == ("PNG", "RGBA")


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off", b"\x89PNG\r\n\x1a\n"])
def test_a_corrupt_picture_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(data)
    with pytest.raises(BrokenMedia) as caught:
        encode(path)
    assert (caught.value.place.file, caught.value.place.field) == ("broken.jpg", "photo")


def test_a_missing_picture_is_told_with_what_there_is() -> None:
    with pytest.raises(BrokenMedia) as caught:
        encode_picture("a.jpg", {}, width=1, height=1, field="photo")
    assert str(caught.value) == "a.jpg · photo: The file “a.jpg” is missing. There is: —."


def test_a_drawing_is_looked_at_before_it_is_embedded(tmp_path: Path) -> None:
    path = tmp_path / "evil.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><image href="file:///etc/x.png"/></svg>')
    media = {"evil.svg": MediaFile(path, "0" * 64)}
    with pytest.raises(BrokenMedia, match=r"The drawing evil\.svg is refused: it contains <image>\."):
        encode_picture("evil.svg", media, width=8, height=8, field="photo")
