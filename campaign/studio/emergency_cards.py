"""Emergency messages as people see them. In: rows, or pictures just drawn. Out: frozen values for the templates."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from campaign.data import convert
from campaign.data.models import Channel, Emergency, EmergencyReceipt, Player
from campaign.forms.words import name_language, pick_text
from campaign.services import emergencies
from campaign.services.announcing import HEADLINE, Shown
from campaign.services.health import find_new
from campaign.studio.access import name_person
from campaign.studio.notices import Screen, show_screen
from campaign.studio.words import explain_error, translate_message


@dataclass(frozen=True)
class Picture:
    """One picture: `url` is empty when none could be drawn; `faults` must be mended, `doubts` may stay."""

    channel: str
    language: str
    code: str
    url: str
    alt: str
    width: int
    height: int
    seconds: float
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What is known of one player: when it fetched the message, when that it was ended, and whether it said that it is
    showing it."""

    screen: Screen
    screens: int
    shown_at: datetime | None
    cleared_at: datetime | None
    playing: bool


@dataclass(frozen=True)
class Message:
    """One message; `is_on` while it shows. `answers` by channel and name."""

    pk: int
    title: str
    channels: str
    why: str
    who: str
    since: datetime
    until: datetime
    lifted_at: datetime | None
    lifted_by: str
    is_on: bool
    minutes_left: int
    pictures: tuple[Picture, ...]
    answers: tuple[Answer, ...]

    @property
    def asked(self) -> int:
        """Screens, of which a player may serve several."""
        return sum(answer.screens for answer in self.answers)

    @property
    def shown(self) -> int:
        return sum(answer.screens for answer in self.answers if answer.shown_at)

    @property
    def playing(self) -> int:
        return sum(answer.screens for answer in self.answers if answer.playing)

    @property
    def cleared(self) -> int:
        return sum(answer.screens for answer in self.answers if answer.shown_at and answer.cleared_at)

    @property
    def missing(self) -> tuple[Answer, ...]:
        """Those that have not fetched what they should: the message, or that it was ended."""
        if self.is_on:
            return tuple(answer for answer in self.answers if answer.shown_at is None)
        return tuple(answer for answer in self.answers if answer.shown_at and answer.cleared_at is None)

    @property
    def is_waiting(self) -> bool:
        """Whether something is still to be heard: it shows, or was ended and is waited for."""
        return self.is_on or (self.lifted_at is not None and self.lifted_at < self.until and bool(self.missing))


def describe(row: Emergency, *, now: datetime) -> Message:
    """A message with its pictures and what its players know."""
    pictures = list(row.pictures.select_related("channel", "file"))
    receipts = row.receipts.select_related("player__channel").order_by(
        "player__channel__position", "player__channel__slug", "player__name", "pk"
    )
    materials = {convert.name_notice(picture) for picture in pictures}
    titles = dict.fromkeys(pick_text(picture.channel.body["title"]) for picture in pictures)
    on = emergencies.is_on(row, at=now)
    return Message(
        row.pk,
        pick_text(row.texts[HEADLINE]),
        ", ".join(titles),
        row.why,
        name_person(row.by),
        row.since,
        row.until,
        row.lifted_at,
        name_person(row.lifted_by),
        on,
        max(1, int((row.until - now).total_seconds() // 60)) if on else 0,
        tuple(
            Picture(
                pick_text(picture.channel.body["title"]),
                name_language(picture.language),
                picture.language,
                reverse("file", args=[picture.file.name]),
                picture.alt,
                picture.file.width,
                picture.file.height,
                picture.seconds,
            )
            for picture in pictures
        ),
        tuple(_answer(receipt, materials, now=now) for receipt in receipts),
    )


def _answer(receipt: EmergencyReceipt, materials: set[str], *, now: datetime) -> Answer:
    player = receipt.player
    return Answer(
        show_screen(player, now=now),
        player.screens,
        receipt.shown_at,
        receipt.cleared_at,
        is_playing(player, materials, now=now),
    )


def is_playing(player: Player, materials: set[str], *, now: datetime) -> bool:
    """Whether the player said, not long ago, that it shows one of these."""
    return find_new(player, now=now).playing in materials


def show_drawn(drawn: Iterable[Shown], channels: Sequence[Channel]) -> list[Picture]:
    """Pictures that nobody has kept yet, inside the page itself."""
    titles: Mapping[str, str] = {row.slug: pick_text(row.body["title"]) for row in channels}
    return [
        Picture(
            titles[one.channel],
            name_language(one.language),
            one.language,
            f"data:{one.media_type};base64,{b64encode(one.data).decode()}" if one.data else "",
            one.alt,
            one.format.width,
            one.format.height,
            one.seconds,
            tuple(dict.fromkeys(_list_faults(one))),
            tuple(
                dict.fromkeys(translate_message(found.message) for found in one.findings if found.severity != "error")
            ),
        )
        for one in drawn
    ]


def _list_faults(shown: Shown) -> Iterable[str]:
    for fault in shown.faults:
        yield from explain_error(fault)
    for found in shown.findings:
        if found.severity == "error":
            yield f"{translate_message(found.message)} {translate_message(found.hint)}"
