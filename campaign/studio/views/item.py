"""One story. In: its number. Out: what shows it now, its versions; its draft, opened."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from campaign.data import queries
from campaign.data.models import Item
from campaign.forms.words import pick_text
from campaign.services import authoring, campaigns, versions
from campaign.services.rights import AUTHORS, has_role
from campaign.spec.errors import CampaignError
from campaign.studio.access import MAKERS, for_roles, get_person, name_person
from campaign.studio.cards import make_card
from campaign.studio.review_cards import tell_history
from campaign.studio.story_cards import count_states
from campaign.studio.titles import read_title
from campaign.studio.version_words import list_lines
from campaign.studio.words import KINDS, explain_error


def find_item(request: HttpRequest, pk: int) -> Item:
    """An item this person may see; 404 for another organisation's."""
    visible = campaigns.list_visible(get_person(request))
    rows = Item.objects.filter(campaign__in=visible).select_related("campaign", "current__author")
    item = rows.filter(pk=pk).exclude(current=None).first()
    if item is None:
        raise Http404
    return item


@never_cache
@require_GET
@for_roles(MAKERS)
def show_item(request: HttpRequest, pk: int) -> HttpResponse:
    """What shows it on which screen, and how it came about."""
    item, person = find_item(request, pk), get_person(request)
    assert item.current is not None  # noqa: S101 - find_item has looked
    rows = list(
        queries.find_visible(person)
        .filter(version=item.current)
        .order_by("channel__position", "channel__slug", "language")
    )
    draft = getattr(item, "draft", None)
    context = {
        "item": item,
        "title": read_title(item.current.body),
        "kind": KINDS[item.current.body["kind"]],
        "campaign": pick_text(item.campaign.body["title"]),
        "cards": [make_card(row) for row in rows],
        "counts": count_states(rows),
        "notes": list(dict.fromkeys(row.note for row in rows if row.note)),
        "lines": list_lines(versions.list_versions(item)),
        "history": tell_history(item),
        "draft": draft if draft is not None and draft.settled_at is None else None,
        "draft_who": name_person(draft.changed_by) if draft is not None else "",
        "may_edit": has_role(person, AUTHORS, campaign=item.campaign),
        "works": any(row.still.state not in ("done", "failed") for row in rows),
    }
    return render(request, "studio/item.html", context)


@require_POST
@for_roles(AUTHORS)
def edit_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Open its draft, or begin one with its newest version."""
    item = find_item(request, pk)
    try:
        draft = authoring.open_item(item, by=get_person(request), now=timezone.now())
    except CampaignError as error:
        messages.error(request, " ".join(explain_error(error)))
        return redirect("item", pk=pk)
    return redirect("draft", pk=draft.pk)
