"""The form of a fallback. In: what stands at a place, what may be chosen. Out: items, most wanted first."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.spec.errors import CampaignError
from campaign.studio.fallback_cards import Choices
from campaign.studio.typed import LONGEST_WHY
from campaign.studio.words import explain_error

FREE, MOST = 2, 12
"""Empty inputs below what is there, and how many there are at the most."""


class FallbackForm(forms.Form):
    """One input an item, called item_0, item_1 … by rank; an empty one names nothing."""

    use_required_attribute = False
    why = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stays in the history."),
        required=False,
        max_length=LONGEST_WHY,
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, items: Sequence[str], *, stamp: str, choices: Choices, data: Any = None):
        super().__init__(data, initial={"stamp": stamp}, label_suffix="")
        count = min(MOST, len(items) + FREE) if data is None else MOST
        for rank in range(count):
            self.fields[f"item_{rank}"] = forms.ChoiceField(
                label=_("First") if rank == 0 else _("Then, number %(rank)d") % {"rank": rank + 1},
                choices=choices,
                required=False,
                initial=items[rank] if rank < len(items) else "",
            )

    def list_ranks(self) -> list[forms.BoundField]:
        """Those that say something, and some free ones."""
        ranks = [self[name] for name in self.fields if name.startswith("item_")]
        last = max((place for place, one in enumerate(ranks) if one.value() or one.errors), default=-1)
        return ranks[: last + 1 + FREE]

    def read_items(self) -> list[str]:
        """What was chosen; only for a form that is valid."""
        return [self.cleaned_data[name] for name in self.fields if name.startswith("item_") and self.cleaned_data[name]]

    def restamp(self, stamp: str) -> None:
        """Saving once more puts this over what that stamp stands for."""
        typed: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        typed["stamp"] = stamp
        self.data = typed

    def refuse(self, error: CampaignError) -> None:
        """Items are told by their rank among those chosen, which need not be the rank of their inputs."""
        filled = [name for name in self.fields if name.startswith("item_") and self[name].value()]
        for one, words in zip(error.singles, explain_error(error), strict=True):
            part, _dot, rank = one.place.field.partition(".")
            known = part == "items" and rank.isdecimal() and int(rank) < len(filled)
            self.add_error(filled[int(rank)] if known else None, words)

    def list_faults(self) -> list[tuple[str, str, str]]:
        """For the list above the form: the input's id, its label, what is wrong."""
        return [
            (self[name].id_for_label, str(self[name].label), str(error))
            if name in self.fields
            else ("", "", str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]
