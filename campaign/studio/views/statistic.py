"""A statistic begins: a table that was pasted, handed in or named, then corrected in place."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaign.adapters.spreadsheets import MOST_BYTES
from campaign.data.models import Campaign, Draft, User
from campaign.forms.words import pick_text
from campaign.services import statistics
from campaign.services.figures import understand
from campaign.services.rights import AUTHORS
from campaign.services.worksheets import Way, Worksheet
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.statistic_cards import list_bars, list_faults, list_heads, list_titles, tell_table
from campaign.studio.statistic_form import list_pages, read_table
from campaign.studio.statistic_steps import find_statistic, list_steps
from campaign.studio.words import explain_error
from campaign.studio.writers import choose_campaign

FIELDS: Mapping[Way, str] = {Way.PASTED: "text", Way.FILE: "file", Way.EUROSTAT: "code"}


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def begin_statistic(request: HttpRequest) -> HttpResponse:
    """First the campaign, when there are several; then three ways to a table."""
    campaign = choose_campaign(request, page="studio/statistic_campaign.html")
    if isinstance(campaign, HttpResponse):
        return campaign
    faults: list[tuple[str, str, str]] = []
    way = request.POST.get("way", "")
    if request.method == "POST":
        try:
            draft = _start(request, campaign, get_person(request), way)
        except CampaignError as error:
            field = FIELDS.get(Way(way), "") if way in set(Way) else ""
            faults = [(f"id_{field}" if field else "", _name(field), words) for words in explain_error(error)]
        else:
            return redirect("statistic-table" if way != Way.EUROSTAT else "statistic-dataset", pk=draft.pk)
    context = {
        "campaign": pick_text(campaign.body["title"]),
        "faults": faults,
        "way": way,
        "typed": {name: request.POST.get(name, "") for name in ("text", "code", "filters")},
    }
    return render(request, "studio/statistic_new.html", context, status=422 if faults else 200)


def _start(request: HttpRequest, campaign: Campaign, person: User, way: str) -> Draft:
    now, post = timezone.now(), request.POST
    if way == Way.FILE:
        upload = request.FILES.get("file")
        if upload is None:
            raise statistics.NOTHING_CHOSEN
        data = upload.read(MOST_BYTES + 1)
        return statistics.start_file(campaign, data, name=upload.name or "", by=person, now=now)
    if way == Way.EUROSTAT:
        filters = statistics.read_filters(post.get("filters", ""))
        return statistics.start_eurostat(campaign, post.get("code", ""), filters, by=person, now=now)
    return statistics.start_pasted(campaign, post.get("text", ""), by=person, now=now)


def _name(field: str) -> str:
    return {"text": _("The table"), "file": _("File"), "code": _("Table of Eurostat")}.get(field, "")


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def show_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as it is understood. Each correction is kept at once where scripts are on, else with every button."""
    draft = find_statistic(request, pk)
    known = understand(draft)
    if request.method == "GET":
        return _render_table(request, draft, known.worksheet, page=_read_number(request.GET.get("page", "1")))
    shown = _read_shown(request.POST)
    corrected = read_table(known.worksheet, request.POST, shown=shown)
    stamp = request.POST.get("stamp", "")
    try:
        draft = statistics.keep(draft, corrected, stamp=stamp, by=get_person(request), now=timezone.now())
    except statistics.Changed as error:
        return _tell_changed(request, draft, corrected, error)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(_tell(draft, shown))
    return _go_on(request, draft, shown)


def _go_on(request: HttpRequest, draft: Draft, shown: range) -> HttpResponse:
    """To the next page when nothing is left to mend; the button said where to."""
    act = request.POST.get("act", "")
    known = understand(draft)
    if act == "next":
        if list_faults(known):
            return _render_table(request, draft, known.worksheet, page=1, is_told=True, status=422)
        return redirect("statistic-source", pk=draft.pk)
    pages = list_pages(known.worksheet.grid)
    at = next((number for number, one in enumerate(pages, start=1) if shown.start in one), 1)
    page = int(act.removeprefix("page-")) if act.startswith("page-") and act[5:].isdecimal() else at
    answer = redirect("statistic-table", pk=draft.pk)
    answer["Location"] += f"?page={min(page, len(pages))}" if page > 1 else ""
    return answer


def _tell(draft: Draft, shown: range) -> dict[str, Any]:
    """What a page with scripts shows anew, without touching what is being typed."""
    known = understand(draft)
    grid, reading = known.worksheet.grid, known.reading
    bars = list(list_bars(grid, reading, shown))
    titles = [square for _number, squares in list_titles(grid, reading) for square in squares]
    return {
        "stamp": known.worksheet.stamp,
        "saved": _("Saved %(time)s") % {"time": time_format(timezone.localtime(), "H:i")},
        "cells": {
            square.id: {"look": square.look, "says": square.says}
            for square in (*titles, *(square for bar in bars for square in bar.squares))
        },
        "left": [bar.number for bar in bars if bar.is_out],
        "roles": {head.number: [head.role, head.guessed] for head in list_heads(reading)},
        "told": tell_table(known),
        "faults": list_faults(known),
    }


def _tell_changed(request: HttpRequest, draft: Draft, corrected: Worksheet, error: statistics.Changed) -> HttpResponse:
    """Somebody else was faster: what was typed stays on the page, and is kept by saving once more."""
    words = " ".join(explain_error(error))
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"conflict": words, "stamp": understand(draft).worksheet.stamp}, status=409)
    return _render_table(request, draft, corrected, page=1, conflict=words, status=409)


def _render_table(
    request: HttpRequest, draft: Draft, worksheet: Worksheet, *, page: int, status: int = 200, **more: Any
) -> HttpResponse:
    stamp = understand(draft).worksheet.stamp
    known = understand(draft, worksheet=worksheet)
    pages = list_pages(worksheet.grid)
    number = min(max(page, 1), len(pages))
    shown = pages[number - 1]
    context = {
        "draft": draft,
        "steps": list_steps(draft, "statistic-table"),
        "origin": worksheet.origin,
        "sheets": list(worksheet.sheets),
        "sheet": worksheet.sheet,
        "grid": worksheet.grid,
        "reading": known.reading,
        "heads": list(list_heads(known.reading)),
        "titles": list(list_titles(worksheet.grid, known.reading)),
        "bars": list(list_bars(worksheet.grid, known.reading, shown)),
        "shown": f"{shown.start}-{shown.stop}",
        "pages": [(at, at == number) for at in range(1, len(pages) + 1)],
        "told": tell_table(known),
        "faults": list_faults(known),
        "stamp": stamp,
        **more,
    }
    return render(request, "studio/statistic_table.html", context, status=status)


def _read_shown(post: QueryDict) -> range:
    """The lines that the page showed."""
    start, _dash, stop = post.get("shown", "").partition("-")
    return range(int(start), int(stop)) if start.isdecimal() and stop.isdecimal() and int(stop) < 10_000 else range(0)


def _read_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
