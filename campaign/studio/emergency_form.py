"""The form of an emergency message. In: what was posted. Out: its words, channels, length; and choices to show again.

A plain form that works without scripts: three fields a language, ticks for channels and groups, a length.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaign.data import convert
from campaign.data.models import Channel
from campaign.data.screens import count_screens
from campaign.forms.words import name_language, pick_text
from campaign.schedule.channels import ALL
from campaign.services.announcing import ADVICE, FIELDS, HEADLINE, SENDER
from campaign.spec.languages import LANGUAGES, split_languages

LENGTHS: Mapping[int, Promise] = {
    15: _("15 minutes"),
    30: _("30 minutes"),
    60: _("1 hour"),
    120: _("2 hours"),
    240: _("4 hours"),
    720: _("12 hours"),
    1440: _("24 hours"),
}
USUAL = 30
LABELS: Mapping[str, Promise] = {
    HEADLINE: _("What happened"),
    ADVICE: _("What people should do"),
    SENDER: _("Who says so"),
}
LONGEST = 2000


@dataclass(frozen=True)
class Entry:
    """One text field."""

    name: str
    label: str
    text: str
    longest: int
    is_long: bool


@dataclass(frozen=True)
class Tongue:
    """The fields of one language; `direction` is the way it is written."""

    code: str
    name: str
    direction: str
    entries: tuple[Entry, ...]

    @property
    def is_written(self) -> bool:
        return any(entry.text for entry in self.entries)


@dataclass(frozen=True)
class Tick:
    """A channel, or a group of them, with how many screens it has."""

    name: str
    title: str
    screens: int
    chosen: bool


@dataclass(frozen=True)
class Sheet:
    """What the form holds: field → language → text, the names of channels and groups, minutes, why."""

    words: Mapping[str, Mapping[str, str]]
    channels: tuple[str, ...]
    minutes: int
    why: str

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for texts in self.words.values() for text in texts.values())

    @property
    def hidden(self) -> Iterator[tuple[str, str]]:
        """Name and value of each field, to be posted again."""
        for field, texts in self.words.items():
            yield from ((f"{field}-{code}", text) for code, text in texts.items() if text)
        yield from (("channel", name) for name in self.channels)
        yield from (("minutes", str(self.minutes)), ("why", self.why))


def read_sheet(posted: QueryDict) -> Sheet:
    """Whatever was posted; what it means is the service's to say."""
    words = {field: {code: posted.get(f"{field}-{code}", "")[:LONGEST] for code in LANGUAGES} for field in FIELDS}
    minutes = posted.get("minutes", "")
    return Sheet(
        words,
        tuple(dict.fromkeys(posted.getlist("channel"))),
        int(minutes) if minutes.isdecimal() and minutes.isascii() and len(minutes) < 6 else USUAL,
        posted.get("why", "").strip()[:LONGEST],
    )


def list_tongues(sheet: Sheet, channels: Sequence[Channel], longest: Mapping[str, int]) -> tuple[list[Tongue], ...]:
    """Those in which the channels speak, then all the others."""
    bodies = [convert.read_channel(row) for row in channels]
    spoken = dict.fromkeys(part for body in bodies for code in body.languages for part in split_languages(code))
    first = [code for code in (get_language() or "bg", *spoken) if code in spoken]
    order = dict.fromkeys([*first, *LANGUAGES])
    tongues = [_make_tongue(sheet, code, longest) for code in order]
    return tongues[: len(dict.fromkeys(first))], tongues[len(dict.fromkeys(first)) :]


def _make_tongue(sheet: Sheet, code: str, longest: Mapping[str, int]) -> Tongue:
    entries = tuple(
        Entry(f"{field}-{code}", str(LABELS[field]), sheet.words[field][code], longest[field], field == ADVICE)
        for field in FIELDS
    )
    return Tongue(code, name_language(code), LANGUAGES[code].direction, entries)


def list_ticks(sheet: Sheet, channels: Sequence[Channel]) -> tuple[list[Tick], list[Tick]]:
    """All of them and each group, then each channel."""
    screens = count_screens()
    bodies = {row.slug: convert.read_channel(row) for row in channels}
    groups = dict.fromkeys(group for body in bodies.values() for group in body.groups)
    joined = [
        Tick(name, title, sum(screens.get(slug, 0) for slug in members), name in sheet.channels)
        for name, title, members in [
            (ALL, str(_("All screens")), list(bodies)),
            *((group, group, [slug for slug, body in bodies.items() if group in body.groups]) for group in groups),
        ]
    ]
    single = [
        Tick(slug, pick_text(body.title), screens.get(slug, 0), slug in sheet.channels) for slug, body in bodies.items()
    ]
    return joined, single
