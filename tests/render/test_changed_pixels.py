"""What changed between two pictures is kept, framed and measured; the rest fades."""

import io

from PIL import Image, ImageDraw

from campaign.render.changed_pixels import MARK, mark_changes, measure_change

SIZE = (160, 96)


def paint(*boxes: tuple[int, int, int, int], ground: str = "#0b7a75") -> Image.Image:
    picture = Image.new("RGB", SIZE, ground)
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill="#ffb703")
    return picture


def open_marked(before: Image.Image, after: Image.Image) -> Image.Image:
    return Image.open(io.BytesIO(mark_changes(before, after).picture)).convert("RGB")


def is_near(colour: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return bool(max(abs(one - other) for one, other in zip(colour, wanted, strict=True)) < 40)


def test_the_same_picture_has_no_mark() -> None:
    marked = mark_changes(paint(), paint())
    assert marked.share == measure_change(paint(), paint()) == 0
    colours = open_marked(paint(), paint()).getcolors()
    assert colours is not None
    assert not any(is_near(colour, MARK) for _, colour in colours)


def test_noise_of_an_encoder_is_no_change() -> None:
    assert measure_change(paint(), paint(ground="#107f7a")) == 0


def test_what_changed_keeps_its_colour_within_a_frame_and_the_rest_is_faded() -> None:
    marked = open_marked(paint(), paint((64, 32, 95, 47)))
    assert is_near(marked.getpixel((80, 40)), (255, 183, 3))
    assert is_near(marked.getpixel((80, 28)), MARK)
    assert min(marked.getpixel((10, 10))) > 200  # type: ignore[arg-type]
    assert mark_changes(paint(), paint((64, 32, 95, 47))).share == 32 * 16 / (160 * 96)


def test_places_far_apart_have_frames_of_their_own() -> None:
    marked = open_marked(paint(), paint((0, 0, 15, 15), (144, 80, 159, 95)))
    assert not is_near(marked.getpixel((80, 48)), MARK)


def test_a_picture_of_another_size_is_all_new_and_still_shown() -> None:
    smaller = paint().resize((80, 48))
    assert measure_change(smaller, paint()) == 1.0
    assert open_marked(smaller, paint((64, 32, 95, 47))).size == SIZE
