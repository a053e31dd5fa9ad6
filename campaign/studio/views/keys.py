"""Ways in by letter: a new password, an invitation. In: an address, or the key from a letter. Out: pages, then a
session."""

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from campaign.data.models import Invitation, User
from campaign.services import dispatch, invitations, mailing
from campaign.services.passwords import set_password
from campaign.services.sign_in import TooManyTries, take_letter_try
from campaign.spec.errors import CampaignError
from campaign.studio.access import name_person
from campaign.studio.people_form import AcceptForm, ForgotForm, NewPasswordForm
from campaign.studio.views.doors import come_in
from campaign.studio.visitor import find_visitor
from campaign.studio.words import explain_error


@never_cache
@require_http_methods(["GET", "POST"])
def ask_reset(request: HttpRequest) -> HttpResponse:
    """A letter to set a new password; the same answer whether anybody has the address."""
    form, status = ForgotForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            take_letter_try(visitor=find_visitor(request), now=now)
        except TooManyTries as error:
            form.refuse(error)
            status = 429
        else:
            mailing.ask_reset(form.cleaned_data["email"], now=now)
            dispatch.queue_mail()
            outbox = mailing.name_outbox()
            return render(request, "studio/forgot_sent.html", {"email": form.cleaned_data["email"], "outbox": outbox})
    return render(request, "studio/forgot.html", {"form": form, "faults": list(form.list_faults())}, status=status)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The page that a letter leads to."""
    person = _find_person(uid)
    if person is None or not default_token_generator.check_token(person, token):
        return _close(render(request, "studio/key_gone.html", {"reset": True}, status=410))
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_password(person, form.cleaned_data["password"], now=timezone.now())
        except CampaignError as error:
            form.refuse(error)
        else:
            dispatch.queue_mail()
            messages.success(request, _("Your new password is set. Sign in with it."))
            return redirect("sign-in")
    context = {"form": form, "faults": list(form.list_faults()), "name": person.username}
    return _close(render(request, "studio/reset.html", context))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def take_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """For somebody new a form; whoever is signed in takes a campaign up with a button."""
    row = invitations.find_invitation(token, now=timezone.now())
    if row is None:
        return _close(render(request, "studio/key_gone.html", {"reset": False}, status=410))
    if isinstance(request.user, User):
        return _close(_join(request, row, token, person=request.user))
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            person = invitations.accept(token, **values, language=get_language() or "bg", now=timezone.now())
        except CampaignError as error:
            form.refuse(error)
        else:
            return _close(come_in(request, person, then="home"))
    return _close(_show(request, row, form=form, faults=list(form.list_faults())))


def _join(request: HttpRequest, row: Invitation, token: str, *, person: User) -> HttpResponse:
    refused: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            invitations.join(token, person=person, now=timezone.now())
        except CampaignError as error:
            refused = explain_error(error)
        else:
            place = invitations.read_place(row).name_in(get_language() or "bg")
            messages.success(request, _("You work on “%(place)s” now.") % {"place": place})
            return redirect("home")
    return _show(request, row, refused=refused)


def _show(request: HttpRequest, row: Invitation, **more: object) -> HttpResponse:
    place = invitations.read_place(row).name_in(get_language() or "bg")
    context = {"row": row, "place": place, "inviter": name_person(row.by), "is_campaign": row.campaign is not None}
    return render(request, "studio/invitation.html", {**context, **more})


def _find_person(uid: str) -> User | None:
    try:
        return User.objects.filter(pk=int(urlsafe_base64_decode(uid)), is_active=True).first()
    except (ValueError, OverflowError):
        return None


def _close(response: HttpResponse) -> HttpResponse:
    """The address is a key: no other site hears of it. Ours may: under “no-referrer” browsers send forms as of origin
    “null”, which are refused."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response
