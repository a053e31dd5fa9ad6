"""The form of a consent. In: what was typed, or a consent. Out: a sheet, or what is wrong, field by field.

What is left out is told by the checks and not refused here: a consent may be recorded in parts. Only what cannot be
read, or contradicts itself, is an error; everything typed stays as it was typed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.data.models import Campaign, Channel
from campaign.forms.words import name_language, pick_text
from campaign.services.editing import Sheet, parse_sheet, write_sheet
from campaign.spec.consent import Consent, Guardian, Naming
from campaign.spec.errors import CampaignError
from campaign.spec.languages import LANGUAGES
from campaign.studio.consent_words import HELP, LABELS, NAMINGS, PURPOSES, RELATIONS

ROWS = 2
"""Guardians that can be written down at least: a child has two parents."""
OLDEST = 1990
"""The year before which no consent of ours can have been given; 2-digit years fall there."""

Choices = Iterable[tuple[str, str]]


class DayInput(forms.DateInput):
    """The browser's own calendar; what is no day stays as text, so that it can be mended."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if not _is_day(context["widget"]["value"]):
            context["widget"]["type"] = "text"
        return context


def _is_day(value: str | None) -> bool:
    try:
        return not value or bool(date.fromisoformat(value))
    except ValueError:
        return False


def _day(name: str) -> forms.DateField:
    wrong = gettext_lazy("This is no day. Write it as 2026-12-31.")
    formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
    return forms.DateField(
        label=LABELS[name],
        help_text=HELP.get(name, ""),
        required=False,
        widget=DayInput(),
        input_formats=formats,
        error_messages={"invalid": wrong},
    )


def _text(name: str, *, longest: int, lines: int = 1) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=LABELS[name], help_text=HELP.get(name, ""), required=False, max_length=longest, widget=widget
    )


def _tick(name: str) -> forms.BooleanField:
    return forms.BooleanField(label=LABELS[name], help_text=HELP.get(name, ""), required=False)


def _several(name: str, choices: Choices = ()) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple()
    return forms.MultipleChoiceField(
        label=LABELS[name], help_text=HELP.get(name, ""), required=False, widget=widget, choices=list(choices)
    )


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the form makes it so
    field.choices = choices


