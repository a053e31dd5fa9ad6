"""A report as rows. In: a report, maybe a reader. Out: the cells of its tables; CSV for programs.

One row a flight and channel. CSV has names for programs and plain numbers, whatever the language of people.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from campaign.adapters.report_words import Reader
from campaign.playlists import csv_file
from campaign.playlists.xml_file import FORBIDDEN
from campaign.spec.message import Message, say
from campaign.spec.report import ChannelLine, FlightLine, PlayReport

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """`name` is for programs, `title` for people; `form` is how a spreadsheet writes it."""

    name: str
    title: Message
    find: Callable[[FlightLine, ChannelLine], Cell]
    form: str = "General"
    width: int = 12


COUNT, SECONDS, SHARE = "#,##0", "#,##0", "0.0%"

COLUMNS = (
    Column("flight", say("Flight"), lambda flight, _: flight.flight, width=24),
    Column("channel", say("Channel"), lambda _, line: line.channel, width=20),
    Column("since", say("First day"), lambda flight, _: flight.since, "yyyy-mm-dd"),
    Column("until", say("Last day"), lambda flight, _: flight.until, "yyyy-mm-dd"),
    Column("planned", say("Planned plays"), lambda _, line: line.figures.planned, COUNT),
    Column("played", say("Plays"), lambda _, line: line.figures.played, COUNT),
    Column("kept", say("Of those planned"), lambda _, line: _round(line.figures.kept), SHARE),
    Column("planned_seconds", say("Planned seconds"), lambda _, line: _round(line.figures.planned_seconds, 1), SECONDS),
    Column("seconds", say("Seconds shown"), lambda _, line: _round(line.figures.seconds, 1), SECONDS),
    Column("screens", say("Screens"), lambda _, line: line.figures.screens, COUNT),
    Column("due_screens", say("Of screens"), lambda _, line: line.figures.due_screens, COUNT),
    Column("planned_voice", say("Share of voice planned"), lambda _, line: _round(line.figures.planned_voice), SHARE),
    Column("voice", say("Share of voice reached"), lambda _, line: _round(line.figures.voice), SHARE),
    Column("contacts", say("Estimated contacts"), lambda _, line: _round(line.figures.contacts, 0), COUNT),
)


def write_csv(report: PlayReport) -> bytes:
    """RFC 4180 in UTF-8; shares are parts of 1, an empty cell is what nobody knows."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(column.name for column in COLUMNS)
    for flight, line in list_lines(report):
        writer.writerow(_write_cell(column.find(flight, line)) for column in COLUMNS)
    return text.getvalue().encode()


def list_lines(report: PlayReport) -> Iterator[tuple[FlightLine, ChannelLine]]:
    """Every flight on every channel."""
    for flight in report.flights:
        for line in flight.channels:
            yield flight, line


def name_cell(column: Column, flight: FlightLine, line: ChannelLine, *, reader: Reader) -> Cell:
    """The cell for people: flights and channels by their titles."""
    if column.name == "flight":
        return disarm(reader.flight(flight))
    if column.name == "channel":
        return disarm(reader.pick(line.title, other=line.channel))
    return column.find(flight, line)


def disarm(text: str) -> str:
    """Spreadsheets run a cell that begins like a formula, and cannot hold what XML forbids."""
    return csv_file.disarm(FORBIDDEN.sub("", text))


def _write_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return disarm(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _round(value: float | None, digits: int = 4) -> float | None:
    if value is None:
        return None
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded
