"""A report as a workbook. In: a report and its reader. Out: the bytes of an .xlsx with a sheet for each question."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from campaign.adapters.report_tables import COLUMNS, COUNT, Cell, disarm, list_lines, name_cell
from campaign.adapters.report_words import Reader, list_notes
from campaign.spec.message import Message, say
from campaign.spec.report import PlayReport

INK, GROUND, RULE = "FF14213D", "FFF3EAD9", "FFE7DCC7"
LONGEST_NAME = 31
"""Letters of a sheet's name, in Excel."""
WIDE, NARROW = 44, 14


def write_book(report: PlayReport, *, reader: Reader) -> bytes:
    """Flights by channel, days, stories, rows that do not count, and how it was counted."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    _add_flights(book, report, reader)
    _add_days(book, report, reader)
    _add_items(book, report, reader)
    _add_refused(book, report, reader)
    _add_notes(book, report, reader)
    book.properties.title = reader.translate(say("Report of plays"))
    book.properties.creator = "campaign"
    book.properties.created = book.properties.modified = report.made_at.replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_flights(book: Workbook, report: PlayReport, reader: Reader) -> None:
    rows = [
        [name_cell(column, flight, line, reader=reader) for column in COLUMNS] for flight, line in list_lines(report)
    ]
    sheet = _add_table(book, say("Flights"), [column.title for column in COLUMNS], rows, reader=reader)
    for place, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        for cell in sheet[letter][1:]:
            cell.number_format = column.form


def _add_days(book: Workbook, report: PlayReport, reader: Reader) -> None:
    titles = [say("Day"), say("Planned plays"), say("Plays")]
    rows: list[list[Cell]] = [[day, planned, played] for day, (planned, played) in report.days.items()]
    sheet = _add_table(book, say("Days"), titles, rows, reader=reader)
    _set_widths(sheet, (NARROW, NARROW, NARROW), forms=("yyyy-mm-dd", COUNT, COUNT))


def _add_items(book: Workbook, report: PlayReport, reader: Reader) -> None:
    codes = sorted({code for line in report.items for code in line.languages})
    titles = [say("Story"), say("Campaign"), say("Plays"), say("Seconds shown")]
    rows: list[list[Cell]] = [
        [
            disarm(reader.pick(line.title, other=line.item)),
            line.campaign,
            line.played,
            round(line.seconds, 1),
            *(line.languages.get(code, 0) for code in codes),
        ]
        for line in report.items
    ]
    names = [reader.language_name(code) for code in codes]
    sheet = _add_table(book, say("Stories"), titles, rows, reader=reader, more=names)
    widths = (WIDE, 20, NARROW, NARROW, *(NARROW for _ in codes))
    _set_widths(sheet, widths, forms=("General", "General", *(COUNT for _ in (*codes, 1, 2))))


def _add_refused(book: Workbook, report: PlayReport, reader: Reader) -> None:
    rows: list[list[Cell]] = [[reader.reason(reason), count] for reason, count in report.refused.items()]
    titles = [say("Rows that do not count"), say("Rows")]
    sheet = _add_table(book, say("Refused"), titles, rows, reader=reader)
    _set_widths(sheet, (WIDE, NARROW), forms=("General", COUNT))


def _add_notes(book: Workbook, report: PlayReport, reader: Reader) -> None:
    sources = [
        f"{reader.pick(one.title, other=one.channel)}: {reader.number(one.per_hour)} – {one.source}"
        for one in report.sources
    ]
    rows: list[list[Cell]] = [[reader.period(report.scope)], [reader.moment(report.made_at)]]
    rows += [[disarm(text)] for text in (*list_notes(report, reader), *sources)]
    sheet = _add_table(book, say("How it was counted"), [say("How it was counted")], rows, reader=reader)
    sheet.column_dimensions["A"].width = 2.4 * WIDE
    for row in sheet.iter_rows(min_row=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


def _add_table(
    book: Workbook,
    name: Message,
    titles: Sequence[Message],
    rows: Iterable[Sequence[Cell]],
    *,
    reader: Reader,
    more: Sequence[str] = (),
) -> Worksheet:
    """`more` are titles that are words already."""
    sheet: Worksheet = book.create_sheet(reader.translate(name)[:LONGEST_NAME])
    sheet.append([*(reader.translate(title) for title in titles), *more])
    for cell in sheet[1]:
        cell.font = Font(bold=True, color=INK)
        cell.fill = PatternFill("solid", start_color=GROUND, end_color=GROUND)
        cell.border = Border(bottom=Side("thin", color=RULE))
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row in rows:
        sheet.append(list(row))
    sheet.freeze_panes = "A2"
    return sheet


def _set_widths(sheet: Worksheet, widths: Sequence[int], *, forms: Sequence[str]) -> None:
    for place, (width, form) in enumerate(zip(widths, forms, strict=True), start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = width
        for cell in sheet[letter][1:]:
            cell.number_format = form
