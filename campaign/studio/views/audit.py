"""The audit log. In: a lead or an administrator, days, a subject, a person. Out: who did what; the same as a file."""

import csv
import io
from datetime import UTC, date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaign.adapters.report_tables import disarm
from campaign.data.models import User
from campaign.services import audit, audit_chain
from campaign.services.audit import Act, Filter
from campaign.services.rights import LEADS
from campaign.studio.access import for_roles, get_person
from campaign.studio.audit_cards import Line, show_lines
from campaign.studio.audit_words import SUBJECTS

A_PAGE = 100
MOST = 100_000
"""Lines of one file; narrow it by days for more."""
COLUMNS = ("number", "at", "act", "who", "about", "organisation", "campaign", "detail")


@never_cache
@require_safe
@for_roles(LEADS)
def show_audit(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    by, narrow = get_person(request), read_filter(request)
    page = Paginator(audit.find_visible(by, narrow=narrow), A_PAGE).get_page(request.GET.get("page"))
    everybody = audit.find_visible(by).exclude(by=None).order_by().values("by")
    context = {
        "page": page,
        "lines": show_lines(page),
        "narrow": narrow,
        "subjects": SUBJECTS,
        "people": User.objects.filter(pk__in=everybody).order_by("first_name", "last_name", "username"),
        "query": urlencode({name: value for name, value in request.GET.items() if name != "page"}),
        "head": audit_chain.find_head(),
    }
    return render(request, "studio/audit.html", context)


@never_cache
@require_safe
@for_roles(LEADS)
def give_audit(request: HttpRequest) -> HttpResponse:
    """The same as CSV; that it was taken is a line of the log too."""
    by, now = get_person(request), timezone.now()
    lines = show_lines(audit.find_visible(by, narrow=read_filter(request))[:MOST])
    if request.method == "GET":
        audit.note(Act.AUDIT_EXPORTED, by=by, now=now, kind="log", detail=f"{len(lines)} lines")
    response = HttpResponse(write_lines(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{now:%Y-%m-%d}.csv"'
    return response


def write_lines(lines: list[Line]) -> str:
    """With a mark by which spreadsheets know the encoding; no cell is a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in lines:
        at = line.at.astimezone(UTC).isoformat(timespec="seconds")
        cells = (line.act, line.who, line.about.name, line.organisation, line.campaign, line.detail)
        writer.writerow([line.number, at, *(disarm(str(cell)) for cell in cells)])
    return out.getvalue()


def read_filter(request: HttpRequest) -> Filter:
    """What nobody can mean narrows nothing."""
    subject, person = request.GET.get("subject", ""), request.GET.get("person", "")
    return Filter(
        subject=subject if subject in SUBJECTS else "",
        person=int(person) if person.isdecimal() and len(person) < 19 else None,
        since=_read_day(request, "since"),
        until=_read_day(request, "until"),
    )


def _read_day(request: HttpRequest, name: str) -> date | None:
    try:
        day = parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if day and 2000 <= day.year < 2200 else None
