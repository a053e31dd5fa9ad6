"""The form of a player. In: what was typed, or a player. Out: its channel, name and how many screens it serves."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.data import queries
from campaign.data.models import Player
from campaign.forms.words import pick_text

MOST_SCREENS = 100_000


class PlayerForm(forms.Form):
    """Two players of a channel are never called the same: a page that is sent twice would make a second one."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        help_text=gettext_lazy("The kind of screen it plays on: that decides the format and the hours."),
    )
    name = forms.CharField(
        label=gettext_lazy("What people call it"),
        help_text=gettext_lazy("A vehicle, a station, a depot: “Tram 4, car 2106”."),
        max_length=200,
    )
    screens = forms.IntegerField(
        label=gettext_lazy("Screens at its address"),
        help_text=gettext_lazy("One, unless a server of yours passes the list on to several screens."),
        min_value=1,
        max_value=MOST_SCREENS,
        initial=1,
    )

    def __init__(self, data: Any = None, *, player: Player | None = None, initial: dict[str, Any] | None = None):
        super().__init__(data, initial=initial, label_suffix="")
        self.player = player
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(row.slug, pick_text(row.body["title"])) for row in queries.list_channels()]

    def clean(self) -> dict[str, object]:
        known = super().clean() or {}
        name, channel = known.get("name"), known.get("channel")
        if name and channel:
            others = Player.objects.filter(channel__slug=channel, name=name)
            if self.player is not None:
                others = others.exclude(pk=self.player.pk)
            if others.exists():
                self.add_error(
                    "name",
                    _("This channel has a player of this name already. Add what tells them apart, such as a number."),
                )
        return known

    def list_faults(self) -> list[tuple[str, str]]:
        """For the list above the form: the input's id, and what to do."""
        return [(self[name].auto_id, str(error)) for name, errors in self.errors.items() for error in errors]


def fill_form(player: Player) -> PlayerForm:
    """As the player is now."""
    return PlayerForm(
        player=player, initial={"channel": player.channel.slug, "name": player.name, "screens": player.screens}
    )
