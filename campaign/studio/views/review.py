"""The review queue. In: who judges, and what they say of an item's materials. Out: its pages, one item after another.

A post names every picture by its number and exact content key, and the page offers only those it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe
from PIL import Image

from campaign.data import reviews
from campaign.data.models import Campaign, Material, Rendering, User
from campaign.data.reviews import Case
from campaign.forms.words import pick_text
from campaign.render.changed_pixels import mark_changes
from campaign.services import review
from campaign.services.days import find_today
from campaign.services.rights import LEADS
from campaign.services.storage import get_store
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.cards import Card, make_card
from campaign.studio.consent_cards import Link, find_links
from campaign.studio.review_cards import compare_wording, make_figures, tell_history
from campaign.studio.views.material import find_or_404
from campaign.studio.words import explain_error

A_PAGE = 12
FIGURES = 12
"""Pictures on one page: more are on the next."""


@dataclass(frozen=True)
class Waiting:
    """A case in the list, with the picture that stands for it."""

    case: Case
    card: Card
    links: list[Link]


@require_GET
@for_roles(LEADS)
def show_queue(request: HttpRequest) -> HttpResponse:
    person, campaign = get_person(request), request.GET.get("campaign", "")
    page = Paginator(reviews.list_cases(person, campaign=campaign), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": _describe_cases(person, list(page.object_list)),
        "campaign": campaign,
        "campaigns": _list_campaigns(person),
    }
    return render(request, "studio/review.html", context)


@require_GET
@for_roles(LEADS)
def show_case(request: HttpRequest, pk: int) -> HttpResponse:
    rows = _list_rows(get_person(request), pk)
    if not rows:
        messages.info(request, _("Nothing of this story waits for you any more."))
        return redirect("review")
    return _show(request, pk, rows)


@require_POST
@for_roles(LEADS)
def approve_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Each picture by itself: what is refused is told, and holds up none of the others."""
    person = get_person(request)
    rows = {row.pk: row for row in _list_rows(person, pk)}
    chosen = [(rows[number], key) for number, key in _read_seen(request) if number in rows]
    if not chosen:
        fault = _("Choose at least one picture: tick those you have looked at.")
        return _show(request, pk, list(rows.values()), faults=(fault,), status=409) if rows else redirect("review")
    done, faults = 0, []
    for row, key in chosen:
        try:
            review.approve(row, by=person, key=key)
            done += 1
        except CampaignError as error:
            card = make_card(row)
            faults += [f"{card.channel} · {card.language_name}: {line}" for line in explain_error(error)]
    if done:
        told = ngettext("%(number)s picture approved.", "%(number)s pictures approved.", done) % {"number": done}
        messages.success(request, told)
    if faults:
        return _show(request, pk, _list_rows(person, pk), faults=tuple(faults), status=409)
    return _go_on(request, pk)


@require_POST
@for_roles(LEADS)
def return_case(request: HttpRequest, pk: int) -> HttpResponse:
    """To its author, with words that all of the chosen pictures keep."""
    person, why = get_person(request), request.POST.get("why", "").strip()[:2000]
    rows = _list_rows(person, pk)
    chosen = [row for row in rows if str(row.pk) in request.POST.getlist("material")]
    faults = _check_return(chosen, why=why)
    if rows and faults:
        return _show(request, pk, rows, return_faults=faults, status=409)
    try:
        for row in chosen:
            review.return_to_draft(row, by=person, why=why)
    except CampaignError as error:
        return _show(request, pk, _list_rows(person, pk), return_faults=explain_error(error), status=409)
    if chosen:
        messages.success(request, _("Returned, with your words. The author sees them beside the story."))
    return _go_on(request, pk)


