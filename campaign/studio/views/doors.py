"""Coming in and going out. In: a name and a password. Out: a session, in the language the person reads."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse

from campaign.data.models import User


class SignIn(LoginView):
    """Django's sign-in in our words; whoever is signed in already goes home."""

    template_name = "studio/sign_in.html"
    redirect_authenticated_user = True
    authentication_form = AuthenticationForm

    def form_valid(self, form: Any) -> HttpResponse:
        """A person's own language is used until they choose another."""
        response = super().form_valid(form)
        person = form.get_user()
        if isinstance(person, User) and settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax", httponly=True)
        return response
