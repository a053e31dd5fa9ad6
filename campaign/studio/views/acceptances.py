"""One warning of a material. In: its digest, the picture looked at, and why. Out: accepted, or open again."""

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaign.data import queries
from campaign.data.models import Material
from campaign.services import acceptances
from campaign.services.rights import LEADS
from campaign.services.verdicts import read_verdict
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.views.material import describe, find_or_404
from campaign.studio.words import explain_error


@dataclass(frozen=True)
class Tried:
    """What was refused, so that nobody writes it again."""

    digest: str
    reason: str
    faults: tuple[str, ...]


@require_POST
@for_roles(LEADS)
def accept_warning(request: HttpRequest, pk: int) -> HttpResponse:
    """Then on to the next that is open."""
    material, digest = find_or_404(request, pk), request.POST.get("finding", "")
    person, reason = get_person(request), request.POST.get("reason", "").strip()[:2000]
    key, now = request.POST.get("key", ""), timezone.now()
    try:
        acceptances.accept(material, by=person, key=key, finding=digest, reason=reason, now=now)
    except CampaignError as error:
        return _refuse(request, material, Tried(digest, reason, explain_error(error)))
    for other, shown in _list_others(request, but=pk):
        with suppress(CampaignError):  # it is not found there any more: nothing to accept
            acceptances.accept(other, by=person, key=shown, finding=digest, reason=reason, now=now)
    messages.success(request, _("Accepted, with your reason."))
    return _return(request, material, _find_next(find_or_404(request, pk)))


@require_POST
@for_roles(LEADS)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The warning is open again, and its reason box with it."""
    material, digest = find_or_404(request, pk), request.POST.get("finding", "")
    key = request.POST.get("key", "")
    try:
        acceptances.take_back(material, by=get_person(request), key=key, finding=digest, now=timezone.now())
    except CampaignError as error:
        return _refuse(request, material, Tried(digest, "", explain_error(error)))
    messages.success(request, _("Taken back: the warning is open again."))
    return _return(request, material, f"finding-{digest[:12]}")


def _list_others(request: HttpRequest, *, but: int) -> list[tuple[Material, str]]:
    """The other pictures on the page where the same is accepted too, each with the key that was shown."""
    parts = [entry.partition(":") for entry in request.POST.get("also", "").split(",")[:200]]
    shown = {int(pk): key for pk, _colon, key in parts if pk.isdecimal() and len(pk) < 19}
    rows = queries.find_visible(get_person(request)).filter(pk__in=shown).exclude(pk=but)
    return [(row, shown[row.pk]) for row in rows]


def _find_next(material: Material) -> str:
    """The part of the page to look at now."""
    left = read_verdict(material).open
    return f"finding-{left[0].digest[:12]}" if left else "next"


def _return(request: HttpRequest, material: Material, part: str) -> HttpResponse:
    """To the page the button was on: the material's own, or its story's in the queue."""
    if request.POST.get("back") == "review":
        address, campaign = reverse("review-item", args=[material.version.item_id]), request.POST.get("campaign", "")
        address += f"?{urlencode({'campaign': campaign})}" if campaign else ""
        part = f"{part.replace('-', f'-{material.pk}-')}" if part != "next" else f"picture-{material.pk}"
    else:
        address = reverse("material", args=[material.pk])
    return HttpResponse(status=302, headers={"Location": f"{address}#{part}"})


def _refuse(request: HttpRequest, material: Material, tried: Tried) -> HttpResponse:
    context = {**describe(get_person(request), material), "tried": tried}
    return render(request, "studio/material.html", context, status=409)
