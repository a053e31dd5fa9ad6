"""Consents of people, for staff and leads of the organisation. In: who is signed in. Out: the list, and one consent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from campaign.data.models import Consent
from campaign.forms.words import pick_text
from campaign.services import consents, register
from campaign.services.consents import ConsentState
from campaign.services.days import find_today
from campaign.services.documents import MOST_BYTES
from campaign.services.rights import AUTHORS, LEADS, has_role
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.consent_cards import list_entries, list_facts, list_notices, list_stories, make_badge, make_lines
from campaign.studio.writers import list_written


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def show_consents(request: HttpRequest) -> HttpResponse:
    """The list, without the people. A person is looked for by POST, so that no name stands in an address."""
    person, now = get_person(request), timezone.now()
    today, campaign = find_today(now), request.GET.get("campaign", "")
    wanted = request.POST.get("person", "").strip()[:200]
    if wanted:
        listed = register.find_person(wanted, by=person, now=now, today=today)
    else:
        listed = register.list_consents(by=person, today=today, campaign=campaign)
    context = {
        "lines": make_lines(listed, today=today),
        "campaigns": [(row.slug, pick_text(row.body["title"])) for row in list_written(person)],
        "campaign": campaign,
        "wanted": wanted,
    }
    return render(request, "studio/consents.html", context)


@never_cache
@require_GET
@for_roles(AUTHORS)
def show_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it; the look is logged."""
    person, now = get_person(request), timezone.now()
    row, today = find_row(request, pk), find_today(now)
    shown = consents.show(row, by=person, now=now, today=today)
    context = {
        "row": row,
        "title": pick_text(row.campaign.body["title"]),
        "badge": make_badge(row, shown.state, today=today),
        "state": shown.state,
        "facts": list_facts(shown.consent) if shown.state is not ConsentState.ERASED else [],
        "stories": list_stories(row),
        "entries": list_entries(consents.list_events(row, by=person)),
        "may_erase": has_role(person, LEADS) and shown.state is not ConsentState.ERASED,
        "most": MOST_BYTES // 1_000_000,
        **describe_effect(row),
    }
    return render(request, "studio/consent.html", context)


@never_cache
@require_GET
@for_roles(AUTHORS)
def show_effect(request: HttpRequest, pk: int) -> HttpResponse:
    """What a withdrawal has done so far; nothing of the person is in it, so it is no look at the consent."""
    row = find_row(request, pk)
    return render(request, "studio/_effect.html", {"row": row, **describe_effect(row)})


def describe_effect(row: Consent) -> dict[str, object]:
    """The withdrawals that stand for it, and whether any screen is still waited for."""
    notices = list_notices(row, now=timezone.now())
    return {"notices": notices, "waits": any(notice.is_open for notice in notices)}


def find_row(request: HttpRequest, pk: int) -> Consent:
    """The row, for whoever may know of it; a 404 for everybody else, as if it never was."""
    row = Consent.objects.select_related("campaign").filter(pk=pk).first()
    try:
        if row is not None:
            return consents.find_consent(str(row), by=get_person(request))
    except CampaignError:
        pass
    raise Http404
