"""A report for the funder. In: a report and its reader. Out: the bytes of a PDF: what was promised, what was shown."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from campaign.adapters.report_flights import draw_flights
from campaign.adapters.report_sheet import (
    INNER,
    LINE,
    MARGIN,
    PAPER,
    RIGHT,
    SMALL,
    SOFT,
    SPACE,
    STRONG,
    SUN,
    TEAL,
    TEXT,
    WELL,
    WIDTH,
    Sheet,
    Style,
)
from campaign.adapters.report_words import NONE, Reader, list_notes
from campaign.adapters.scratch import open_scratch
from campaign.spec.message import say
from campaign.spec.report import PlayReport

TITLE, LEAD = Style(24, bold=True), Style(11.5)
GAP = 4.0
MOST_BARS = 62
"""Days that are drawn one by one; more are drawn by weeks."""
WEEK = 7


def write_pdf(report: PlayReport, *, reader: Reader) -> bytes:
    """A4, as many pages as it takes."""
    with open_scratch("report") as folder:
        return _write(report, reader, folder)


def _write(report: PlayReport, reader: Reader, folder: Path) -> bytes:
    tell = reader.translate
    title = tell(say("What the screens have shown"))
    sheet = Sheet(
        folder,
        title=f"{title}, {reader.period(report.scope)}",
        language=reader.language,
        foot=tell(say("Made on %(when)s", when=reader.moment(report.made_at))),
        page=tell(say("Page %(number)s")),
        made_at=report.made_at,
    )
    y = _draw_head(sheet, report, reader, title)
    y = _draw_cards(sheet, report, reader, y)
    y = _draw_days(sheet, report, reader, y)
    y = draw_flights(sheet, report, reader, y)
    y = _draw_items(sheet, report, reader, y)
    _draw_notes(sheet, report, reader, y)
    return bytes(sheet.output())


def _draw_head(sheet: Sheet, report: PlayReport, reader: Reader, title: str) -> float:
    names = " · ".join(reader.pick(texts, other="") for texts in report.titles)
    height = 34 + (sheet.measure(names, LEAD, width=INNER) if names else 0)
    sheet.draw_box(0, 0, WIDTH, height, fill=PAPER)
    sheet.draw_box(0, height, WIDTH, 1.2, fill=SUN)
    y = sheet.put(title, TITLE, x=MARGIN, y=12, width=INNER)
    if names:
        y = sheet.put(names, Style(11.5, bold=True, colour=TEAL), x=MARGIN, y=y + 0.5, width=INNER)
    sheet.put(reader.period(report.scope), LEAD, x=MARGIN, y=y + 0.5, width=INNER)
    return height + SPACE


def _draw_cards(sheet: Sheet, report: PlayReport, reader: Reader, y: float) -> float:
    total, tell = report.total, reader.translate
    contacts = NONE if total.contacts is None else reader.number(total.contacts)
    why = say("people who passed, estimated") if total.contacts is not None else say("nobody counted the passers-by")
    cards = (
        (
            reader.number(total.played),
            say("plays"),
            tell(say("of %(planned)s planned", planned=reader.number(total.planned))),
        ),
        (reader.share(total.kept), say("of the plan kept"), tell(say("plays against those planned"))),
        (reader.hours(total.seconds), say("on the screens"), tell(say("all screens together"))),
        (contacts, say("contacts"), tell(why)),
    )
    width = (INNER - 3 * GAP) / len(cards)
    for place, (value, name, more) in enumerate(cards):
        x = MARGIN + place * (width + GAP)
        sheet.draw_box(x, y, width, 29, fill=WELL, round_=2.5)
        inner = width - 8
        style = sheet.fit(value, Style(19, bold=True, colour=TEAL), width=inner)
        sheet.put(value, style, x=x + 4, y=y + 3, width=inner + 1)
        below = y + 3 + Style(19).height
        below = sheet.put(tell(name), STRONG, x=x + 4, y=below, width=inner)
        sheet.put(more, SMALL, x=x + 4, y=below, width=inner)
    return y + 29 + SPACE


def _draw_days(sheet: Sheet, report: PlayReport, reader: Reader, y: float) -> float:
    """Bars of planned plays with the played ones in them; nothing for a single day."""
    bars = _group_days(report)
    if len(bars) < 2:
        return y
    weekly = len(report.days) > MOST_BARS
    heading = say("Plays by week") if weekly else say("Plays by day")
    y = sheet.put_heading(reader.translate(heading), y=y)
    height, left = 32.0, MARGIN
    most = max(max(planned, played) for _, planned, played in bars) or 1
    step = INNER / len(bars)
    wide = min(step * 0.72, 9.0)
    for place, (day, planned, played) in enumerate(bars):
        x = left + place * step + (step - wide) / 2
        sheet.draw_box(x, y + height * (1 - planned / most), wide, height * planned / most, fill=LINE)
        sheet.draw_box(x, y + height * (1 - played / most), wide, height * played / most, fill=TEAL)
        if place % max(1, len(bars) // 8) == 0:
            label = Style(7.5, colour=SOFT, align="C")
            sheet.put(reader.short_day(day), label, x=x + wide / 2 - 10, y=y + height + 1, width=20)
    sheet.draw_rule(y + height, colour=SOFT)
    y += height + 6
    return _draw_legend(sheet, reader, y, most=most) + SPACE


def _draw_legend(sheet: Sheet, reader: Reader, y: float, *, most: int) -> float:
    tell, x = reader.translate, MARGIN
    for fill, text in ((TEAL, tell(say("played"))), (LINE, tell(say("planned and not played")))):
        sheet.draw_box(x, y + 0.7, 3, 2.6, fill=fill)
        sheet.put(text, SMALL, x=x + 4.5, y=y, width=60)
        x += 11 + sheet.get_string_width(text)
    highest = tell(say("the highest bar is %(plays)s plays", plays=reader.number(most)))
    return sheet.put(highest, Style(8, colour=SOFT, align="R"), x=MARGIN + INNER - 80, y=y, width=80)


def _group_days(report: PlayReport) -> Sequence[tuple[date, int, int]]:
    days = [(day, planned, played) for day, (planned, played) in report.days.items()]
    if len(days) <= MOST_BARS:
        return days
    weeks = [days[start : start + WEEK] for start in range(0, len(days), WEEK)]
    return [(week[0][0], sum(day[1] for day in week), sum(day[2] for day in week)) for week in weeks]


def _draw_items(sheet: Sheet, report: PlayReport, reader: Reader, y: float) -> float:
    """Each story with a bar of its plays, and how many were in which language."""
    if not report.items:
        return y
    y = sheet.put_heading(reader.translate(say("What was shown")), y=sheet.make_room(y, 34))
    most = max(line.played for line in report.items) or 1
    name, bar = 78.0, 56.0
    for line in report.items:
        title = reader.pick(line.title, other=line.item)
        languages = ", ".join(
            f"{reader.language_name(code)} {reader.number(count)}" for code, count in line.languages.items()
        )
        height = sheet.measure(title, STRONG, width=name) + sheet.measure(languages, SMALL, width=name)
        if not sheet.has_room(y, height + 3):
            y = sheet.start_page()
        below = sheet.put(title, STRONG, x=MARGIN, y=y, width=name)
        below = sheet.put(languages, SMALL, x=MARGIN, y=below, width=name)
        sheet.draw_box(MARGIN + name + 4, y + 0.8, bar, 3.6, fill=WELL)
        sheet.draw_box(MARGIN + name + 4, y + 0.8, bar * line.played / most, 3.6, fill=TEAL)
        told = reader.translate(
            say("%(plays)s plays, %(time)s", plays=reader.number(line.played), time=reader.hours(line.seconds))
        )
        sheet.put(told, RIGHT, x=MARGIN + name + bar + 6, y=y, width=INNER - name - bar - 6)
        y = below + 2.4
    return y + SPACE - 3


def _draw_notes(sheet: Sheet, report: PlayReport, reader: Reader, y: float) -> None:
    heading = reader.translate(say("How it was counted"))
    y = sheet.put_heading(heading, y=sheet.make_room(y, 40))
    for text in _list_texts(report, reader):
        y = sheet.make_room(y, sheet.measure(text, TEXT, width=INNER))
        y = sheet.put(text, TEXT, x=MARGIN, y=y, width=INNER) + 1.6


def _list_texts(report: PlayReport, reader: Reader) -> Iterator[str]:
    yield from list_notes(report, reader)
    for one in report.sources:
        facts = {"people": reader.number(one.per_hour), "source": one.source}
        channel = reader.pick(one.title, other=one.channel)
        yield reader.translate(say("%(channel)s: %(people)s people an hour (%(source)s).", channel=channel, **facts))
    if report.refused:
        counts = [f"{reader.reason(reason)}: {reader.number(count)}" for reason, count in report.refused.items()]
        yield reader.translate(say("Rows of players that do not count: %(counts)s.", counts="; ".join(counts)))
