"""Marks are read from a page whoever drew it: lengths by family, signs by how they look."""

from campaign.render.marks import Length, MarkReader, Marks, Signs
from campaign.spec.boxes import Box


def read(body: str, **boxes: tuple[float, float]) -> Marks:
    reader = MarkReader(f'<html><body class="landscape">{body}</body></html>')
    return reader.measure({name.replace("_", "-"): Box(0, 0, *size) for name, size in boxes.items()})


def test_elements_with_a_length_get_ids_and_keep_their_own() -> None:
    reader = MarkReader('<p style="width:3px">a</p>\n<p id="own" style="height:4px">b</p><p style="color:red">c</p>')
    assert reader.html == (
        '<p id="mark-1" style="width:3px">a</p>\n<p id="own" style="height:4px">b</p><p style="color:red">c</p>'
    )
    assert reader.named == {"mark-1"}


def test_signs_that_end_a_line_elsewhere_move_no_id() -> None:
    said = "<b>\u2028\x0b\x85</b>\n"
    assert MarkReader(f'{said}<p style="width:3px">a</p>').html == f'{said}<p id="mark-1" style="width:3px">a</p>'


def test_bars_of_a_chart_are_one_family_however_one_is_set_off() -> None:
    marks = read(
        '<div class="bar" style="width:10%"></div><div class="bar lead" style="width:20%" data-amount="4"></div>',
        mark_1=(10, 5),
        mark_2=(20, 5),
    )
    assert [(each.family, each.amount, each.written) for each in marks.lengths] == [
        ("html. body.landscape div.bar", None, {"width": "10%"}),
        ("html. body.landscape div.bar", 4.0, {"width": "20%"}),
    ]


def test_room_for_words_and_what_is_clipped_are_no_lengths() -> None:
    assert read(
        '<div style="width:9px"><div data-fit="headline">a</div></div><div data-room style="width:8px"></div>'
        '<div style="width:7px;clip-path:inset(1px)"></div><svg><rect style="width:3px"/></svg>',
        mark_1=(9, 9), mark_2=(8, 9), mark_3=(7, 9),
    ).lengths == ()  # fmt: skip


def test_signs_are_counted_by_how_they_look() -> None:
    full, empty = '<i><b fill="#000"></b></i>', '<i><b fill="none"></b></i>'
    assert Signs("html. body.landscape p. i.", (3, 7)) in read(f"<p>{full * 3}{empty * 7}</p>").signs


def test_a_broken_page_is_read_as_far_as_it_goes() -> None:
    assert read("<div><p style='width:3px'></div></p></span><br><img>", mark_1=(3, 1)).lengths == (
        Length("mark-1", "html. body.landscape div. p.", Box(0, 0, 3, 1), {"width": "3px"}),
    )
