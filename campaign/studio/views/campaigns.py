"""Campaigns: the list, one with its stories, and the form. In: who is signed in, a form. Out: pages, a changed row."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campaign.data import convert, queries
from campaign.data.models import Campaign, Material, Organisation, User
from campaign.forms.words import pick_text
from campaign.services import campaigns
from campaign.services.rights import ADMINISTRATORS, AUTHORS, LEADS, has_role, has_role_everywhere
from campaign.spec.errors import CampaignError
from campaign.studio.access import MAKERS, for_roles, get_person
from campaign.studio.campaign_form import Form, list_funders
from campaign.studio.campaign_inputs import flatten_campaign, gather_campaign, place_faults, take_logos
from campaign.studio.cards import Picture, show_file
from campaign.studio.words import KINDS, STATES

FRESH = {"brand.accent": "#e4572e", "brand.second": "#ffb703"}
STEPS = (
    Material.State.DRAFT,
    Material.State.SUBMITTED,
    Material.State.APPROVED,
    Material.State.WITHDRAWN,
    Material.State.EXPIRED,
)


@dataclass(frozen=True)
class Line:
    """A campaign in the list."""

    slug: str
    title: str
    funder: str
    organisation: str
    items: int


@dataclass(frozen=True)
class Told:
    """An item of a campaign: its picture, and how many of its materials stand at which step."""

    pk: int
    slug: str
    title: str
    kind: str
    picture: Picture | None
    steps: tuple[tuple[str, str, int], ...]


@require_GET
@for_roles(MAKERS)
def show_campaigns(request: HttpRequest) -> HttpResponse:
    person = get_person(request)
    lines = [
        Line(
            row.slug,
            pick_text(row.body["title"]),
            pick_text(row.body["funder"]["title"]),
            row.organisation.name,
            row.items.exclude(current=None).count(),
        )
        for row in campaigns.list_visible(person)
    ]
    return render(request, "studio/campaigns.html", {"lines": lines, "may_make": has_role_everywhere(person, LEADS)})


@require_GET
@for_roles(MAKERS)
def show_campaign(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_person(request)
    row = _find(person, slug)
    context = {
        "row": row,
        "campaign": convert.read_campaign(row),
        "title": pick_text(row.body["title"]),
        "items": _list_items(person, row),
        "may_change": has_role(person, LEADS, campaign=row),
        "may_write": has_role(person, AUTHORS, campaign=row),
    }
    return render(request, "studio/campaign.html", context)


def _list_items(person: User, row: Campaign) -> list[Told]:
    """By kind and name; of each the first picture there is."""
    pictures: dict[int, Picture] = {}
    counts: dict[int, dict[str, int]] = {}
    rows = queries.list_materials(person, narrow=queries.Filter(campaign=row.slug))
    for material in sorted(rows, key=lambda one: one.language != get_language()):
        key = material.version.item_id
        picture = show_file(material.still)
        if picture is not None:
            pictures.setdefault(key, picture)
        states = counts.setdefault(key, {})
        states[material.state] = states.get(material.state, 0) + 1
    items = row.items.exclude(current=None).select_related("current").order_by("current__body__kind", "slug")
    return [
        Told(
            item.pk,
            item.slug,
            pick_text(item.current.body["title"]),
            str(KINDS[item.current.body["kind"]]),
            pictures.get(item.pk),
            tuple((state, str(STATES[state]), counts.get(item.pk, {}).get(state, 0)) for state in STEPS),
        )
        for item in items
        if item.current is not None
    ]


@require_http_methods(["GET", "POST"])
@for_roles(LEADS, everywhere=True)
def add_campaign(request: HttpRequest) -> HttpResponse:
    person = get_person(request)
    owners = _list_owners(person)
    only = owners[0].slug if len(owners) == 1 else ""
    typed = {**FRESH, "organisation": only} | (_read(request) if request.method == "POST" else {})
    if request.method == "POST" and request.POST.get("act") != "look":
        owner = owners.filter(slug=typed.get("organisation", "")).first()
        if owner is None:
            return _show(request, Form(typed, {"organisation": (_("Choose whose campaign it is."),)}), owners=owners)
        logos = take_logos(request.FILES, typed)
        try:
            row = campaigns.make_campaign(
                gather_campaign(typed), logos=logos, by=person, organisation=owner, now=timezone.now()
            )
        except CampaignError as error:
            return _show(request, Form(typed, place_faults(error, typed)), owners=owners)
        messages.success(request, _("The campaign is there. Add its first story or statistic."))
        return redirect("campaign", slug=row.slug)
    return _show(request, Form(typed), owners=owners)


@require_http_methods(["GET", "POST"])
@for_roles(LEADS)
def change_campaign(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_person(request)
    row = _find(person, slug)
    if request.method != "POST":
        return _show(request, Form(flatten_campaign(convert.read_campaign(row))), row=row)
    typed = _read(request)
    if request.POST.get("act") == "look":
        return _show(request, Form(typed), row=row)
    logos = take_logos(request.FILES, typed)
    try:
        campaigns.change_campaign(
            row, gather_campaign(typed, slug=row.slug), logos=logos, by=person, now=timezone.now()
        )
    except CampaignError as error:
        return _show(request, Form(typed, place_faults(error, typed)), row=row)
    messages.success(request, _("Saved. Its pictures are drawn anew, and wait for approval again."))
    return redirect("campaign", slug=row.slug)


def _read(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}


def _show(
    request: HttpRequest, form: Form, *, row: Campaign | None = None, owners: Iterable[Organisation] = ()
) -> HttpResponse:
    context = {
        "form": form,
        "row": row,
        "title": pick_text(row.body["title"]) if row else "",
        "funders": list_funders(),
        "owners": owners,
    }
    return render(request, "studio/campaign_form.html", context, status=422 if form.faults else 200)


def _list_owners(person: User) -> QuerySet[Organisation]:
    rows = Organisation.objects.order_by("name")
    return rows if has_role(person, ADMINISTRATORS) else rows.filter(user=person)


def _find(person: User, slug: str) -> Campaign:
    row = campaigns.list_visible(person).filter(slug=slug).first()
    if row is None:
        raise Http404
    return row
