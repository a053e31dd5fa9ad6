"""Stories and whatever else people write. In: who is signed in, what they look for. Out: the list, and a new draft."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from campaign.data.models import Campaign, Draft, Item
from campaign.forms.words import pick_text
from campaign.services import authoring, campaigns
from campaign.services.rights import AUTHORS, LEADS, has_role_everywhere
from campaign.spec.content import Kind
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.story_cards import list_draft_cards, list_story_cards
from campaign.studio.template_choices import list_choices
from campaign.studio.words import KINDS, explain_error
from campaign.studio.writers import list_written

A_PAGE = 24
MOST_DRAFTS = 60
"""In hand at once; older ones are found by opening their story."""


@never_cache
@require_GET
@for_roles(AUTHORS)
def show_stories(request: HttpRequest) -> HttpResponse:
    """What is in hand first, then everything that has a version."""
    person, asked = get_person(request), request.GET
    visible = campaigns.list_visible(person)
    search, campaign, kind = (asked.get(name, "").strip() for name in ("search", "campaign", "kind"))
    rows = _narrow(Item.objects.filter(campaign__in=visible), search=search, campaign=campaign, kind=kind)
    page = Paginator(rows, A_PAGE).get_page(asked.get("page"))
    drafts = Draft.objects.filter(campaign__in=visible, settled_at=None)
    drafts = drafts.filter(campaign__slug=campaign) if campaign else drafts
    drafts = drafts.filter(kind=kind) if kind else drafts
    context = {
        "page": page,
        "cards": list_story_cards(list(page.object_list)),
        "drafts": list_draft_cards(drafts.select_related("campaign", "changed_by", "item")[:MOST_DRAFTS]),
        "campaigns": [(row.slug, pick_text(row.body["title"])) for row in visible],
        "kinds": [(kind.value, KINDS[kind]) for kind in Kind],
        "search": search,
        "campaign": campaign,
        "kind": kind,
        "may_make": has_role_everywhere(person, LEADS),
    }
    return render(request, "studio/stories.html", context)


def _narrow(rows: QuerySet[Item], *, search: str, campaign: str, kind: str) -> QuerySet[Item]:
    rows = rows.exclude(current=None).select_related("campaign", "current__author").order_by("-current__made_at", "pk")
    if campaign:
        rows = rows.filter(campaign__slug=campaign)
    if kind:
        rows = rows.filter(current__body__kind=kind)
    wanted = Q()
    for word in search.casefold().split():
        wanted &= Q(current__search__contains=word)
    return rows.filter(wanted)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def begin_story(request: HttpRequest) -> HttpResponse:
    """Campaign and kind, then a template: three questions on one page, each answered by a plain post."""
    person = get_person(request)
    mine = list_written(person)
    asked = request.POST if request.method == "POST" else request.GET
    campaign = next((row for row in mine if row.slug == asked.get("campaign", "")), mine[0] if len(mine) == 1 else None)
    kind = asked.get("kind", "") if asked.get("kind", "") in KINDS else ""
    template, faults = asked.get("template", ""), []
    if request.method == "POST":
        faults = _list_unanswered(campaign, kind, template)
        if not faults and campaign is not None:
            try:
                draft = authoring.begin(campaign, kind=Kind(kind), template=template, by=person, now=timezone.now())
                return redirect("draft", pk=draft.pk)
            except CampaignError as error:
                faults = [("template", "; ".join(explain_error(error)))]
    context = {
        "campaigns": [(row.slug, pick_text(row.body["title"])) for row in mine],
        "campaign": campaign.slug if campaign else "",
        "kinds": [(one.value, KINDS[one]) for one in Kind],
        "kind": kind,
        "cards": list_choices(kind) if kind else [],
        "chosen": template,
        "faults": faults,
    }
    return render(request, "studio/story_new.html", context, status=422 if faults else 200)


def _list_unanswered(campaign: Campaign | None, kind: str, template: str) -> list[tuple[str, str]]:
    faults = []
    if campaign is None:
        faults.append(("campaign", _("Choose the campaign that it belongs to.")))
    if not kind:
        faults.append(("kind", _("Choose what you want to write.")))
    elif not any(card.slug == template for card in list_choices(kind)):
        faults.append(("template", _("Choose a template: you can take another one later.")))
    return faults
