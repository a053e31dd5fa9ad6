"""A report as people see it. In: a report and its reader. Out: what the page shows: totals, lines, bars, notes."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.adapters.report_words import Reader, Told, list_notes
from campaign.forms.words import pick_text
from campaign.spec.report import FlightLine, PlayReport


@dataclass(frozen=True)
class Line:
    """A row of the table, in words; `part` is a flight on one of its channels."""

    name: str
    about: str
    told: Told
    part: bool = False


@dataclass(frozen=True)
class Bar:
    """A day of the drawing: heights in parts of a hundred, from below."""

    place: int
    planned: float
    played: float


def describe_report(report: PlayReport, reader: Reader) -> dict[str, object]:
    return {
        "period": reader.period(report.scope),
        "total": reader.tell(report.total),
        "uncounted": report.total.contacts is None,
        "lines": list(_list_lines(report, reader)),
        "items": [
            {
                "title": reader.pick(line.title, other=line.item),
                "campaign": line.campaign,
                "played": reader.number(line.played),
                "time": reader.hours(line.seconds),
                "languages": ", ".join(
                    f"{reader.language_name(code)} {reader.number(count)}" for code, count in line.languages.items()
                ),
            }
            for line in report.items
        ],
        "bars": _list_bars(report),
        "first": reader.short_day(min(report.days)) if report.days else "",
        "last": reader.short_day(max(report.days)) if report.days else "",
        "most": reader.number(max((max(counts) for counts in report.days.values()), default=0)),
        "refused": [(reader.reason(reason), reader.number(count)) for reason, count in report.refused.items()],
        "notes": list(list_notes(report, reader)),
        "sources": [
            (pick_text(one.title) or one.channel, reader.number(one.per_hour), one.source) for one in report.sources
        ],
    }


def _list_bars(report: PlayReport) -> list[Bar]:
    most = max((max(counts) for counts in report.days.values()), default=0) or 1
    return [
        Bar(place, round(100 * planned / most, 2), round(100 * played / most, 2))
        for place, (planned, played) in enumerate(report.days.values())
    ]


def _list_lines(report: PlayReport, reader: Reader) -> Iterator[Line]:
    for flight in report.flights:
        yield Line(reader.flight(flight), _tell_flight(flight, reader), reader.tell(flight.figures))
        for line in flight.channels if len(flight.channels) > 1 else ():
            yield Line(reader.pick(line.title, other=line.channel), "", reader.tell(line.figures), part=True)


def _tell_flight(flight: FlightLine, reader: Reader) -> str:
    parts = [reader.translate(flight.promise)] if flight.promise else []
    if len(flight.channels) == 1:
        parts.append(reader.pick(flight.channels[0].title, other=flight.channels[0].channel))
    return " · ".join(parts)
