"""Forms about people and their accounts. In: what was typed. Out: values, or what is wrong, at its input.

What can be known only by a service is told by it, and put beside the input that its error names.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from campaign.spec.errors import CampaignError
from campaign.studio.words import explain_error

EMPTY = _("Fill this in.")
LONG = _("This is too long.")
PASSWORD_HELP = _("At least 12 characters. Several words that nobody would put together are easy to keep in mind.")


def _text(label: Any, *, longest: int = 150, help_text: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": EMPTY, "max_length": LONG},
    )


def _email(label: Any, *, help_text: Any = "", complete: str = "email") -> forms.EmailField:
    wrong = _("This is no e-mail address. Write it like maria@example.org.")
    return forms.EmailField(
        label=label,
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": complete, "spellcheck": "false"}),
        error_messages={"required": EMPTY, "invalid": wrong, "max_length": LONG},
    )


def _password(label: Any, *, new: bool) -> forms.CharField:
    attrs = {
        "autocomplete": "new-password" if new else "current-password",
        "data-show": _("Show"),
        "data-hide": _("Hide"),
        "data-what": _("the password"),
    }
    return forms.CharField(
        label=label,
        help_text=PASSWORD_HELP if new else "",
        strip=False,
        max_length=200,  # hashing takes as long as what is hashed
        widget=forms.PasswordInput(attrs=attrs),
        error_messages={"required": EMPTY, "max_length": LONG},
    )


class PlainForm(forms.Form):
    """Ours in every way: the page says what is wrong, not the browser."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def refuse(self, error: CampaignError) -> None:
        """Put each fault beside its input, else above all."""
        for one in error.singles:
            field = one.place.field if one.place.field in self.fields else None
            self.add_error(field, " ".join(explain_error(one)))

    def list_faults(self) -> Iterator[tuple[str, str, str]]:
        """Each with the input's id, its label and what is wrong; of the whole form without both."""
        for name, errors in self.errors.items():
            bound = self[name] if name in self.fields else None
            for error in errors:
                yield (_find_id(bound), str(bound.label), str(error)) if bound else ("", "", str(error))


def _find_id(bound: forms.BoundField) -> str:
    """Of the input, or the first of several."""
    return str(bound.id_for_label or f"{bound.auto_id}_0")


class ForgotForm(PlainForm):
    email = _email(_("Your e-mail address"))


class NewPasswordForm(PlainForm):
    password = _password(_("New password"), new=True)


class CodeForm(PlainForm):
    code = _text(_("Code"), longest=40, autocomplete="one-time-code", inputmode="text", spellcheck="false")


class AppCodeForm(PlainForm):
    code = _text(_("Code that the app shows"), longest=40, autocomplete="one-time-code", inputmode="numeric")


class NewAppForm(AppCodeForm):
    """Whoever turns it on can lock everybody else out: a session that somebody left open is not enough."""

    old = _password(_("Your password"), new=False)


class AcceptForm(PlainForm):
    first = _text(_("First name"), autocomplete="given-name")
    last = _text(_("Last name"), autocomplete="family-name")
    username = _text(
        _("User name"),
        help_text=_("You sign in with it. Letters, digits and the signs @ . + - _"),
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
    )
    password = _password(_("Password"), new=True)


class DetailsForm(PlainForm):
    first = _text(_("First name"), autocomplete="given-name")
    last = _text(_("Last name"), autocomplete="family-name")
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Of the studio after you sign in, and of its letters."),
        choices=settings.LANGUAGES,
    )
    digest = forms.BooleanField(label=_("A letter in the morning when something waits for me"), required=False)


class EmailForm(PlainForm):
    email = _email(_("E-mail address"))
    old = _password(_("Your password"), new=False)


class PasswordForm(PlainForm):
    old = _password(_("Your password now"), new=False)
    password = _password(_("New password"), new=True)


class InviteForm(PlainForm):
    """`places` and `roles` are what the person may choose from."""

    email = _email(_("E-mail address"), help_text=_("The invitation goes there."), complete="off")
    place = forms.ChoiceField(
        label=_("Where"), error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")}
    )
    organisation = forms.CharField(
        label=_("Name of the new organisation"), required=False, max_length=200, error_messages={"max_length": LONG}
    )
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, places: Any, roles: Any, new: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, choices in (("place", places), ("role", roles)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as it stands above
            field.choices = choices
        if not new:
            del self.fields["organisation"]
