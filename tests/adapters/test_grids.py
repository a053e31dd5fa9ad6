"""What people paste and hand in, for looking at and correcting; what is hostile or no table is refused in words."""

import io
import zipfile

import openpyxl
import pytest

from campaign.adapters.grids import MOST_TEXT, read_file, read_pasted
from campaign.spec.errors import InvalidDocument

KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
CELL = "table:table-cell"
WIDE = f'<{CELL} table:number-columns-repeated="16384"/>'
ROW = "<table:table-row>{}</table:table-row>"
ROWS = (
    f'<{CELL} office:value-type="string"><text:p>Област</text:p></{CELL}>'
    f'<{CELL} office:value-type="string"><text:p>Дял</text:p></{CELL}>{WIDE}',
    f'<{CELL} office:value-type="string"><text:p>Сливен</text:p></{CELL}>'
    f'<{CELL} office:value-type="percentage" office:value="0.153"><text:p>15 %</text:p></{CELL}>',
    f'<{CELL} office:value-type="date" office:date-value="2021-05-20"><text:p>20.05.21</text:p></{CELL}>'
    f'<{CELL} office:value-type="float" office:value="1234.567"><text:p>1235</text:p></{CELL}>',
)
EMPTY = f'<table:table-row table:number-rows-repeated="%d">{WIDE}</table:table-row>'
TABLE = (
    '<table:table table:name="Лист1">'
    + (ROW.format(ROWS[0]) + EMPTY % 2 + ROW.format(ROWS[1]) + ROW.format(ROWS[2]) + EMPTY % 1_048_570)
    + "</table:table>"
)
OPEN = (
    f"<office:document-content {SPACES}><office:body><office:spreadsheet>{TABLE}"
    "</office:spreadsheet></office:body></office:document-content>"
)


def make_ods(content: str = OPEN) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def make_xlsx() -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Дял"
    for row in (["Област", "Дял"], ["Сливен", 0.153], ["Добрич", "#REF!"]):
        first.append(row)
    first["B2"].number_format = "0.0%"
    book.create_sheet("Бележки").append(["Източник: НСИ"])
    book.create_sheet("Скрит").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Област\tДял, %\nСливен\t15,3\n", ["Сливен", "15,3"]),
        ("Област;Дял\r\nСливен;15,3\r\n", ["Сливен", "15,3"]),
        ("province,share\nSliven,15.3\n", ["Sliven", "15.3"]),
        ('province,share\n"Sliven, town",15.3\n', ["Sliven, town", "15.3"]),
        ('Област;Дял\nСливен "град;15,3\n', ['Сливен "град', "15,3"]),
    ],
)
def test_what_is_pasted_is_split_as_it_was_meant(text: str, second: list[str]) -> None:
    assert read_pasted(text)[1] == second


def test_the_sheets_of_a_workbook_come_with_their_figures_as_shown() -> None:
    sheets = read_file(make_xlsx(), name="table.xlsx")
    assert sheets == {
        "Дял": [["Област", "Дял"], ["Сливен", "15.3 %"], ["Добрич", "#REF!"]],
        "Бележки": [["Източник: НСИ"]],
    }


def test_a_spreadsheet_of_libreoffice_is_read_without_its_million_empty_rows() -> None:
    (lines,) = read_file(make_ods(), name="table.ods").values()
    assert lines == [["Област", "Дял"], [], [], ["Сливен", "15.3 %"], ["2021-05-20", "1234.5670"]]


def test_a_text_in_windows_1251_is_read() -> None:
    assert read_file("Област;Дял\nСливен;15,3\n".encode("windows-1251"), name="a.csv")[""][1] == ["Сливен", "15,3"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "nothing in this file"),
        (b"\x89PNG\r\n", "a.csv", "no workbook"),
        (make_ods("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "a.ods", "declares entities"),
        (make_ods("<a><b></a>"), "a.ods", "damaged"),
        (make_ods("<a>" + " " * 5_000_000 + "</a>"), "a.ods", "unpacks to too much"),
        (b"PK\x03\x04" + b"0" * 100, "a.xlsx", "damaged"),
        (b"PK\x03\x04" + b"0" * 100, "a.docx", "packed file"),
        (b"a;" * 60 + b"a\n" + b"1;" * 60 + b"1\n", "a.csv", "61 columns"),
        (b"a;b\n" * 1_001, "a.csv", "1001 rows"),
        (b"x" * 5_000_001, "a.csv", "too large"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, name: str, words: str) -> None:
    with pytest.raises(InvalidDocument, match=words):
        read_file(data, name=name)


def test_a_paste_without_end_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="too large"):
        read_pasted("x" * (MOST_TEXT + 1))
