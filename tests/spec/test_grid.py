"""Tables that people paste: how they are laid out and read, and how what cannot be read is told by its cell."""

import contextlib
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from campaign.spec.cells import Mark, Unclear, read_cell
from campaign.spec.figure import Status
from campaign.spec.grid import (
    Dash,
    Grid,
    Role,
    add_column,
    add_line,
    lay_grid,
    name_columns,
    transpose,
    write_cells,
)
from campaign.spec.reading import has_break, read_grid

CENSUS = "Дял на учениците, %\nОбласт;2011;;2021;\n;момчета;момичета;момчета;момичета\n"
ROWS = "Сливен;12,1;13,5;1 234,5;н.д.\nДобрич;-;1;2;3\nОбщо;4;4;4;4\nИзточник: НСИ"


def lay(text: str) -> Grid:
    return lay_grid([line.split(";") for line in text.splitlines()])


def test_titles_above_notes_below_and_headers_of_two_lines() -> None:
    grid = lay(CENSUS + ROWS)
    assert (grid.header, grid.above, grid.notes) == (2, ("Дял на учениците, %",), ("Източник: НСИ",))
    assert name_columns(grid) == ("Област", "2011 · момчета", "2011 · момичета", "2021 · момчета", "2021 · момичета")
    reading = read_grid(grid)
    assert [column.role for column in reading.columns] == [Role.LABEL, *[Role.AMOUNT] * 4]
    assert {column.unit for column in reading.find(Role.AMOUNT)} == {"%"}  # the line above says so of all
    assert reading.columns[1].moment is not None
    assert reading.columns[1].moment.iso == "2011"


def test_a_total_is_left_out_and_can_be_kept() -> None:
    grid = lay(CENSUS + ROWS)
    assert [line.name for line in read_grid(grid).shown] == ["Сливен", "Добрич"]
    kept = replace(grid, kept=(4,), out=(2,))
    assert [line.name for line in read_grid(kept).shown] == ["Добрич", "Общо"]


def test_a_dash_is_asked_about_until_somebody_says_what_it_means() -> None:
    grid = lay(CENSUS + ROWS)
    asked = read_grid(grid)
    assert [(fault.line, fault.column) for fault in asked.faults] == [(3, 1)]
    assert asked.dashes
    nought = read_grid(replace(grid, dash=Dash.NOUGHT))
    assert (nought.faults, nought.lines[1].cells[1].amount) == ((), Decimal(0))
    unknown = read_grid(replace(grid, dash=Dash.UNKNOWN))
    assert (unknown.faults, unknown.lines[1].cells[1].status) == ((), Status.UNKNOWN)


def test_what_is_not_known_is_never_nought() -> None:
    reading = read_grid(replace(lay(CENSUS + ROWS), dash=Dash.UNKNOWN))
    assert [(line.name, column.letter) for line, column in reading.list_unknown()] == [("Сливен", "E"), ("Добрич", "B")]
    assert all(line.cells[column.number].amount is None for line, column in reading.list_unknown())


def test_a_comma_that_may_be_two_things_is_told_once_for_the_table() -> None:
    grid = lay("Област;Души\nСливен;1,234\nДобрич;2,345")
    reading = read_grid(grid)
    assert (len(reading.faults), reading.unclear) == (2, True)
    settled = read_grid(replace(grid, marks={",": Mark.THOUSANDS, ".": Mark.THOUSANDS}))
    assert [line.cells[1].amount for line in settled.lines] == [Decimal(1234), Decimal(2345)]


def test_flags_in_columns_of_their_own_are_put_beside_their_figures() -> None:
    grid = lay("TIME;2021;;2022;\nBulgaria;31.4;;32.0;b\nRomania;20;p;:;c")
    assert grid.lines[1:] == (("Bulgaria", "31.4", "32.0 b"), ("Romania", "20 p", ": c"))
    reading = read_grid(grid)
    assert has_break(reading.lines[0].cells[2])
    assert reading.lines[1].cells[1].status is Status.PROVISIONAL
    assert reading.lines[1].cells[2].status is Status.SUPPRESSED
    assert reading.list_flags() == ("b", "p", "c")


