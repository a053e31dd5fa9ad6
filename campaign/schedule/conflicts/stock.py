"""What there is to show. In: a release, and every material that could be in it. Out: conflicts S8 and S9.

The release holds approved spots only; the stock tells why another material is not among them, so that a flight which
lacks something says whose step comes next.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaign.schedule.conflicts.conflict import Conflict, Subject, join_names, make_conflict, merge_subjects
from campaign.schedule.flight import Flight
from campaign.schedule.release import Release
from campaign.spec.message import Message, say


class Hold(StrEnum):
    """Why a material is not among the approved spots."""

    RENDERING = "rendering"
    FAILED = "failed"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NEWER = "newer"


@dataclass(frozen=True)
class Candidate:
    """A material that a flight could show, by its number; `hold` is None for those that may be published."""

    material: str
    campaign: str
    item: str
    language: str
    channel: str
    tags: tuple[str, ...] = ()
    hold: Hold | None = None

    @property
    def ref(self) -> str:
        return f"{self.campaign}/{self.item}"


HELD: Mapping[Hold, tuple[Message, Message]] = {
    Hold.RENDERING: (
        say("The pictures of these items in “%(flight)s” are still being made: %(items)s."),
        say("Wait for them, then submit and approve them."),
    ),
    Hold.FAILED: (
        say("The pictures of these items in “%(flight)s” could not be made: %(items)s."),
        say("Open each material, mend what it names, and make it again."),
    ),
    Hold.DRAFT: (
        say("These items in “%(flight)s” are drafts and do not play: %(items)s."),
        say("Submit them, and let a lead approve them."),
    ),
    Hold.SUBMITTED: (
        say("These items in “%(flight)s” wait for review and do not play: %(items)s."),
        say("Approve them or return them."),
    ),
    Hold.REFUSED: (
        say("These items in “%(flight)s” were approved but may not play as they are now: %(items)s."),
        say("Open each material: it says what stands in its way."),
    ),
    Hold.WITHDRAWN: (
        say("These items in “%(flight)s” were withdrawn: %(items)s."),
        say("Lift the withdrawal, or show something else."),
    ),
    Hold.EXPIRED: (
        say("The last day of these items in “%(flight)s”, or of a consent to them, has passed: %(items)s."),
        say("Ask for a new consent or extend the item, or show something else."),
    ),
    Hold.NEWER: (
        say("These items in “%(flight)s” were approved after this release was proposed: %(items)s."),
        say("Propose the schedule again to show them."),
    ),
}
"""What is said of each, and the mend."""


def find_lacking(release: Release, *, stock: Sequence[Candidate], today: date) -> Iterator[Conflict]:
    """Of flights that are not over. Without a stock nothing is known of what is not approved."""
    for flight in release.flights:
        if flight.until >= today:
            ours = list_ours(flight, stock)
            yield from _find_versions(release, flight, ours)
            yield from _find_held(flight, ours)


def list_ours(flight: Flight, stock: Iterable[Candidate]) -> list[Candidate]:
    """What the flight could show on its channels."""
    members = frozenset(flight.channels)
    return [
        one
        for one in stock
        if one.channel in members
        and flight.selects(campaign=one.campaign, item=one.item, tags=one.tags, material=one.material)
    ]


def _find_versions(release: Release, flight: Flight, ours: Iterable[Candidate]) -> Iterator[Conflict]:
    """Items that no material was made of for a channel, or for one of its languages. Channels of which nothing at all
    is known are told as unserved."""
    known: dict[str, dict[str, set[str]]] = {}
    for one in ours:
        known.setdefault(one.ref, {}).setdefault(one.channel, set()).add(one.language)
    served = {channel for channels in known.values() for channel in channels}
    lacking: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for ref, channels in known.items():
        for channel in release.channels:
            if channel.id in flight.channels and channel.id in served:
                there = channels.get(channel.id, set())
                absent = tuple(code for code in channel.languages if code not in there)
                if absent:
                    lacking.setdefault((ref, absent if there else ()), []).append(channel.id)
    for (ref, languages), names in lacking.items():
        yield _explain_version(flight, ref, languages, tuple(names))


def _explain_version(flight: Flight, ref: str, languages: tuple[str, ...], channels: tuple[str, ...]) -> Conflict:
    subject = Subject((flight.id,), channels)
    if not languages:
        return make_conflict(
            "S8",
            subject,
            say(
                "“%(item)s” in “%(flight)s” has no picture for %(channels)s.",
                item=ref,
                flight=flight.id,
                channels=join_names(channels),
            ),
            say("Let its template draw this shape and its consents name the channel, or take the channel out."),
            item=ref,
        )
    return make_conflict(
        "S8",
        subject,
        say(
            "“%(item)s” in “%(flight)s” is not there in %(languages)s, which %(channels)s shows too.",
            item=ref,
            flight=flight.id,
            languages=", ".join(languages),
            channels=join_names(channels),
        ),
        say("Write its texts in that language; until then it plays in the others."),
        item=ref,
        language=", ".join(languages),
    )


def _find_held(flight: Flight, ours: Iterable[Candidate]) -> Iterator[Conflict]:
    held: dict[Hold, list[Candidate]] = {}
    for one in ours:
        if one.hold is not None:
            held.setdefault(one.hold, []).append(one)
    for hold in Hold:
        if hold in held:
            message, hint = HELD[hold]
            items = list(dict.fromkeys(one.ref for one in held[hold]))
            yield make_conflict(
                "S9",
                merge_subjects(Subject((flight.id,), (one.channel,)) for one in held[hold]),
                Message(message.text, {"flight": flight.id, "items": join_names(items)}),
                hint,
            )
