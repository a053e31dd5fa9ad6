"""One's own account. In: who is signed in. Out: their details, password, second step and sessions, and what they
change."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from campaign.data.models import User
from campaign.render.qr import draw_code
from campaign.services import accounts, dispatch, passwords, second_factor, sessions
from campaign.services.rights import LEADS, has_role
from campaign.services.sign_in import take_code_try, take_try
from campaign.spec.errors import CampaignError
from campaign.studio.access import EVERYBODY, for_roles, get_person
from campaign.studio.people_form import AppCodeForm, DetailsForm, EmailForm, NewAppForm, PasswordForm, PlainForm
from campaign.studio.views.doors import keep_language, welcome
from campaign.studio.visitor import find_visitor, name_device

Act = Callable[[HttpRequest, User, PlainForm], HttpResponse]


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(EVERYBODY)
def show_account(request: HttpRequest) -> HttpResponse:
    """Details are changed here; what needs the password has pages of its own."""
    person = get_person(request)
    begun = {"first": person.first_name, "last": person.last_name, "language": person.language, "digest": person.digest}
    form = DetailsForm(request.POST or None, initial=begun)
    if not has_role(person, LEADS):
        del form.fields["digest"]
    if request.method == "POST" and form.is_valid():
        accounts.change_details(person, **{"digest": person.digest, **form.cleaned_data})
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        response = welcome(request, person, redirect("account"))
        if form.cleaned_data["language"] != person.language:
            keep_language(response, form.cleaned_data["language"])
        return response
    context = {
        "form": form,
        "faults": list(form.list_faults()),
        "second_factor": second_factor.is_on(person),
        "spare": second_factor.count_spare(person),
        "sessions": sessions.list_sessions(person, now=timezone.now()),
        "present": request.session.session_key,
        "gets_digest": has_role(person, LEADS),
        "memberships": person.memberships.select_related("campaign").order_by("campaign__slug"),
    }
    return render(request, "studio/account.html", context)


@never_cache
@sensitive_post_parameters("old")
@require_http_methods(["GET", "POST"])
@for_roles(EVERYBODY)
def change_email(request: HttpRequest) -> HttpResponse:
    form = EmailForm(request.POST or None, initial={"email": get_person(request).email})
    return _answer(request, form, "studio/account_email.html", act=_change_email)


@never_cache
@sensitive_post_parameters("old", "password")
@require_http_methods(["GET", "POST"])
@for_roles(EVERYBODY)
def change_password(request: HttpRequest) -> HttpResponse:
    return _answer(request, PasswordForm(request.POST or None), "studio/account_password.html", act=_change_password)


@never_cache
@sensitive_post_parameters("old")
@require_http_methods(["GET", "POST"])
@for_roles(EVERYBODY)
def begin_codes(request: HttpRequest) -> HttpResponse:
    """Show the secret for the app, and take its first code with the password."""
    person = get_person(request)
    if second_factor.is_on(person):
        return redirect("account")
    offered = second_factor.offer(person)
    form = NewAppForm(request.POST or None)
    context = {"offered": offered, "picture": mark_safe(draw_code(offered.address))}  # noqa: S308 - squares alone
    return _answer(request, form, "studio/account_codes.html", act=_confirm, **context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(EVERYBODY)
def end_codes(request: HttpRequest) -> HttpResponse:
    """With a code, a spare one too: a session that somebody left open is not enough."""
    if not second_factor.is_on(get_person(request)):
        return redirect("account")
    return _answer(request, AppCodeForm(request.POST or None), "studio/account_codes_end.html", act=_end_codes)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(EVERYBODY)
def renew_spare(request: HttpRequest) -> HttpResponse:
    """New spare codes in the place of those before."""
    if not second_factor.is_on(get_person(request)):
        return redirect("account")
    return _answer(request, AppCodeForm(request.POST or None), "studio/account_spare.html", act=_renew_spare)


@require_POST
@for_roles(EVERYBODY)
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    if not sessions.end(get_person(request), pk):
        raise Http404
    messages.success(request, _("The session has ended."))
    return redirect("account")


@require_POST
@for_roles(EVERYBODY)
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    sessions.end_others(get_person(request), key=request.session.session_key or "")
    messages.success(request, _("All other sessions have ended."))
    return redirect("account")


def _answer(request: HttpRequest, form: PlainForm, page: str, *, act: Act, **more: Any) -> HttpResponse:
    """Do it, or say at its input why not."""
    if request.method == "POST" and form.is_valid():
        try:
            return act(request, get_person(request), form)
        except CampaignError as error:
            form.refuse(error)
    return render(request, page, {"form": form, "faults": list(form.list_faults()), **more})


def _change_email(request: HttpRequest, person: User, form: PlainForm) -> HttpResponse:
    taken = take_try(person.username, visitor=find_visitor(request), now=timezone.now())
    values = form.cleaned_data
    accounts.change_email(person, email=values["email"], password=values["old"], now=timezone.now())
    taken.forgive()
    dispatch.queue_mail()
    messages.success(request, _("Letters go to the new address from now on."))
    return redirect("account")


def _change_password(request: HttpRequest, person: User, form: PlainForm) -> HttpResponse:
    """All sessions end but this one, which goes on under a new key."""
    taken = take_try(person.username, visitor=find_visitor(request), now=timezone.now())
    values, now = form.cleaned_data, timezone.now()
    changed = passwords.change_password(person, old=values["old"], new=values["password"], now=now)
    taken.forgive()
    update_session_auth_hash(request, changed)
    sessions.note_sign_in(changed, request.session, device=name_device(request), now=now)
    dispatch.queue_mail()
    messages.success(request, _("Your new password holds. All other sessions have ended."))
    return redirect("account")


def _confirm(request: HttpRequest, person: User, form: PlainForm) -> HttpResponse:
    taken = take_try(person.username, visitor=find_visitor(request), now=timezone.now())
    passwords.check_own_password(person, form.cleaned_data["old"])
    taken.forgive()
    codes = second_factor.confirm(person, code=form.cleaned_data["code"], now=timezone.now())
    dispatch.queue_mail()
    return render(request, "studio/account_spare_shown.html", {"codes": codes, "just_on": True})


def _end_codes(request: HttpRequest, person: User, form: PlainForm) -> HttpResponse:
    _check_code(request, person, form)
    second_factor.end(person, now=timezone.now())
    dispatch.queue_mail()
    messages.success(request, _("Signing in takes the password alone again."))
    return redirect("account")


def _renew_spare(request: HttpRequest, person: User, form: PlainForm) -> HttpResponse:
    _check_code(request, person, form)
    return render(request, "studio/account_spare_shown.html", {"codes": second_factor.renew_spare(person)})


def _check_code(request: HttpRequest, person: User, form: PlainForm) -> None:
    """Raises TooManyTries, NotAllowed."""
    taken = take_code_try(person, visitor=find_visitor(request), now=timezone.now())
    second_factor.check_or_refuse(person, code=form.cleaned_data["code"], now=timezone.now())
    taken.forgive()