def test_columns_are_told_apart_and_people_may_say_otherwise() -> None:
    grid = lay("Код;Област;Province;n;Година;Дял, %\nSLV;Сливен;Sliven;30;2021;15,3\nDOB;Добрич;Dobrich;40;2021;7,2")
    roles = [column.role for column in read_grid(grid).columns]
    assert roles == [Role.CODE, Role.LABEL, Role.NAMES, Role.ASKED, Role.TIME, Role.AMOUNT]
    reading = read_grid(replace(grid, roles={"3": Role.OUT}))
    assert (reading.columns[3].role, reading.columns[3].guessed) == (Role.OUT, Role.ASKED)


def test_a_table_without_a_header_names_columns_by_letters() -> None:
    grid = lay("Сливен;15,3 %\nДобрич;7,2 %")
    assert (grid.header, name_columns(grid)) == (0, ("A", "B"))
    assert [column.unit for column in read_grid(grid).find(Role.AMOUNT)] == ["%"]


def test_signs_on_some_figures_only_are_told() -> None:
    (fault,) = read_grid(lay("Област;Дял\nСливен;15,3 %\nДобрич;7,2")).faults
    assert (fault.line, fault.column) == (2, 1)


def test_two_columns_of_one_name_are_told() -> None:
    (fault,) = read_grid(lay("Област;Дял;Дял\nСливен;1;2")).faults
    assert (fault.line, fault.column) == (0, 2)


def test_a_cell_is_corrected_and_lines_and_columns_are_added() -> None:
    grid = replace(lay("Област;Дял\nСливен;1\nДобрич;2\nШумен;3"), out=(3,))
    assert write_cells(grid, {(1, 1): " 5\u00a0 ", (9, 9): "x"}).lines[1] == ("Сливен", "5")
    assert add_line(grid).lines[-1] == ("", "")
    assert add_column(grid, "Име").lines[0] == ("Област", "Дял", "Име")
    assert transpose(grid).lines[0] == ("Област", "Сливен", "Добрич", "Шумен")


def test_a_single_column_or_nothing_is_no_table() -> None:
    assert lay("Сливен\nДобрич").width == 1
    assert lay_grid([]).lines == ()


@pytest.mark.parametrize("text", ["10⁶", "10 ³", "1.2bn", "1,5 bn", "3 pp", "(3 pp)"])
def test_what_may_be_more_than_its_digits_is_told(text: str) -> None:
    """Ten with a footnote, or a million; a break and no significance, or billions."""
    with pytest.raises(Unclear):
        read_cell(text)


def test_any_number_that_an_office_writes_is_read_as_it_was_meant_or_told() -> None:
    """Every way of grouping and marking, with signs, notes and flags around: never another number."""
    amounts = [Decimal(text) for text in ("0", "7", "-7.3", "999.5", "1234", "-1234.5", "12345.67", "1234567", "0.123")]
    for amount, group, mark in product(amounts, ["", " ", "\u202f", ".", ","], [".", ","]):
        plain = f"{amount:,}".replace(",", "G").replace(".", mark).replace("G", group)
        for text in (
            plain,
            f"{plain} %",
            f"{plain}*",
            f"{plain} p",
            f"{plain}²",
            plain.replace("-", "−"),
            f" {plain}\u00a0",
        ):
            try:
                cell = read_cell(text)
            except Unclear:
                assert group in (".", ",") or group == mark, text
            else:
                assert group == mark or cell.amount == amount, text
    for text in (
        ":",
        "..",
        "…",
        "n/a",
        "н.д.",
        "",
        ": c",
        ":c",
        "-",
        "–",
        "x",
        "х",
        "?",
        "#N/A",
        "<5",
        "1/2",
        "12-13",
        "5-",
        "1'234",
    ):
        with contextlib.suppress(Unclear):
            assert read_cell(text).amount is None, text
