"""The table of flights in a report for the funder. In: flights with their figures. Out: rows on paper."""

from collections.abc import Callable
from dataclasses import dataclass

from campaign.adapters.report_sheet import (
    INK,
    INNER,
    MARGIN,
    RIGHT,
    RIGHT_STRONG,
    SMALL,
    SOFT,
    SPACE,
    STRONG,
    TEXT,
    Sheet,
    Style,
)
from campaign.adapters.report_words import Reader, Told
from campaign.spec.message import Message, say
from campaign.spec.report import Figures, FlightLine, PlayReport


@dataclass(frozen=True)
class Column:
    """Of the table of flights; width in millimetres."""

    title: Message
    width: float
    tell: Callable[[Told], str]


COLUMNS = (
    Column(say("Planned plays"), 20, lambda told: told.planned),
    Column(say("Plays"), 20, lambda told: told.played),
    Column(say("Of the plan"), 19, lambda told: told.kept),
    Column(say("Time"), 17, lambda told: told.time),
    Column(say("Screens"), 20, lambda told: told.screens),
    Column(say("Share of voice"), 25, lambda told: told.voice),
    Column(say("Contacts"), 19, lambda told: told.contacts),
)
NAME = INNER - sum(column.width for column in COLUMNS)
"""Millimetres of the first column."""


def draw_flights(sheet: Sheet, report: PlayReport, reader: Reader, y: float) -> float:
    if not report.flights:
        nothing = reader.translate(say("Nothing was planned or played in this time."))
        return sheet.put(nothing, STRONG, x=MARGIN, y=y, width=INNER) + SPACE
    y = sheet.put_heading(reader.translate(say("Flights")), y=sheet.make_room(y, 40))
    y = _draw_columns(sheet, reader, y)
    for flight in report.flights:
        y = _draw_flight(sheet, flight, reader, y)
    return y + SPACE - 3


def _draw_columns(sheet: Sheet, reader: Reader, y: float) -> float:
    style = Style(7.5, bold=True, colour=SOFT, align="R")
    texts = [reader.translate(column.title) for column in COLUMNS]
    tall = [sheet.measure(text, style, width=column.width - 2) for text, column in zip(texts, COLUMNS, strict=True)]
    height, x = max(tall), MARGIN + NAME
    for text, column, own in zip(texts, COLUMNS, tall, strict=True):
        sheet.put(text, style, x=x + 2, y=y + height - own, width=column.width - 2)
        x += column.width
    sheet.draw_rule(y + height + 1, colour=INK)
    return y + height + 2.5


def _draw_flight(sheet: Sheet, flight: FlightLine, reader: Reader, y: float) -> float:
    """Its name and promise with its figures, then its channels if there are several."""
    name, about = reader.flight(flight), _describe(flight, reader)
    height = sheet.measure(name, STRONG, width=NAME - 2) + (sheet.measure(about, SMALL, width=NAME - 2) if about else 0)
    if not sheet.has_room(y, height + 4):
        y = _draw_columns(sheet, reader, sheet.start_page())
    below = sheet.put(name, STRONG, x=MARGIN, y=y, width=NAME - 2)
    if about:
        below = sheet.put(about, SMALL, x=MARGIN, y=below, width=NAME - 2)
    _draw_figures(sheet, flight.figures, reader, y, style=RIGHT_STRONG)
    for line in flight.channels if len(flight.channels) > 1 else ():
        title = reader.pick(line.title, other=line.channel)
        if not sheet.has_room(below, sheet.measure(title, TEXT, width=NAME - 6) + 1):
            below = _draw_columns(sheet, reader, sheet.start_page())
        _draw_figures(sheet, line.figures, reader, below + 0.8, style=RIGHT)
        below = sheet.put(title, TEXT, x=MARGIN + 4, y=below + 0.8, width=NAME - 6)
    sheet.draw_rule(below + 1.6)
    return below + 3.2


def _describe(flight: FlightLine, reader: Reader) -> str:
    parts = [reader.translate(flight.promise)] if flight.promise else []
    if flight.since and flight.until:
        parts.append(f"{reader.day(flight.since)} – {reader.day(flight.until)}")
    if len(flight.channels) == 1:
        parts.append(reader.pick(flight.channels[0].title, other=flight.channels[0].channel))
    return " · ".join(parts)


def _draw_figures(sheet: Sheet, figures: Figures, reader: Reader, y: float, *, style: Style) -> None:
    x, told = MARGIN + NAME, reader.tell(figures)
    for column in COLUMNS:
        sheet.put(column.tell(told), style, x=x + 1, y=y, width=column.width - 1)
        x += column.width
