"""The list of releases. In: rows. Out: number, who proposed and who released, when, and how much is in each."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from campaign.data import queries
from campaign.data.models import Release
from campaign.studio.access import EVERYBODY, for_roles, name_person

A_PAGE = 20


@dataclass(frozen=True)
class Line:
    """One release; `live` is the one the screens follow."""

    number: int
    why: str
    proposed_by: str
    proposed_at: datetime
    released_by: str
    released_at: datetime | None
    live: bool
    channels: int
    flights: int
    spots: int


@require_GET
@for_roles(EVERYBODY)
def show_releases(request: HttpRequest) -> HttpResponse:
    current = queries.find_current_release(at=timezone.now())
    page = Paginator(queries.list_releases(), A_PAGE).get_page(request.GET.get("page"))
    lines = [_make_line(row, live=current is not None and row.pk == current.pk) for row in page.object_list]
    return render(request, "studio/releases.html", {"page": page, "lines": lines})


def _make_line(row: Release, *, live: bool) -> Line:
    body = json.loads(row.body)
    return Line(
        number=row.number,
        why=row.why,
        proposed_by=name_person(row.proposed_by),
        proposed_at=row.proposed_at,
        released_by=name_person(row.released_by) if row.released_by else "",
        released_at=row.released_at,
        live=live,
        channels=len(body["channels"]),
        flights=len(body["flights"]),
        spots=len(body["spots"]),
    )
