"""Coming in. In: a name and a password, and a code where one is asked for. Out: a session, in the person's language."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from campaign.data.models import User
from campaign.services import second_factor
from campaign.services.accounts import find_login_name
from campaign.services.sign_in import TooManyTries, take_code_try, take_try
from campaign.spec.errors import CampaignError
from campaign.studio.people_form import CodeForm
from campaign.studio.visitor import find_visitor, leave_mark
from campaign.studio.words import explain_error

HALF = "half-signed-in"
"""In the session of somebody whose password was right, while the code is asked for."""
HALF_HOLDS = 600
"""Seconds."""


class SignInForm(AuthenticationForm):
    """Django's, behind the brake; people may give their e-mail address for a name."""

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username") or ""
        if not name or not self.cleaned_data.get("password"):
            return self.cleaned_data
        assert self.request is not None  # noqa: S101 - LoginView gives it
        name = find_login_name(name)  # before they are counted: who has two names is not guessed at twice as often
        try:
            taken = take_try(name, visitor=find_visitor(self.request), now=timezone.now())
        except TooManyTries as error:
            raise ValidationError(" ".join(explain_error(error)), code="wait") from None
        self.cleaned_data["username"] = name
        values: dict[str, Any] = super().clean()
        taken.forgive()
        return values


class SignIn(LoginView):
    """Django's sign-in in our words; whoever is signed in already goes home."""

    template_name = "studio/sign_in.html"
    redirect_authenticated_user = True
    authentication_form = SignInForm

    def form_valid(self, form: Any) -> HttpResponse:
        person = form.get_user()
        if second_factor.is_on(person):
            self.request.session[HALF] = _note_half(person, then=self.get_success_url(), now=timezone.now())
            return redirect("sign-in-code")
        return welcome(self.request, person, super().form_valid(form))

    def form_invalid(self, form: Any) -> HttpResponse:
        wait = form.has_error("__all__", code="wait")
        return self.render_to_response(self.get_context_data(form=form, wait=wait), status=429 if wait else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """An installation on which nobody can sign in yet says how the first person comes."""
        return {**super().get_context_data(**kwargs), "nobody": not User.objects.exists()}


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def ask_code(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, or a spare one."""
    now = timezone.now()
    person = _find_half(request, now=now)
    if person is None:
        return redirect("sign-in")
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_code_try(person, visitor=find_visitor(request), now=now)
            second_factor.check_or_refuse(person, code=form.cleaned_data["code"], now=now)
            taken.forgive()
            return _come_in(request, person)
        except CampaignError as error:
            form.refuse(error)
            status = 429 if isinstance(error, TooManyTries) else 422
    return render(
        request, "studio/sign_in_code.html", {"form": form, "faults": list(form.list_faults())}, status=status
    )


def come_in(request: HttpRequest, person: User, *, then: str) -> HttpResponse:
    """A session for somebody who has proved to be this person."""
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return welcome(request, person, redirect(then))


def welcome(request: HttpRequest, person: User, response: HttpResponse) -> HttpResponse:
    """A person's own language is used until they choose another; the browser is known from now on."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        keep_language(response, person.language)
    leave_mark(response, person)
    return response


def keep_language(response: HttpResponse, language: str) -> None:
    """In this browser, until another is chosen."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def _come_in(request: HttpRequest, person: User) -> HttpResponse:
    then = str(request.session.pop(HALF)["then"])
    return come_in(request, person, then=then)


def _note_half(person: User, *, then: str, now: datetime) -> dict[str, Any]:
    return {"user": person.pk, "hash": person.get_session_auth_hash(), "at": int(now.timestamp()), "then": then}


def _find_half(request: HttpRequest, *, now: datetime) -> User | None:
    """Whose password was right within the last minutes; a password changed meanwhile counts no more."""
    half = request.session.get(HALF)
    if not half or now.timestamp() - half["at"] > HALF_HOLDS:
        return None
    person = User.objects.filter(pk=half["user"], is_active=True).first()
    if person is None or not constant_time_compare(half["hash"], person.get_session_auth_hash()):
        return None
    return person
