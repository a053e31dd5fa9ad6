"""People, for those who look after them. In: a lead or an administrator. Out: the list, invitations, one person."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign.data.models import Organisation, User
from campaign.services import accounts, dispatch, invitations, mailing
from campaign.services.invitations import Place, Sent
from campaign.services.rights import ADMINISTRATORS, LEADS, Role, has_role
from campaign.spec.errors import CampaignError
from campaign.studio import people_cards
from campaign.studio.access import for_roles, get_person, name_person
from campaign.studio.people_form import InviteForm
from campaign.studio.words import ROLES, explain_error

A_PAGE = 50


@never_cache
@require_safe
@for_roles(LEADS)
def show_people(request: HttpRequest) -> HttpResponse:
    """Everybody, who is invited, and letters that did not go."""
    by, now = get_person(request), timezone.now()
    search = request.GET.get("search", "").strip()[:100]
    page = Paginator(_search(by, search), A_PAGE).get_page(request.GET.get("page"))
    shows_letters = has_role(by, ADMINISTRATORS)
    context = {
        "people": people_cards.show_people(page, by=by),
        "page": page,
        "search": search,
        "invitations": people_cards.show_invitations(invitations.list_open(by, now=now)),
        "letters": people_cards.show_letters(mailing.list_open().exclude(tries=0)[:A_PAGE]) if shows_letters else (),
        "outbox": mailing.name_outbox(),
        "shows_letters": shows_letters,
    }
    return render(request, "studio/people.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS)
def invite(request: HttpRequest) -> HttpResponse:
    by = get_person(request)
    begun = {"language": get_language(), "role": Role.STAFF, "email": request.GET.get("email", "")}
    form = InviteForm(
        request.POST or None,
        initial=begun,
        places=people_cards.list_places(by),
        roles=people_cards.list_roles(by),
        new=has_role(by, ADMINISTRATORS),
    )
    if request.method == "POST" and form.is_valid():
        try:
            sent = _invite(form.cleaned_data, by=by)
        except CampaignError as error:
            form.refuse(error)
        else:
            dispatch.queue_mail()
            place = invitations.read_place(sent.row).name_in(get_language() or "bg")
            context = {"sent": sent, "outbox": mailing.name_outbox(), "place": place}
            return render(request, "studio/invited.html", context)
    return render(request, "studio/invite.html", {"form": form, "faults": list(form.list_faults())})


@require_POST
@for_roles(LEADS)
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    by, now = get_person(request), timezone.now()
    row = invitations.list_open(by, now=now).filter(pk=pk).first()
    if row is None:
        raise Http404
    try:
        invitations.withdraw(row, by=by, now=now)
    except CampaignError as error:
        messages.error(request, " ".join(explain_error(error)))
    else:
        messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": row.email})
    return redirect("people")


@require_POST
@for_roles(ADMINISTRATORS)
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that did not go is tried at once."""
    if not mailing.try_again(pk, now=timezone.now()):
        raise Http404
    dispatch.queue_mail()
    messages.success(request, _("The letter is on its way again."))
    return redirect("people")


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS)
def show_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person, and what may be changed; the button that was pressed says what."""
    by = get_person(request)
    row = accounts.find_people(by).filter(pk=pk).first()
    if row is None:
        raise Http404
    refused: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            told = _act(request, row, by=by)
        except CampaignError as error:
            refused = explain_error(error)
        else:
            messages.success(request, told)
            return redirect("person", pk=pk) if accounts.find_people(by).filter(pk=pk).exists() else redirect("people")
    context = {
        "card": people_cards.show_people([row], by=by)[0],
        "row": row,
        "refused": refused,
        "roles": people_cards.list_roles(by),
        "organisations": people_cards.list_organisations(by),
        "campaign_roles": people_cards.list_campaign_roles(),
        "campaigns": people_cards.list_led_choices(by) if people_cards.needs_organisation(row.role) else [],
        "typed": request.POST,
    }
    return render(request, "studio/person.html", context, status=409 if refused else 200)


def _search(by: User, search: str) -> Any:
    """By name, user name or address. SQLite tells Cyrillic letters by case, so each is looked for as typed and in title
    case."""
    rows = accounts.find_people(by)
    for word in search.split():
        found = Q()
        for form in {word, word.lower(), word.title(), word.upper()}:
            for name in ("username", "first_name", "last_name", "email"):
                found |= Q(**{f"{name}__contains": form})
        rows = rows.filter(found)
    return rows


def _invite(values: dict[str, Any], *, by: User) -> Sent:
    """Raises CampaignError."""
    place = _read_place(values, by=by)
    return invitations.invite(
        values["email"], role=Role(values["role"]), place=place, language=values["language"], by=by, now=timezone.now()
    )


def _read_place(values: dict[str, Any], *, by: User) -> Place:
    kind, _colon, pk = values["place"].partition(":")
    if kind == "campaign":
        return Place(campaign=people_cards.find_campaign(by, pk))
    if kind == "organisation":
        return Place(organisation=Organisation.objects.filter(pk=pk).first())
    if kind == people_cards.NEW:
        return Place(organisation=accounts.add_organisation(values.get("organisation", ""), by=by))
    return Place()


def _act(request: HttpRequest, row: User, *, by: User) -> str:
    """Raises CampaignError, Http404; returns what is true now."""
    act, name, now = request.POST.get("act"), name_person(row), timezone.now()
    if act == "role":
        role, organisation = _read_role(request)
        accounts.change_role(row, role=role, organisation=organisation, by=by)
        return _("%(name)s: the role is now “%(role)s”.") % {"name": name, "role": ROLES[role]}
    if act in {"off", "on"}:
        accounts.switch(row, on=act == "on", by=by)
        told = _("%(name)s may sign in again.") if act == "on" else _("%(name)s cannot sign in any more.")
        return told % {"name": name}
    if act == "codes":
        accounts.end_second_factor(row, by=by, now=now)
        dispatch.queue_mail()
        return _("%(name)s signs in by the password alone.") % {"name": name}
    return _act_on_campaign(request, row, by=by)


def _act_on_campaign(request: HttpRequest, row: User, *, by: User) -> str:
    campaign = people_cards.find_campaign(by, request.POST.get("campaign", ""))
    role = request.POST.get("campaign_role", "")
    if campaign is None or (request.POST.get("act") == "give" and role not in set(Role)):
        raise Http404
    if request.POST.get("act") == "give":
        accounts.give_campaign(row, campaign=campaign, role=Role(role), by=by)
    else:
        accounts.take_campaign(row, campaign=campaign, by=by)
    return _("Saved.")


def _read_role(request: HttpRequest) -> tuple[Role, Organisation | None]:
    role, pk = request.POST.get("role", ""), request.POST.get("organisation", "")
    if role not in set(Role) or (pk and not pk.isdecimal()):
        raise Http404
    return Role(role), Organisation.objects.filter(pk=int(pk)).first() if pk else None
