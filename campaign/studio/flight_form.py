"""The form of a flight. In: what was typed, or a flight. Out: a body as flights.yaml would hold it, faults by field.

What is right is decided by the schedule's own reader alone, so that the studio and the file never differ; here stands
only which field of the form a part of the flight is typed into.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from campaign.data.models import User
from campaign.forms.words import pick_text
from campaign.schedule.changes import Names
from campaign.schedule.dayparts import WEEK
from campaign.schedule.flight import Flight, Priority
from campaign.spec.errors import CampaignError
from campaign.studio.consent_form import DayInput
from campaign.studio.flight_choices import list_channels, list_dayparts, list_shown
from campaign.studio.flight_words import PRIORITIES, WEEKDAYS
from campaign.studio.titles import SHOWN, find_shown
from campaign.studio.typed import LONGEST, LONGEST_WHY, make_id, read_day, read_number
from campaign.studio.words import explain_error

UNITS: Mapping[str, Promise] = {
    "share": gettext_lazy("per cent of the loop"),
    "plays_per_hour": gettext_lazy("plays an hour, on each screen"),
    "plays": gettext_lazy("plays by the last day, on all screens together"),
}
FIELDS: Mapping[str, str] = {
    **dict.fromkeys(SHOWN, "shows"),
    **dict.fromkeys(UNITS, "amount"),
    "title": "title_bg",
}
"""Part of a flight → field of the form, where they are called differently."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field: its input's id, its label, what to do."""

    id: str
    label: str
    what: str


class FlightForm(forms.Form):
    """`shows` is one of campaign:…, item:…, tag:…, material:…; `amount` counts in `unit`."""

    title_bg = forms.CharField(label=gettext_lazy("Title in Bulgarian"), required=False, max_length=120)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), required=False, max_length=120)
    shows = forms.ChoiceField(
        label=gettext_lazy("What is shown"),
        help_text=gettext_lazy("To show one material alone, open its page and choose “Schedule it”."),
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("On which channels"), required=False, widget=forms.CheckboxSelectMultiple
    )
    since = forms.CharField(label=gettext_lazy("First day"), widget=DayInput())
    until = forms.CharField(label=gettext_lazy("Last day"), widget=DayInput())
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("On which weekdays"), required=False, widget=forms.CheckboxSelectMultiple
    )
    dayparts = forms.MultipleChoiceField(
        label=gettext_lazy("In which part of the day"),
        help_text=gettext_lazy("None chosen: the whole day."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    excludes = forms.MultipleChoiceField(
        label=gettext_lazy("Never on these days"), required=False, widget=forms.CheckboxSelectMultiple
    )
    only_on = forms.MultipleChoiceField(
        label=gettext_lazy("Only on these days"),
        help_text=gettext_lazy("None chosen: on every day."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    amount = forms.CharField(label=gettext_lazy("How much"), required=False, max_length=20)
    unit = forms.ChoiceField(label=gettext_lazy("Counted in"), widget=forms.RadioSelect)
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), widget=forms.RadioSelect)
    gap_seconds = forms.CharField(
        label=gettext_lazy("At least so many seconds from one start to the next"),
        help_text=gettext_lazy("Empty: as the rotation spreads it."),
        required=False,
        max_length=10,
    )
    id = forms.CharField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("In Latin letters, for files and reports. Empty: made from the title."),
        required=False,
        max_length=LONGEST,
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stays in the history."),
        required=False,
        max_length=LONGEST_WHY,
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        names: Names,
        *,
        person: User,
        flight: Flight | None = None,
        shown: str = "",
        stamp: str = "",
        new: bool,
        data: Any = None,
    ):
        """`shown` is what a new one begins with, as `shows` has it."""
        super().__init__(data, initial=_begin(flight, shown, stamp), label_suffix="")
        now = ":".join(find_shown(flight)) if flight else ""
        _offer(self, "shows", list_shown(person, now=now, wanted=str(self["shows"].value() or "")))
        _offer(self, "channels", list_channels(names))
        _offer(self, "weekdays", [(code, str(WEEKDAYS[code])) for code in WEEK])
        _offer(self, "dayparts", list_dayparts(names))
        calendars = [(id_, pick_text(calendar.title)) for id_, calendar in names.calendars.items()]
        _offer(self, "excludes", calendars)
        _offer(self, "only_on", calendars)
        _offer(self, "unit", [(code, str(words)) for code, words in UNITS.items()])
        _offer(self, "priority", [(code, str(words)) for code, words in PRIORITIES.items()])
        for name in ("amount", "gap_seconds"):
            self.fields[name].widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})
        if not new:
            del self.fields["id"]

    def read_body(self, *, id_: str = "", taken: Collection[str] = ()) -> dict[str, Any]:
        """The flight as typed; only for a form that is valid. `taken` are the ids of other flights."""
        typed = self.cleaned_data
        kind, _colon, ref = typed["shows"].partition(":")
        title = {code: text for code in ("bg", "en") if (text := typed[f"title_{code}"].strip())}
        body: dict[str, Any] = {
            "id": id_ or typed["id"].strip() or make_id(title, ref, taken=taken),
            "title": title,
            kind: ref,
            "channels": typed["channels"],
            "since": read_day(typed["since"]),
            "until": read_day(typed["until"]),
            "weekdays": typed["weekdays"],
            "dayparts": typed["dayparts"],
            "priority": typed["priority"],
            "excludes": typed["excludes"],
            "only_on": typed["only_on"],
        }
        if typed["priority"] != Priority.EMERGENCY:
            body[typed["unit"]] = read_number(typed["amount"])
        if typed["gap_seconds"].strip():
            body["gap_seconds"] = read_number(typed["gap_seconds"])
        return body

    def restamp(self, stamp: str) -> None:
        """Saving once more puts this over what that stamp stands for."""
        typed: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        typed["stamp"] = stamp
        self.data = typed

    def take_faults(self, error: CampaignError) -> list[str]:
        """Put each fault beside its field; what belongs to no field is returned."""
        rest = []
        for one, words in zip(error.singles, explain_error(error), strict=True):
            part = one.place.field.partition(".")[0]
            name = FIELDS.get(part, part)
            if name in self.fields:
                self.add_error(name, words)
            else:
                rest.append(words)
        return rest

    def list_faults(self) -> Iterator[Fault]:
        """For the list above the form."""
        for name, errors in self.errors.items():
            for error in errors:
                yield Fault(self[name].auto_id, str(self[name].label), str(error))


def _begin(flight: Flight | None, shown: str, stamp: str) -> dict[str, Any]:
    if flight is None:
        usual = {"weekdays": list(WEEK), "unit": "share", "priority": Priority.NORMAL.value}
        return {**usual, "shows": shown, "stamp": stamp}
    kind, ref = find_shown(flight)
    unit = next((name for name in UNITS if getattr(flight, name)), "share")
    return {
        "title_bg": flight.title.get("bg", ""),
        "title_en": flight.title.get("en", ""),
        "shows": f"{kind}:{ref}",
        "channels": list(flight.channels),
        "since": flight.since.isoformat(),
        "until": flight.until.isoformat(),
        "weekdays": list(flight.weekdays),
        "dayparts": list(flight.dayparts),
        "excludes": list(flight.excludes),
        "only_on": list(flight.only_on),
        "amount": f"{getattr(flight, unit):.12g}" if getattr(flight, unit) else "",
        "unit": unit,
        "priority": flight.priority.value,
        "gap_seconds": str(flight.gap_seconds or ""),
        "stamp": stamp,
    }


def _offer(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the form makes it so
    field.choices = choices