class GuardianForm(forms.Form):
    """One row: a parent or guardian, with their own day and way."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    relation = forms.ChoiceField(label=gettext_lazy("Who this is to the child"), required=False)
    given_on = _day("given_on")
    given_how = _text("given_how", longest=300)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = str(self.initial.get("relation", ""))
        _offer(self, "relation", _with(RELATIONS, (known,), empty=True))
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["given_how"].help_text = ""  # said once above

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("name") and any(values.get(name) for name in ("relation", "given_on", "given_how")):
            self.add_error("name", _("Write who this is, or leave the whole row empty."))
        return values


class ConsentForm(forms.Form):
    """All but the guardians. `base` is what the form began with, kept in the page."""

    slug = forms.CharField(label=LABELS["slug"], help_text=HELP["slug"], max_length=50)
    items = _several("items")
    person = _text("person", longest=200)
    given_to = _text("given_to", longest=300)
    given_on = _day("given_on")
    given_how = _text("given_how", longest=300)
    wording = _text("wording", longest=10_000, lines=6)
    wording_version = _text("wording_version", longest=100)
    language = forms.ChoiceField(label=LABELS["language"], required=False)
    told_of_withdrawal = _tick("told_of_withdrawal")
    naming = forms.ChoiceField(
        label=LABELS["naming"], help_text=HELP["naming"], required=False, widget=forms.RadioSelect, choices=()
    )
    shown_as = _text("shown_as", longest=200)
    purposes = _several("purposes")
    channels = _several("channels")
    since = _day("since")
    until = _day("until")
    reveals_origin = _tick("reveals_origin")
    origin_consent = _tick("origin_consent")
    age = forms.IntegerField(
        label=LABELS["age"],
        help_text=HELP["age"],
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("Write the age as a whole number."),
            "min_value": gettext_lazy("Write an age from 0 to 120."),
            "max_value": gettext_lazy("Write an age from 0 to 120."),
        },
    )
    child_agreed = _tick("child_agreed")
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        campaign: Campaign,
        *,
        sheet: Sheet,
        today: date,
        new: bool,
        base: Sheet | None = None,
        data: Any = None,
    ):
        super().__init__(data, initial=_begin(sheet, base or sheet), label_suffix="")
        self.today = today
        _offer(self, "purposes", _with(PURPOSES, sheet.consent.purposes))
        _offer(self, "channels", _list_channels(sheet.consent.channels))
        _offer(self, "items", _list_items(campaign, sheet.items))
        _offer(self, "language", _list_languages(sheet.consent.language))
        _offer(self, "naming", [(code, str(words)) for code, words in NAMINGS.items()])
        if not new:
            del self.fields["slug"]
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.error_messages.setdefault("max_length", _TOO_LONG)

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).strip()
        try:
            validate_slug(slug)
        except forms.ValidationError:
            raise forms.ValidationError(_("Use Latin letters, digits and hyphens only, as in “consent-7”.")) from None
        return slug

    def clean_given_on(self) -> date | None:
        day: date | None = self.cleaned_data["given_on"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("This day is in the future. A consent is recorded once it was given."))
        if day is not None and day.year < OLDEST:
            raise forms.ValidationError(_("Write the year with four digits."))
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first. Correct one of them."))
        return values

    def read_base(self) -> Sheet | None:
        """What the form began with; None where the page lost it."""
        try:
            return parse_sheet(json.loads(self.cleaned_data["base"]))
        except (CampaignError, ValueError):
            return None


_TOO_LONG = gettext_lazy("This is too long: at most %(limit_value)d characters, and it has %(show_value)d.")


def _begin(sheet: Sheet, base: Sheet) -> dict[str, Any]:
    values = {name: getattr(sheet.consent, name) for name in ConsentForm.base_fields if hasattr(sheet.consent, name)}
    values |= {"items": sheet.items, "base": json.dumps(write_sheet(base), ensure_ascii=False)}
    return values | {"naming": sheet.consent.naming.value if sheet.consent.naming else ""}


def begin_guardians(sheet: Sheet, *, data: Any = None) -> Any:
    """The rows of the form, with empty ones to fill in."""
    rows = [
        {"name": row.name, "relation": row.relation, "given_on": row.given_on, "given_how": row.given_how}
        for row in sheet.consent.guardians
    ]
    guardians = forms.formset_factory(GuardianForm, extra=max(1, ROWS - len(rows)), max_num=10, absolute_max=20)
    return guardians(data, initial=rows, prefix="guardian", form_kwargs={"label_suffix": ""})


def read_forms(form: ConsentForm, guardians: Any) -> Sheet | None:
    """What was typed; None when something in it is wrong, which the forms then say."""
    if not all([form.is_valid(), guardians.is_valid()]):
        return None
    values = form.cleaned_data
    names = (name for name in ConsentForm.base_fields if name not in ("slug", "items", "base", "naming"))
    plain = {name: values[name] for name in names}
    rows = [row.cleaned_data for row in guardians if row.cleaned_data.get("name")]
    consent = Consent(
        **plain | {name: tuple(values[name]) for name in ("purposes", "channels")},
        naming=Naming(values["naming"]) if values["naming"] else None,
        guardians=tuple(Guardian(row["name"], row["relation"], row["given_on"], row["given_how"]) for row in rows),
    )
    return Sheet(consent, tuple(sorted(values["items"])))


def _with(known: Mapping[str, Promise], given: Iterable[str], *, empty: bool = False) -> list[tuple[str, str]]:
    """The known choices, and whatever else was given before."""
    choices = [("", "—")] if empty else []
    choices += [(code, str(words)) for code, words in known.items()]
    return choices + [(code, code) for code in given if code and code not in known]


def _list_channels(given: Iterable[str]) -> list[tuple[str, str]]:
    rows = {row.slug: pick_text(row.body["title"]) for row in Channel.objects.all()}
    return [*rows.items(), *((slug, slug) for slug in given if slug not in rows)]


def _list_items(campaign: Campaign, given: Iterable[str]) -> list[tuple[str, str]]:
    rows = campaign.items.exclude(current=None).select_related("current").order_by("slug")
    found = {row.slug: pick_text(row.current.body["title"]) for row in rows if row.current}
    return [*found.items(), *((slug, slug) for slug in given if slug not in found)]


def _list_languages(given: str) -> list[tuple[str, str]]:
    codes = [*LANGUAGES, *([given] if given and given not in LANGUAGES else [])]
    return [("", "—"), *((code, name_language(code)) for code in codes)]


def list_faults(form: ConsentForm, guardians: Any) -> Iterator[tuple[str, str, str]]:
    """Input, label and what is wrong with it, to be listed above the form."""
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        for error in errors:
            yield (bound.auto_id if bound else "", str(bound.label) if bound else "", str(error))
    for number, row in enumerate(guardians, start=1):
        whose = _("Parent or guardian %(number)s") % {"number": number}
        for name, errors in row.errors.items():
            for error in errors:
                yield row[name].auto_id, f"{whose}, {row[name].label}", str(error)
