"""Who shows it. In: the text of channels.yaml. Out: the channels, each knowing every group it belongs to.

Groups are named lists of channels and of other groups; flights are sold on either.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from campaign.schedule.faults import Path, fault, find_id_fault, raise_faults, refuse_bare_times
from campaign.spec.channels import Channel, Channels, Medium
from campaign.spec.document import Document, load_yaml, read_value
from campaign.spec.errors import CampaignError, UnknownName
from campaign.spec.languages import split_languages
from campaign.spec.levels import LEVELS, covers, find_level
from campaign.spec.message import say

ALL = "all"
"""The group of every channel; it always exists."""
LONGEST_LOOP = 24 * 60 * 60
"""Seconds."""


@dataclass(frozen=True)
class ChannelsFile:
    """channels.yaml as written; a channel's own `groups` stay empty there."""

    channels: tuple[Channel, ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_channels(text: str, *, file: str) -> Channels:
    """Read the channels in the order of the file. Raises InvalidDocument or Faults."""
    document = load_yaml(text, file=file)
    refuse_bare_times(document)
    written = read_value(document, ChannelsFile)
    raise_faults(_find_faults(document, written))
    members = {name: expand_group(name, written.groups) for name in written.groups}
    return {channel.id: _join_groups(channel, members) for channel in written.channels}


def expand_group(name: str, groups: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Every channel in a group, through groups inside it. The groups must be without circles."""
    if name not in groups:
        return frozenset((name,))
    return frozenset(channel for member in groups[name] for channel in expand_group(member, groups))


def find_members(name: str, channels: Channels) -> tuple[str, ...]:
    """The ids that a channel's or group's name stands for, in the order of the channels; empty when unknown."""
    return tuple(channel.id for channel in channels.values() if name in (ALL, channel.id, *channel.groups))


def _join_groups(channel: Channel, members: Mapping[str, frozenset[str]]) -> Channel:
    return replace(channel, groups=tuple(name for name, ids in members.items() if channel.id in ids))


def _find_faults(document: Document, written: ChannelsFile) -> Iterator[CampaignError]:
    seen: set[str] = set()
    for index, channel in enumerate(written.channels):
        yield from find_id_fault(document, ("channels", index, "id"), channel.id, reserved=(ALL,))
        if channel.id in seen:
            yield fault(
                document,
                ("channels", index, "id"),
                say("There are two channels “%(id)s”.", id=channel.id),
                say("Give each its own id."),
            )
        seen.add(channel.id)
        yield from _find_channel_faults(document, channel, index)
    yield from _find_group_faults(document, written, seen)


def _find_channel_faults(document: Document, channel: Channel, index: int) -> Iterator[CampaignError]:
    path = ("channels", index)
    if channel.groups:
        yield fault(
            document,
            (*path, "groups"),
            say("A channel does not name its groups."),
            say("List the channel in a group under “groups” instead."),
        )
    yield from _find_loop_faults(document, channel, path)
    if channel.medium is Medium.LOOP:
        yield from _find_level_faults(document, channel, (*path, "profile", "level"))
    yield from _find_language_faults(document, channel, path)
    if channel.audience and not (0 <= channel.audience.per_hour < math.inf and channel.audience.source.strip()):
        yield fault(
            document,
            (*path, "audience"),
            say("An audience is a number of people an hour, and who counted them."),
            say("Write per_hour as 0 or more, and the source of the figure."),
        )
    if not _has_zone(channel.timezone):
        yield fault(
            document,
            (*path, "timezone"),
            say("There is no time zone “%(zone)s”.", zone=channel.timezone),
            say("Write it as Europe/Sofia."),
        )


def _find_loop_faults(document: Document, channel: Channel, path: Path) -> Iterator[CampaignError]:
    if channel.slot_seconds < 1 or channel.loop_seconds < 1:
        yield fault(document, (*path, "slot_seconds"), say("A slot and a loop last at least 1 s."), say("Lengthen it."))
    elif channel.loop_seconds > LONGEST_LOOP:
        yield fault(
            document,
            (*path, "loop_seconds"),
            say("A loop of %(loop)s s lasts longer than a day.", loop=channel.loop_seconds),
            say("Write the seconds after which every flight has had its share, e.g. 60."),
        )
    elif channel.loop_seconds % channel.slot_seconds:
        yield fault(
            document,
            (*path, "loop_seconds"),
            say(
                "A loop of %(loop)s s does not hold whole slots of %(slot)s s.",
                loop=channel.loop_seconds,
                slot=channel.slot_seconds,
            ),
            say("Make the loop a multiple of the slot."),
        )


def _find_language_faults(document: Document, channel: Channel, path: Path) -> Iterator[CampaignError]:
    if not channel.languages:
        yield fault(document, (*path, "languages"), say("A channel needs a language."), say("Add one, e.g. bg."))
    for place, language in enumerate(channel.languages):
        try:
            split_languages(language)
        except UnknownName as error:
            yield fault(document, (*path, "languages", place), error.message, error.hint or say("Add one, e.g. bg."))


def _find_level_faults(document: Document, channel: Channel, path: Path) -> Iterator[CampaignError]:
    """Every codec has levels of its own, and the channel's must cover its pixels."""
    profile, size = channel.profile, channel.format
    levels = LEVELS[profile.codec]
    if profile.level not in levels:
        yield fault(
            document,
            path,
            say("%(codec)s has no level “%(level)s”.", codec=profile.codec.spoken, level=profile.level),
            say("Write one of: %(levels)s.", levels=", ".join(levels)),
        )
        return
    needed = find_level(size.width, size.height, fps=profile.fps, codec=profile.codec)
    if not covers(profile.level, needed):
        yield fault(
            document,
            path,
            say(
                "%(width)s × %(height)s at %(fps)s frames a second is more than %(codec)s level %(level)s allows.",
                width=size.width,
                height=size.height,
                fps=profile.fps,
                codec=profile.codec.spoken,
                level=profile.level,
            ),
            say("Set the level of the channel's profile to %(needed)s.", needed=needed or "—"),
        )


def _has_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _find_group_faults(document: Document, written: ChannelsFile, channels: set[str]) -> Iterator[CampaignError]:
    for name, members in written.groups.items():
        path = ("groups", name)
        yield from find_id_fault(document, path, name)
        if name in channels or name == ALL:
            yield fault(
                document, path, say("The name “%(name)s” is taken.", name=name), say("Give the group another name.")
            )
        if not members:
            yield fault(document, path, say("The group “%(name)s” is empty.", name=name), say("Add a channel to it."))
        for index, member in enumerate(members):
            if member not in channels and member not in written.groups:
                yield fault(
                    document,
                    (*path, index),
                    say("There is no channel or group “%(name)s”.", name=member),
                    say("Use one of: %(known)s.", known=", ".join((*sorted(channels), *written.groups))),
                )
        if _goes_round(name, written.groups):
            yield fault(
                document,
                path,
                say("The group “%(name)s” contains itself.", name=name),
                say("Take out the group that leads back to it."),
            )


def _goes_round(name: str, groups: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether following the group's members leads back to it."""
    seen: set[str] = set()
    due = list(groups[name])
    while due:
        member = due.pop()
        if member == name:
            return True
        if member not in seen:
            seen.add(member)
            due.extend(groups.get(member, ()))
    return False
