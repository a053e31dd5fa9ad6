"""What somebody may write. In: who asks, a number. Out: their campaigns; the draft, or why it is not for them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from campaign.data import queries
from campaign.data.models import Campaign, Draft, User
from campaign.forms.words import pick_text
from campaign.services.rights import AUTHORS, check_own, has_role
from campaign.spec.errors import NotAllowed
from campaign.studio.access import get_person


def list_written(person: User) -> list[Campaign]:
    """The campaigns this person writes for, whose consents they may keep too; by short name."""
    return list(queries.find_campaigns(person, AUTHORS).select_related("organisation").order_by("slug"))


def choose_campaign(request: HttpRequest, *, page: str) -> Campaign | HttpResponse:
    """The one that the address names, or the only one there is; else the page that asks which. Raises Http404."""
    campaigns = list_written(get_person(request))
    wanted = request.GET.get("campaign", "") or (campaigns[0].slug if len(campaigns) == 1 else "")
    campaign = next((row for row in campaigns if row.slug == wanted), None)
    if campaign is not None:
        return campaign
    if wanted:
        raise Http404
    return render(request, page, {"campaigns": [(row.slug, pick_text(row.body["title"])) for row in campaigns]})


def find_draft(request: HttpRequest, pk: int) -> Draft:
    """The draft, if this person may write it: 404 for another organisation's, 403 for a role that writes none."""
    person = get_person(request)
    draft = Draft.objects.select_related("campaign", "item", "base", "changed_by").filter(pk=pk).first()
    if draft is None:
        raise Http404
    try:
        check_own(person, campaign=draft.campaign)
    except NotAllowed:
        raise Http404 from None
    if not has_role(person, AUTHORS, campaign=draft.campaign):
        raise PermissionDenied
    return draft
