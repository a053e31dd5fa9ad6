"""Tables from anywhere: every encoding and way of writing numbers, and every cell that cannot be read by its place."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from campaign.adapters.spreadsheets import parse, read_spreadsheet
from campaign.spec.errors import CampaignError
from campaign.spec.figure import Status
from campaign.spec.table import Table

TOWNS = "Област;Души;Дял, %\nСливен;23 918;15,3\nДобрич;н.д.;7,2\n"


def list_amounts(table: Table, column: int) -> list[Decimal | None]:
    return [row.cells[column].amount for row in table.rows]


def list_faults(data: bytes, name: str = "a.csv", sheet: str = "") -> list[tuple[int | None, str]]:
    with pytest.raises(CampaignError) as caught:
        parse(data, name, sheet)
    return [(fault.place.line, fault.place.field) for fault in caught.value.singles]


def make_workbook(*rows: tuple[Any, ...], formats: dict[str, str] | None = None, **others: Any) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Данни"
    for row in rows:
        sheet.append(row)
    for cell, pattern in (formats or {}).items():
        sheet[cell].number_format = pattern
    for name, state in others.items():
        book.create_sheet(name).sheet_state = state
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_are_told_from_the_file(encoding: str, delimiter: str, end: str) -> None:
    text = TOWNS.replace("15,3", '"15,3"').replace("7,2", '"7,2"').replace("Дял, %", '"Дял, %"')
    table = parse(text.replace(";", delimiter).replace("\n", end).encode(encoding), "towns.csv")
    assert [column.title for column in table.columns] == ["Област", "Души", "Дял, %"]
    assert list_amounts(table, 1) == [Decimal(23918), None]
    assert list_amounts(table, 2) == [Decimal("15.3"), Decimal("7.2")]
    assert [row.number for row in table.rows] == [2, 3]


def test_columns_know_their_units_and_unknown_cells_theirs() -> None:
    table = parse(TOWNS.encode(), "towns.csv")
    assert [(column.unit, column.is_amount) for column in table.columns] == [("", False), ("", True), ("%", True)]
    ((row, column, cell),) = table.list_unknown()
    assert (row.number, column.title, cell.status, cell.amount) == (3, "Души", Status.UNKNOWN, None)


@pytest.mark.parametrize(("title", "unit"), [
    ("Дял, %", "%"), ("Share (%)", "%"), ("Население (хил.)", "хил."), ("% от жителите", "%"),
    ("Population [thousand]", "thousand"),
])  # fmt: skip
def test_units_stand_in_the_name_of_a_column(title: str, unit: str) -> None:
    assert parse(f"a;{title}\nb;1\n".encode(), "a.csv").columns[1].unit == unit


@pytest.mark.parametrize(("text", "amount"), [
    ("35 000", "35000"), ("35\u00a0000", "35000"), ("35\u202f000,5", "35000.5"), ("1.234.567", "1234567"),
    ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("15,3 %", "15.3"), ("15.3%", "15.3"), ("−5", "-5"),
    ("0,123", "0.123"),
    ("7.2 p", "7.2"), ("7.2bp", "7.2"), ("12*", "12"), ("12 (1)", "12"), ("12³", "12"), ("(12,5)", "12.5"),
])  # fmt: skip
def test_amounts_are_read_as_offices_write_them(text: str, amount: str) -> None:
    table = parse(f"a;b\nx;{text}\n".encode(), "a.csv")
    assert list_amounts(table, 1) == [Decimal(amount)]


@pytest.mark.parametrize("text", ["", ":", "..", "…", "н.д.", "Н. Д.", "n/a", "няма данни"])
def test_what_is_not_known_is_never_nought(text: str) -> None:
    table = parse(f"a;b\nx;{text}\ny;1\n".encode(), "a.csv")
    assert [(cell.amount, cell.status) for cell in (row.cells[1] for row in table.rows)] == [
        (None, Status.UNKNOWN),
        (Decimal(1), Status.MEASURED),
    ]


@pytest.mark.parametrize(
    ("text", "status"), [("5 p", Status.PROVISIONAL), ("5e", Status.ESTIMATED), (": c", Status.SUPPRESSED)]
)
def test_flags_tell_how_sure_a_figure_is(text: str, status: Status) -> None:
    table = parse(f"a;b\nx;{text}\ny;1\n".encode(), "a.csv")
    assert table.rows[0].cells[1].status is status


@pytest.mark.parametrize("text", ["много", "1E+05", "-", "1,234", "01.02.2021", "3-Apr", "5 c", "1,23,4"])
def test_what_cannot_be_read_is_told_by_its_cell(text: str) -> None:
    assert list_faults(f"a;b\nx;1\ny;2\nz;{text}\n".encode()) == [(4, "B4 · b")]


def test_a_comma_means_what_it_means_in_the_rest_of_the_table() -> None:
    assert list_amounts(parse(b"a;b\nx;1,234\ny;0,5\n", "a.csv"), 1) == [Decimal("1.234"), Decimal("0.5")]
    assert list_amounts(parse(b"a;b\nx;1,234\ny;1,234,567\n", "a.csv"), 1) == [Decimal(1234), Decimal(1234567)]


@pytest.mark.parametrize(("text", "places"), [
    ("a;a\n1;2\n", [(1, "B1")]),
    ("a;;c\n1;2;3\n", [(1, "B1")]),
    ("a;b\n", [(1, "")]),
    ("a;b\n1;2\n1;2;3\n", [(3, "C3")]),
    ("a;b\nx;1\ny\nz;2\n", [(3, "")]),
    ("a;b\nx;15 %\ny;16\n", [(1, "B1 · b")]),
    ("", [(1, "")]),
    ("a\nb\n", [(1, "")]),
])  # fmt: skip
def test_the_shape_of_a_table_is_checked(text: str, places: list[tuple[int, str]]) -> None:
    assert list_faults(text.encode()) == places


def test_every_wrong_cell_is_told_at_once() -> None:
    assert list_faults("a;b;c\nx;1;2\ny;много;3\nz;2;твърде\nw;3;4\n".encode()) == [(3, "B3 · b"), (4, "C4 · c")]


def test_notes_above_and_under_a_table_are_no_rows() -> None:
    table = parse(
        "Население по области\n\nОбласт;Души\nСливен;1\nВраца;2\n\nИзточник: НСИ\n* оценка\n".encode(), "a.csv"
    )
    assert [row.number for row in table.rows] == [4, 5]
    assert (table.notes, table.remarks[-1]) == (("Източник: НСИ", "* оценка"), "Население по области")


@pytest.mark.parametrize("data", ["André;1\nb;2\n".encode("latin-1"), b"a;b\x00\n1;2\n", b"\xff\xfeab\x00"])
def test_an_encoding_that_cannot_be_told_is_not_guessed(data: bytes) -> None:
    assert len(list_faults(data)) == 1


def test_a_workbook_is_read_with_its_percentages_dates_and_gaps() -> None:
    data = make_workbook(("Област", "Души", "Дял"), ("Сливен", 23918, 0.153), ("Добрич", None, 0.072),
                         ("Враца", 9776, 1.234), formats={"C2": "0.0%", "C3": "0.0%", "C4": "0%"})  # fmt: skip
    table = parse(data, "towns.xlsx")
    assert (table.sheet, table.columns[2].unit) == ("Данни", "%")
    assert list_amounts(table, 1) == [Decimal(23918), None, Decimal(9776)]
    assert list_amounts(table, 2) == [Decimal("15.3"), Decimal("7.2"), Decimal("123.4")]


def test_floats_are_read_as_they_were_entered() -> None:
    table = parse(make_workbook(("a", "b"), ("x", 0.1 + 0.2), ("y", 1.234)), "a.xlsx")
    assert list_amounts(table, 1) == [Decimal("0.3"), Decimal("1.234")]


def test_a_formula_without_a_stored_value_is_refused() -> None:
    assert list_faults(make_workbook(("a", "b"), ("x", "=1+1"), ("y", 2)), "a.xlsx") == [(2, "Данни!B2")]


def store_value(data: bytes) -> bytes:
    """As a spreadsheet program does: the formula and what it came to."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(kept, "w") as copy:
        for part in book.infolist():
            copy.writestr(part, book.read(part).replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    return kept.getvalue()


def test_a_formulas_stored_value_is_taken_and_said() -> None:
    table = parse(store_value(make_workbook(("a", "b"), ("x", "=1+1"), ("y", 3))), "a.xlsx")
    assert list_amounts(table, 1) == [Decimal(2), Decimal(3)]
    assert table.remarks == ("1 formulas: their stored values are taken",)


def test_an_error_in_a_cell_is_told() -> None:
    assert list_faults(make_workbook(("a", "b"), ("x", "#REF!"), ("y", 2)), "a.xlsx") == [(2, "Данни!B2")]


def test_of_several_sheets_one_is_named() -> None:
    data = make_workbook(("a", "b"), ("x", 1), Втори="visible", Скрит="hidden")
    assert list_faults(data, "a.xlsx") == [(None, "")]
    assert list_faults(data, "a.xlsx", "Трети") == [(None, "")]
    assert parse(data, "a.xlsx", "Данни").remarks == ("other sheets: Втори, Скрит",)


def add_part(data: bytes, name: str, content: bytes) -> bytes:
    kept = io.BytesIO(data)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(("name", "content"), [
    ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    ("xl/bomb.xml", b"<a>" + b" " * 3_000_000),
    ("xl/entities.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ("xl/hidden.xml", '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16")),
])  # fmt: skip
def test_a_hostile_workbook_is_refused_before_it_is_read(name: str, content: bytes) -> None:
    data = add_part(make_workbook(("a", "b"), ("x", 1)), name, content)
    assert list_faults(data, "a.xlsx") == [(None, "")]


