"""Tables, subtitles, logs and YAML that explode, load, or take the day; and formulas on their way out."""

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from campaign.adapters.report_book import write_book
from campaign.adapters.report_tables import disarm
from campaign.adapters.report_tables import write_csv as write_report_csv
from campaign.adapters.report_words import Reader
from campaign.playlists.build import build_playlist
from campaign.playlists.csv_file import STARTERS
from campaign.playlists.formats import write_playlist
from campaign.playlists.items import Revoked
from campaign.schedule.reigns import Reign
from campaign.studio.audit_cards import About, Line
from campaign.studio.views.audit import write_lines
from tests.adapters.test_reports import make_report
from tests.attacks.measure import measure, refuse
from tests.attacks.readers import read_grid, read_plays, read_subtitles, read_table, read_yaml
from tests.factories.schedule import make_release, make_spots

URL = "https://screens.example"
SPACES = (
    'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTER = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
TTML = '<tt xmlns="http://www.w3.org/ns/ttml"><body><p begin="{}" end="2s">x</p></body></tt>'
DIALOGUE = "[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,"


def pack(parts: Mapping[str, str | bytes], *, kind: str = "") -> bytes:
    """A ZIP; `kind` comes first and unpacked, as spreadsheets of LibreOffice have it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind:
            archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def write_ods(rows: str = "1", columns: str = "1", *, before: str = "", inside: str = "<x:p>a</x:p>") -> bytes:
    cell = f'<t:table-cell t:number-columns-repeated="{columns}">{inside}</t:table-cell>'
    table = f'<t:table t:name="a"><t:table-row t:number-rows-repeated="{rows}">{cell}</t:table-row></t:table>'
    text = f"{before}<o:body {SPACES}>{table}</o:body>"
    return pack({"content.xml": text}, kind="application/vnd.oasis.opendocument.spreadsheet")


REPEATED = {
    "rows": ("1000000000", "1"),
    "columns": ("1", "1000000000"),
    "both": ("99999999", "99999999"),
    "beyond an index": ("1" + "0" * 20, "1"),
    "beyond a number": ("9" * 5000, "9" * 5000),
}
BOOKS = {
    "laughing sheet": pack({"xl/worksheets/sheet1.xml": LAUGHS + SHEET}),
    "laughing sheet under a picture's name": pack({"xl/media/image1.png": LAUGHS + SHEET}),
    "a file in a sheet": pack({"xl/worksheets/sheet1.dat": OUTER + SHEET}),
    "UTF-16 hides": pack({"xl/worksheets/sheet1.bin": (LAUGHS + SHEET).encode("utf-16")}),
    "links to other files": pack({"xl/externalLinks/externalLink1.xml": "<a/>"}),
    "a bomb": pack({"xl/worksheets/sheet1.xml": b" " * 70_000_000}),
    "many small ones": pack({f"xl/worksheets/sheet{n}.xml": "<a/>" for n in range(1_200)}),
}
SLOW = {
    "spaces before an arrow": b"1\n" + b" " * 400_000 + b"-->\nx",
    "spaces in a time": b"1\n0" + b" " * 200_000 + b":" + b" " * 200_000 + b"-->\nx",
    "times without words": b"WEBVTT\n\n" + b"0:0-->0:1\n" * 45_000,
    "braces that nothing closes": (DIALOGUE + "{" * 400_000).encode(),
    "overrides that nothing closes": (DIALOGUE + "{\\" * 200_000).encode(),
    "a time of thousands of digits": TTML.format("9" * 5_000 + "s").encode(),
    "a fraction of thousands of digits": TTML.format("0." + "9" * 5_000 + "s").encode(),
    "parts in parts": (TTML.split("<p", maxsplit=1)[0] + "<div>" * 60_000).encode(),
    "laughs": (LAUGHS + TTML.format("1s")).encode(),
    "a file": (OUTER + TTML.format("1s")).encode(),
}
TAGS = (
    '!!int ""', "!!int _", '!!float ""', "!!bool word", "!!timestamp word", "!!binary й", "!!python/name:os.system x",
    "!!python/object/apply:os.system [id]", "!!python/module:os x", "!!set [x]", "!!omap 3", "!ours x",
)  # fmt: skip
FORMULAS = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "＝1+1",
    '=HYPERLINK("http://127.0.0.1:9/?"&A1)', '=WEBSERVICE("http://127.0.0.1:9")', "=IMPORTXML(A1)", "=DDE(1)",
)  # fmt: skip


@pytest.mark.parametrize(("rows", "columns"), REPEATED.values(), ids=REPEATED)
def test_cells_repeated_without_end_are_written_out_no_further_than_they_are_read(rows: str, columns: str) -> None:
    cost = measure(read_grid, write_ods(rows, columns), "a.ods")
    assert cost.cpu < 5
    assert cost.grown < 200


@pytest.mark.parametrize("before", [LAUGHS, OUTER])
def test_a_spreadsheet_with_entities_is_refused(before: str) -> None:
    refuse(read_grid, write_ods(before=before), "a.ods", match="declares entities")


@pytest.mark.parametrize("data", BOOKS.values(), ids=BOOKS)
@pytest.mark.parametrize("read", [read_grid, read_table])
def test_a_workbook_that_explodes_or_loads_is_refused(read: object, data: bytes) -> None:
    assert callable(read)
    refused = refuse(read, data, "a.xlsx")
    assert "damaged" not in str(refused)
    assert refused.hint is not None


@pytest.mark.parametrize("data", SLOW.values(), ids=SLOW)
def test_subtitles_that_could_take_the_day_do_not(data: bytes) -> None:
    cost = measure(read_subtitles, data)
    assert cost.cpu < 3
    assert cost.grown < 300


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_of_yaml_is_refused_with_its_file(tag: str) -> None:
    assert refuse(read_yaml, f"id: a\ntitle: {tag}\n").place.file == "a.yaml"


@pytest.mark.parametrize("text", ["[" * 300_000, "- " * 200_000, "? " * 200_000, "{a: " * 100_000])
def test_yaml_without_end_is_refused(text: str) -> None:
    refuse(read_yaml, text, megabytes=600)


@pytest.mark.parametrize("before", [LAUGHS, OUTER, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'])
def test_a_playlog_with_a_document_type_is_refused(before: str) -> None:
    refuse(read_plays, f"{before}<report><player id='a'/></report>".encode(), match="document type")


def test_a_playlog_nested_without_end_is_refused() -> None:
    refuse(read_plays, b"<a>" * 300_000, match="not valid XML")


def list_cells(table: bytes) -> list[str]:
    """As spreadsheets read it, whatever they take for the edge of a cell: in most of Europe that is a semicolon."""
    lines = table.decode("utf-8-sig")
    return [
        cell for edge in ",;\t" for row in csv.reader(io.StringIO(lines, newline=""), delimiter=edge) for cell in row
    ]


def check_cells(table: bytes) -> None:
    cells = list_cells(table)
    assert any("'" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip(" ").startswith(STARTERS)] == []


@pytest.mark.parametrize(
    "text", [*FORMULAS, *(f"x;{text};y" for text in FORMULAS), *(f"x\t{text}" for text in FORMULAS)]
)
def test_no_cell_of_what_is_written_runs(text: str) -> None:
    assert disarm(text) != text
    report = make_report(items=1)
    [flight] = report.flights
    hostile = replace(
        report,
        flights=(replace(flight, flight=text, title={"en": text}),),
        items=(replace(report.items[0], title={"en": text}),),
        sources=tuple(replace(one, title={"en": text}, source=text) for one in report.sources),
    )
    check_cells(write_report_csv(hostile))
    book = openpyxl.load_workbook(io.BytesIO(write_book(hostile, reader=Reader("en", str))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell.value for cell in cells if cell.data_type == "s" and str(cell.value).lstrip().startswith(STARTERS)]
    texts = dict.fromkeys(("act", "who", "organisation", "campaign", "detail"), text)
    check_cells(write_lines([Line(1, at=datetime.now(UTC), about=About(text), **texts)]).encode())


@pytest.mark.parametrize("text", [*FORMULAS, *(f"x;{text};y" for text in FORMULAS)])
def test_no_cell_of_a_playlist_runs(text: str) -> None:
    at = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Sofia"))
    release = make_release(spots=make_spots("together/project"))
    playlist = build_playlist([Reign(release)], channel="tram", at=at, revoked=Revoked(), base_url=URL)
    hostile = replace(playlist, now=tuple(item._replace(alt=text) for item in playlist.now))
    check_cells(write_playlist(hostile, kind="csv"))


def test_what_runs_nowhere_stays_as_it_is() -> None:
    for text in ("Трамвай 5; до 6 ч.", "a - b", "3+4=7", "иван@example.org", "", "ред\nред"):
        assert disarm(text) == text
