"""Reports. In: days, maybe a campaign and a channel. Out: a page of what was planned and shown; the same as files."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from campaign.adapters.report_files import MEDIA_TYPES, write_report
from campaign.adapters.report_words import Reader
from campaign.data import convert, queries
from campaign.data.models import Campaign, User
from campaign.forms.words import pick_text, translate
from campaign.services import audit
from campaign.services.audit import Act
from campaign.services.reports import find_campaigns, make_report
from campaign.services.rights import WATCHERS
from campaign.spec.errors import CampaignError
from campaign.spec.report import Scope
from campaign.studio.access import for_roles, get_person
from campaign.studio.report_cards import describe_report
from campaign.studio.words import explain_error

MONTH = 30
"""Days that are shown unless others are asked for: until yesterday."""
YEARS = range(2000, 2200)


@require_GET
@for_roles(WATCHERS)
def show_reports(request: HttpRequest) -> HttpResponse:
    person, scope = get_person(request), _read_scope(request)
    context: dict[str, object] = {
        "scope": scope,
        "campaigns": _list_campaigns(person),
        "channels": [(row.slug, pick_text(convert.read_channel(row).title)) for row in queries.list_channels()],
        "query": urlencode(_write_scope(scope)),
        "kinds": [(kind, kind.upper()) for kind in MEDIA_TYPES],
    }
    try:
        report = make_report(scope, by=person, now=timezone.now())
    except CampaignError as error:
        context["refusal"] = " ".join(explain_error(error))
        return render(request, "studio/reports.html", context, status=400)
    return render(request, "studio/reports.html", context | describe_report(report, _make_reader()))


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
    body = write_report(report, kind=kind, reader=_make_reader())
    audit.note(
        Act.REPORT_EXPORTED, by=get_person(request), kind="report", ref=kind, detail=f"{scope.since} {scope.until}"
    )
    response = HttpResponse(body, content_type=MEDIA_TYPES[kind])
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