@pytest.mark.parametrize(("data", "name"), [
    (b"PK\x03\x04 broken", "a.xlsx"),
    (b"PK\x03\x04", "a.csv"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls"),
    (b"a;b\n1;2\n", "a.xlsx"),
    (make_workbook(("a", "b"), ("x", 1))[:2000], "a.xlsx"),
])  # fmt: skip
def test_what_is_no_workbook_is_said(data: bytes, name: str) -> None:
    assert list_faults(data, name) == [(None, "")]


def test_a_file_is_read_in_a_child_and_errors_come_back(tmp_path: Path) -> None:
    (tmp_path / "towns.csv").write_bytes(TOWNS.encode("windows-1251"))
    assert read_spreadsheet(tmp_path / "towns.csv").remarks == ("Windows-1251", "delimiter ;")
    (tmp_path / "bad.csv").write_text("a;b\nx;1\ny;2\nz;много\n")
    with pytest.raises(CampaignError) as caught:
        read_spreadsheet(tmp_path / "bad.csv", name="statistics/bad.csv")
    assert (caught.value.place.file, caught.value.place.line) == ("statistics/bad.csv", 4)


def test_a_link_or_a_huge_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "towns.csv")
    (tmp_path / "huge.csv").write_bytes(b"a;b\n" * 1_300_000)
    for name in ("link.csv", "huge.csv", "missing.csv"):
        with pytest.raises(CampaignError):
            read_spreadsheet(tmp_path / name)
