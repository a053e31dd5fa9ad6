"""Players in words. In: conditions, sums. Out: frozen values for the templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from campaign.data.models import Channel
from campaign.forms.words import pick_text
from campaign.services.fleet import Condition, InForce, State, Sum, sum_by_channel
from campaign.studio.notices import Screen, show_screen
from campaign.studio.titles import name_materials
from campaign.studio.words import translate_message

STATES: Mapping[State, Promise] = {
    State.SILENT: _("Silent"),
    State.ILL: _("Needs a look"),
    State.NEVER: _("Not connected yet"),
    State.WELL: _("Well"),
    State.REVOKED: _("Address ended"),
}
EXACT = 2.0
"""Seconds that a clock may be off before it is worth a word: the way of a heartbeat takes as long."""
A_ROW = 40
MOST = 400
"""Squares of one channel in the map; of more players each square stands for several."""
SIDE, STEP = 8, 10


@dataclass(frozen=True)
class Cell:
    """One player; `old` is whether the release it plays is not the one in force, `shows` a material's title."""

    screen: Screen
    channel: str
    state: State
    state_words: str
    screens: int
    release: str
    old: bool
    shows: str
    free: str
    drift: str
    kept: str
    error: str
    program: str
    troubles: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return self.state is State.WELL


@dataclass(frozen=True)
class Squares:
    """The squares of one state in a channel's map, as one path."""

    state: State
    path: str


@dataclass(frozen=True)
class Row:
    """A channel in the overview. `each` is how many players a square stands for, `height` that of the map."""

    slug: str
    title: str
    sum: Sum
    counts: tuple[tuple[State, str, int], ...]
    squares: tuple[Squares, ...]
    each: int
    height: int


def show_cells(conditions: Iterable[Condition], *, in_force: InForce, now: datetime) -> list[Cell]:
    """In the order of the conditions; the titles of what they show in two queries for all."""
    cells = [_show(one, in_force=in_force, now=now) for one in conditions]
    titles = name_materials({cell.shows for cell in cells})
    return [replace(cell, shows=titles.get(cell.shows, ("",))[0]) for cell in cells]


def show_rows(conditions: Sequence[Condition], channels: Iterable[Channel]) -> list[Row]:
    """Every channel that has players, in the order of the channels; conditions with what needs somebody first."""
    sums = sum_by_channel(conditions)
    states: dict[int, list[State]] = {}
    for one in conditions:
        states.setdefault(one.player.channel_id, []).append(one.state)
    return [_show_row(row, sums[row.pk], states[row.pk]) for row in channels if row.pk in sums]


def list_counts(sum_: Sum) -> tuple[tuple[State, str, int], ...]:
    """State, its words, how many; none that is empty."""
    return tuple((state, str(STATES[state]), count) for state, count in sum_.states.items() if count)


def say_bytes(count: int) -> str:
    """3,2 GB; 140 MB."""
    if count >= 1_000_000_000:
        return gettext("%(number)s GB") % {"number": number_format(count / 1e9, 1)}
    return gettext("%(number)s MB") % {"number": number_format(count // 1_000_000)}


def say_drift(seconds: float) -> str:
    """A device's clock against ours, as exactly as it is worth knowing."""
    off = round(abs(seconds))
    if off <= EXACT:
        return gettext("on time")
    if off >= 120:
        minutes = round(off / 60)
        if seconds > 0:
            return ngettext("%(number)d minute fast", "%(number)d minutes fast", minutes) % {"number": minutes}
        return ngettext("%(number)d minute slow", "%(number)d minutes slow", minutes) % {"number": minutes}
    if seconds > 0:
        return ngettext("%(number)d second fast", "%(number)d seconds fast", off) % {"number": off}
    return ngettext("%(number)d second slow", "%(number)d seconds slow", off) % {"number": off}


def _show(one: Condition, *, in_force: InForce, now: datetime) -> Cell:
    health = one.health
    return Cell(
        screen=show_screen(one.player, now=now),
        channel=pick_text(one.player.channel.body["title"]),
        state=one.state,
        state_words=str(STATES[one.state]),
        screens=one.player.screens,
        release=_say_release(one, in_force=in_force),
        old=one.current is False,
        shows=health.playing,
        free=say_bytes(health.free_bytes) if health.free_bytes is not None else "",
        drift=say_drift(one.drift) if one.drift is not None else "",
        kept=f"{health.kept}/{health.wanted}" if health.wanted else "",
        error=health.error,
        program=health.player,
        troubles=tuple(translate_message(trouble) for trouble in one.troubles),
    )


def _say_release(one: Condition, *, in_force: InForce) -> str:
    if one.release:
        told = {"number": one.release, "now": in_force.number}
        if one.release == in_force.number:
            return gettext("release %(number)d, the current one") % told
        return gettext("release %(number)d; %(now)d is current") % told
    if one.current:
        return gettext("asked after release %(number)d came out") % {"number": in_force.number}
    return ""


def _show_row(channel: Channel, sum_: Sum, states: Sequence[State]) -> Row:
    each = -(-len(states) // MOST)
    # of several the worst: they come in that order
    shown = states[::each]
    paths: dict[State, list[str]] = {}
    for place, state in enumerate(shown):
        x, y = place % A_ROW * STEP + 1, place // A_ROW * STEP + 1
        paths.setdefault(state, []).append(f"M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z")
    return Row(
        channel.slug,
        pick_text(channel.body["title"]),
        sum_,
        list_counts(sum_),
        tuple(Squares(state, "".join(parts)) for state, parts in paths.items()),
        each,
        (-(-len(shown) // A_ROW)) * STEP,
    )