@require_safe
@for_roles(LEADS)
def give_marks(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of this material with what changed since the approved one; everything else is faded."""
    row = find_or_404(request, pk)
    approval = reviews.find_approved([row]).get(row.pk)
    before = _open(approval.material.still) if approval else None
    after = _open(row.still)
    if before is None or after is None:
        raise Http404
    marked = mark_changes(before, after)
    headers = {"Cache-Control": "private, max-age=86400"}
    return HttpResponse(marked.picture, content_type="image/webp", headers=headers)


def _check_return(chosen: Sequence[Material], *, why: str) -> tuple[str, ...]:
    faults = []
    if not why:
        faults.append(_("Please say why: whoever worked on it will want to know."))
    if not chosen:
        faults.append(_("Choose at least one picture to return."))
    return tuple(faults)


def _open(rendering: Rendering) -> Image.Image | None:
    if rendering.file is None or not get_store().exists(rendering.file.name):
        return None
    with get_store().open(rendering.file.name) as stored:
        return Image.open(BytesIO(stored.read()))


def _list_rows(person: User, item: int) -> list[Material]:
    return list(reviews.list_judged(person).filter(version__item=item))


def _read_seen(request: HttpRequest) -> list[tuple[int, str]]:
    """What the page's boxes say: the number and key of each picture."""
    parts = [entry.partition(":") for entry in request.POST.getlist("seen")[:200]]
    return [(int(pk), key) for pk, _colon, key in parts if pk.isdecimal() and len(pk) < 19]


def _go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """To what is left of this story, else to the next one, else to the list."""
    person, campaign = get_person(request), request.POST.get("campaign", "")
    cases = reviews.list_cases(person, campaign=campaign)
    query = f"?{urlencode({'campaign': campaign})}" if campaign else ""
    left = [case for case in cases if case.item == pk and case.can_be_judged]
    following = left or [case for case in cases if case.can_be_judged]
    address = reverse("review-item", args=[following[0].item]) if following else reverse("review")
    return redirect(address + query)


def _show(
    request: HttpRequest,
    pk: int,
    rows: Sequence[Material],
    *,
    faults: tuple[str, ...] = (),
    return_faults: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    if not rows:
        return redirect("review")
    person = get_person(request)
    campaign = request.POST.get("campaign", request.GET.get("campaign", ""))
    page = Paginator(rows, FIGURES).get_page(request.GET.get("page"))
    figures = make_figures(list(page.object_list))
    item = rows[0].version.item
    context = {
        "item": item,
        "version": rows[0].version,
        "figures": figures,
        "page": page,
        "approvable": any(figure.may_approve for figure in figures),
        "rows": [(row, make_card(row)) for row in rows],
        "head": make_card(rows[0]),
        "wording": compare_wording(rows),
        "links": find_links(rows[0], person, today=find_today(timezone.now())),
        "history": tell_history(item),
        "own_campaign": review.check_campaign_eyes(item.campaign, by=person) is not None,
        "may_accept": True,
        "may_take_back": True,
        "everything": ",".join(figure.shown for figure in figures),
        "faults": faults,
        "return_faults": return_faults,
        "why": request.POST.get("why", ""),
        "chosen": _list_chosen(request, rows),
        "campaign": campaign,
        **_find_place(person, pk, campaign=campaign),
    }
    return render(request, "studio/review_item.html", context, status=status)


def _list_chosen(request: HttpRequest, rows: Sequence[Material]) -> set[int]:
    """Which pictures the return is about: all, until somebody said otherwise."""
    if request.method == "POST" and "why" in request.POST:
        return {row.pk for row in rows if str(row.pk) in request.POST.getlist("material")}
    return {row.pk for row in rows}


def _find_place(person: User, pk: int, *, campaign: str) -> dict[str, object]:
    """Where this story stands in the queue, and its neighbours that can be looked at."""
    order = [case.item for case in reviews.list_cases(person, campaign=campaign) if case.can_be_judged]
    if pk not in order:
        return {"number": None, "total": len(order), "following": order[0] if order else None}
    at = order.index(pk)
    return {
        "number": at + 1,
        "total": len(order),
        "previous": order[at - 1] if at else None,
        "following": order[at + 1] if at + 1 < len(order) else None,
    }


def _describe_cases(person: User, cases: Sequence[Case]) -> list[Waiting]:
    rows: dict[int, Material] = {}
    for row in reviews.list_judged(person).filter(version__item__in=[case.item for case in cases]):
        known = rows.get(row.version.item_id)
        if known is None or (known.still.file is None and row.still.file is not None):
            rows[row.version.item_id] = row
    today = find_today(timezone.now())
    return [
        Waiting(case, make_card(rows[case.item]), find_links(rows[case.item], person, today=today))
        for case in cases
        if case.item in rows
    ]


def _list_campaigns(person: User) -> list[tuple[str, str]]:
    wanted = reviews.list_judged(person).order_by().values("version__item__campaign")
    return [(row.slug, pick_text(row.body["title"])) for row in Campaign.objects.filter(pk__in=wanted).order_by("slug")]
