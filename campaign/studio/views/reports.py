"""Reports. In: days, maybe a campaign and a channel. Out: a page of what was planned and shown; the same as files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from campaign.adapters.report_book import write_book
from campaign.adapters.report_pdf import write_pdf
from campaign.adapters.report_tables import write_csv
from campaign.adapters.report_words import NONE, Reader, list_notes
from campaign.data import convert, queries
from campaign.data.models import Campaign, User
from campaign.forms.words import pick_text, translate
from campaign.services.reports import find_campaigns, make_report
from campaign.services.rights import WATCHERS
from campaign.spec.errors import CampaignError
from campaign.spec.report import Figures, FlightLine, PlayReport, Scope
from campaign.studio.access import for_roles, get_person
from campaign.studio.words import explain_error

MONTH = 30
"""Days that are shown unless others are asked for: until yesterday."""
YEARS = range(2000, 2200)
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class Line:
    """A row of the table, in words; `part` is a flight on one of its channels."""

    name: str
    about: str
    planned: str
    played: str
    kept: str
    time: str
    screens: str
    voice: str
    contacts: str
    part: bool = False


@dataclass(frozen=True)
class Bar:
    """A day of the drawing: heights in parts of a hundred, from below."""

    place: int
    planned: float
    played: float


@require_GET
@for_roles(WATCHERS)
def show_reports(request: HttpRequest) -> HttpResponse:
    person, scope = get_person(request), _read_scope(request)
    context: dict[str, object] = {
        "scope": scope,
        "campaigns": _list_campaigns(person),
        "channels": [(row.slug, pick_text(convert.read_channel(row).title)) for row in queries.list_channels()],
        "query": urlencode(_write_scope(scope)),
        "kinds": [(kind, kind.upper()) for kind in ("pdf", "xlsx", "csv")],
    }
    try:
        report = make_report(scope, by=person, now=timezone.now())
    except CampaignError as error:
        context["refusal"] = " ".join(explain_error(error))
        return render(request, "studio/reports.html", context, status=400)
    return render(request, "studio/reports.html", context | _describe(report))


@require_GET
@for_roles(WATCHERS)
def give_report(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file, in the reader's language."""
    scope = _read_scope(request)
    try:
        report = make_report(scope, by=get_person(request), now=timezone.now())
    except CampaignError as error:
        text = " ".join(explain_error(error))
        return HttpResponse(f"{text}\n", status=400, content_type="text/plain; charset=utf-8")
    writers: dict[str, Callable[[PlayReport], bytes]] = {
        "csv": write_csv,
        "xlsx": partial(write_book, reader=_make_reader()),
        "pdf": partial(write_pdf, reader=_make_reader()),
    }
    response = HttpResponse(writers[kind](report), content_type=MEDIA_TYPES[kind])
    parts = ("plays", scope.campaign, scope.channel, scope.since.isoformat(), scope.until.isoformat())
    name = "-".join(part for part in parts if part)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _make_reader() -> Reader:
    return Reader((get_language() or "bg").partition("-")[0], translate)


def _read_scope(request: HttpRequest) -> Scope:
    """What cannot be understood is what is asked for by nobody: the last thirty days."""
    until = _read_day(request, "until") or timezone.localdate() - timedelta(days=1)
    since = _read_day(request, "since") or until - timedelta(days=MONTH - 1)
    campaign, channel = (request.GET.get(name, "")[:80] for name in ("campaign", "channel"))
    return Scope(since, until, campaign, channel)


def _read_day(request: HttpRequest, name: str) -> date | None:
    try:
        day = parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def _write_scope(scope: Scope) -> dict[str, str]:
    facts = {
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "campaign": scope.campaign,
        "channel": scope.channel,
    }
    return {name: value for name, value in facts.items() if value}


def _list_campaigns(person: User) -> list[tuple[str, str]]:
    allowed = find_campaigns(person)
    rows = Campaign.objects.all() if allowed is None else Campaign.objects.filter(slug__in=allowed)
    return [(row.slug, pick_text(convert.read_campaign(row).title)) for row in rows.order_by("slug")]


def _describe(report: PlayReport) -> dict[str, object]:
    reader = _make_reader()
    return {
        "period": reader.period(report.scope),
        "total": _write_line("", "", report.total, reader),
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
        yield _write_line(reader.flight(flight), _tell_flight(flight, reader), flight.figures, reader)
        for line in flight.channels if len(flight.channels) > 1 else ():
            yield _write_line(reader.pick(line.title, other=line.channel), "", line.figures, reader, part=True)


def _tell_flight(flight: FlightLine, reader: Reader) -> str:
    parts = [reader.translate(flight.promise)] if flight.promise else []
    if len(flight.channels) == 1:
        parts.append(reader.pick(flight.channels[0].title, other=flight.channels[0].channel))
    return " · ".join(parts)


def _write_line(name: str, about: str, it: Figures, reader: Reader, *, part: bool = False) -> Line:
    counts = {"number": reader.number(it.screens), "of": reader.number(it.due_screens)}
    shares = {"number": reader.share(it.voice), "of": reader.share(it.planned_voice)}
    return Line(
        name,
        about,
        reader.number(it.planned) if it.planned else NONE,
        reader.number(it.played),
        reader.share(it.kept),
        reader.hours(it.seconds),
        _("%(number)s of %(of)s") % counts if it.due_screens else reader.number(it.screens),
        _("%(number)s of %(of)s") % shares if it.voice is not None else NONE,
        NONE if it.contacts is None else reader.number(it.contacts),
        part,
    )
