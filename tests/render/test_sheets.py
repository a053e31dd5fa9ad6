"""Contact sheets of pictures that are known."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from campaign.render.sheets import HEAD_BYTES, Picture, choose_moments, draw_sheet, print_second, read_sheet
from campaign.spec.errors import BrokenMedia


def make_picture(frame: int, grey: int, *, width: int = 320, height: int = 180) -> Picture:
    return Picture(frame, np.full((height, width, 3), grey, dtype=np.uint8))


def list_frames(pictures: tuple[Picture, ...]) -> list[int]:
    return [picture.frame for picture in pictures]


def test_what_stands_still_is_one_picture() -> None:
    still = [make_picture(frame, 100) for frame in (0, 3, 6, 249)]
    assert list_frames(choose_moments(still)) == [0]


def test_a_change_that_no_eye_sees_is_none() -> None:
    assert list_frames(choose_moments([make_picture(0, 100), make_picture(249, 101)])) == [0]


def test_moments_differ_rather_than_stand_at_even_distances() -> None:
    greys = {0: 0, 3: 0, 6: 0, 9: 200, 12: 200, 15: 90, 249: 90}
    pictures = [make_picture(frame, grey) for frame, grey in greys.items()]
    assert list_frames(choose_moments(pictures)) == [0, 9, 249]


def test_an_empty_ground_between_two_scenes_is_no_moment() -> None:
    scenes = [make_picture(frame, grey) for frame, grey in ((0, 90), (10, 90), (20, 255), (30, 140), (40, 140))]
    for scene in (scene for scene in scenes if scene.frame != 20):
        scene.pixels[::16, ::16] = 0
    assert list_frames(choose_moments(scenes)) == [0, 40]


def test_there_are_no_more_than_asked_for_and_first_and_last_are_there() -> None:
    pictures = [make_picture(frame, frame * 5) for frame in range(50)]
    chosen = list_frames(choose_moments(pictures, most=5))
    assert (len(chosen), chosen[0], chosen[-1]) == (5, 0, 49)


def test_the_moment_of_a_finding_is_there_though_it_looks_like_another() -> None:
    pictures = [make_picture(frame, 200 * (frame == 30)) for frame in (0, 10, 20, 30, 40)]
    assert list_frames(choose_moments(pictures, wanted=[12])) == [0, 10, 30]


def test_a_sheet_shows_its_pictures_where_it_says() -> None:
    greys = [10, 60, 110, 160, 210]
    data = draw_sheet([make_picture(at * 25, grey) for at, grey in enumerate(greys)], fps=25)
    sheet = read_sheet(data[:HEAD_BYTES])
    assert [moment.second for moment in sheet.moments] == [0, 1, 2, 3, 4]
    image = np.asarray(Image.open(BytesIO(data)).convert("L"), dtype=int)
    assert image.shape == (sheet.height, sheet.width)
    centres = [image[box.top + box.height // 2, box.left + box.width // 2] for box in sheet.moments]
    assert np.abs(np.subtract(centres, greys)).max() <= 2


def test_the_time_stands_below_its_picture() -> None:
    data = draw_sheet([make_picture(0, 0), make_picture(31, 0)], fps=25)
    box = read_sheet(data).moments[1]
    image = np.asarray(Image.open(BytesIO(data)).convert("L"), dtype=int)
    below = image[box.top + box.height + 4 :, box.left : box.left + 100]
    assert (below.min() < 80, below.max() > 250) == (True, True)


@pytest.mark.parametrize(("width", "height"), [(480, 270), (270, 480), (480, 50), (16, 480), (480, 480)])
@pytest.mark.parametrize("count", [1, 3, 8])
def test_no_sheet_is_wider_than_it_may(width: int, height: int, count: int) -> None:
    pictures = [make_picture(at, at, width=width, height=height) for at in range(count)]
    sheet = read_sheet(draw_sheet(pictures, fps=25))
    assert sheet.width <= 1600
    assert all(box.left + box.width <= sheet.width and box.top + box.height <= sheet.height for box in sheet.moments)


def test_the_same_pictures_give_the_same_bytes() -> None:
    pictures = [make_picture(0, 0), make_picture(31, 200)]
    assert draw_sheet(pictures, fps=25) == draw_sheet(pictures, fps=25)


@pytest.mark.parametrize("second", [0, 1.24, 59.999, 60, 75.5])
def test_seconds_read_alike_in_every_language(second: float) -> None:
    expected = {0: "0:00.00", 1.24: "0:01.24", 59.999: "1:00.00", 60: "1:00.00", 75.5: "1:15.50"}
    assert print_second(second) == expected[second]


def make_jpeg(comment: bytes) -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", comment=comment)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", make_jpeg(b""), make_jpeg(b"{}x"), make_jpeg(b"[[1, 2]]"), make_jpeg(b"7")],
    ids=["nothing", "text", "no comment", "no JSON", "too little", "a number"],
)
def test_what_is_no_sheet_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenMedia):
        read_sheet(data)
