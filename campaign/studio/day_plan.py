"""A channel's service day in words. In: a day plan. Out: flights with what they were promised and get, and windows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campaign.forms.words import name_language
from campaign.playlists.items import Window
from campaign.playlists.overlay import FLIGHT as MESSAGE
from campaign.playlists.tally import Tally, tally
from campaign.services.dayplans import DayPlan
from campaign.studio.flight_words import say_number
from campaign.studio.hues import EMERGENCY, FALLBACK, pick_hue
from campaign.studio.objections import Glossary, read_glossary


@dataclass(frozen=True)
class Turn:
    """A flight on that day, on one screen: per cent of the loop promised (empty for what is promised nothing) and
    planned while it runs, plays, and minutes on the screen."""

    title: str
    link: str
    promised: str
    planned: str
    plays: int
    minutes: int
    hue: int
    is_short: bool


@dataclass(frozen=True)
class Story:
    """What a story plays in that time: its languages, and how often."""

    title: str
    languages: str
    plays: int


@dataclass(frozen=True)
class Slice:
    """A flight's part of a piece, for drawing: from `top` down, in per cent."""

    title: str
    hue: int
    top: float
    height: float


@dataclass(frozen=True)
class Piece:
    """Hours in which the same flights run: `offset` and `minutes` from the opening, for drawing; `slices` are the
    flights' parts in the order of the day's list, `stories` what they show, the most shown first."""

    start: datetime
    end: datetime
    offset: float
    minutes: float
    slices: tuple[Slice, ...]
    stories: tuple[Story, ...]


@dataclass(frozen=True)
class Day:
    """`minutes` is the length of the service day."""

    turns: tuple[Turn, ...]
    pieces: tuple[Piece, ...]
    minutes: float


def tell_day(plan: DayPlan) -> Day:
    """Flights in the order of the release, the fallback last."""
    if plan.span is None:
        return Day((), (), 0)
    refs = {f"{item.campaign}/{item.item}" for window in plan.windows for item in window.items if item.item}
    glossary = read_glossary((), plan.release.flights, refs=refs)
    order = [flight.id for flight in plan.release.flights]
    shown = sorted(plan.due.times, key=lambda id_: (not id_, order.index(id_) if id_ in order else -1))
    hues = {id_: _pick_hue(id_, place) for place, id_ in enumerate(shown)}
    turns = tuple(_make_turn(plan, id_, glossary, hue=hues[id_], linked=id_ in order) for id_ in shown)
    groups = (list(group) for _who, group in groupby(plan.windows, key=lambda one: {item.flight for item in one.items}))
    pieces = tuple(_make_piece(plan, windows, glossary, hues) for windows in groups)
    return Day(turns, pieces, plan.span.length / timedelta(minutes=1))


def _pick_hue(id_: str, place: int) -> int:
    if id_ == MESSAGE:
        return EMERGENCY
    return pick_hue(place) if id_ else FALLBACK


def _make_turn(plan: DayPlan, id_: str, glossary: Glossary, *, hue: int, linked: bool) -> Turn:
    due = [one for part, one in plan.due.parts.items() if part.flight == id_]
    seconds = sum(one.seconds for one in due)
    planned = 100 * seconds / plan.due.times[id_]
    promised = 100 * float(plan.promised.get(id_, 0))
    return Turn(
        title=_name(id_, glossary),
        link=id_ if linked else "",
        promised=_say_per_cent(promised) if promised else "",
        planned=_say_per_cent(planned),
        plays=sum(one.plays for one in due),
        minutes=round(seconds / 60),
        hue=hue,
        is_short=planned < promised - 1,
    )


def _name(id_: str, glossary: Glossary) -> str:
    if id_ == MESSAGE:
        return _("Emergency message")
    return glossary.flights.get(id_, id_) if id_ else _("Fallback")


def _say_per_cent(part: float) -> str:
    return f"{say_number(round(part, 1))}\N{NO-BREAK SPACE}%"


def _make_piece(plan: DayPlan, windows: Sequence[Window], glossary: Glossary, hues: Mapping[str, int]) -> Piece:
    assert plan.span is not None  # noqa: S101 - windows lie in it
    zone = ZoneInfo(plan.channel.timezone)
    start, end = windows[0].span.start, windows[-1].span.end
    due = tally(windows, until=end)
    seconds: Counter[str] = Counter()
    for part, one in due.parts.items():
        seconds[part.flight] += round(one.seconds)
    return Piece(
        start=start.astimezone(zone),
        end=end.astimezone(zone),
        offset=(start - plan.span.start) / timedelta(minutes=1),
        minutes=(end - start) / timedelta(minutes=1),
        slices=tuple(_cut_slices(seconds, glossary, hues)),
        stories=tuple(_list_stories(due, glossary)),
    )


def _cut_slices(seconds: Mapping[str, int], glossary: Glossary, hues: Mapping[str, int]) -> Iterator[Slice]:
    whole, top = sum(seconds.values()) or 1, 0.0
    for id_, hue in hues.items():
        if height := 100 * seconds.get(id_, 0) / whole:
            yield Slice(_name(id_, glossary), hue, top, height)
            top += height


def _list_stories(due: Tally, glossary: Glossary) -> Iterator[Story]:
    plays: Counter[str] = Counter()
    tongues: dict[str, set[str]] = {}
    for part, one in due.parts.items():
        ref = f"{part.campaign}/{part.item}" if part.item else ""
        plays[ref] += one.plays
        tongues.setdefault(ref, set()).add(part.language)
    for ref, count in plays.most_common():
        languages = ", ".join(name_language(code) for code in sorted(tongues[ref]) if code)
        yield Story(glossary.items.get(ref, ref) or _("Plain picture"), languages, count)
