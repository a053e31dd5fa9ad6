"""Flashes where spots follow each other. In: a release. Out: findings that name both and the channel (checks.md C).

What a loop begins and ends with is kept beside it when it is made; of a still its picture is enough, and that is opened
only beside a spot that changes fast enough.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import numpy as np
from PIL import Image

from campaign.checks.flashing import SAMPLE_SIDE, Sample, Stretch
from campaign.checks.joins import Edges, can_flash, check_join, cut_edges, unpack_edges
from campaign.data.models import Companion
from campaign.playlists.blank import MATERIAL, draw_blank
from campaign.playlists.build import build_playlist
from campaign.playlists.follows import list_follows
from campaign.playlists.items import PlaylistItem, Revoked
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from campaign.services.storage import get_store
from campaign.spec.channels import Channel
from campaign.spec.errors import BrokenMedia, NotAllowed, Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

DAYS = 28
"""How far ahead is looked, in service days."""

APART = say(
    "These two must not follow each other: let the one end, or the other begin, without flashes, or take one of them"
    " off this channel."
)


def find_flashing_joins(release: Release, *, now: datetime, revoked: Revoked) -> tuple[Finding, ...]:
    """What flashes across a join of two spots in the next four weeks: errors; loops whose edges were never kept:
    a warning each. Raises StoreFailed, UnknownName and BrokenMedia when what is kept cannot be read."""
    shelf = Shelf(release)
    return tuple(
        finding
        for channel in release.channels
        for finding in _find_on_channel(release, channel, now=now, revoked=revoked, shelf=shelf)
    )


def refuse_flashing_joins(release: Release, *, now: datetime, revoked: Revoked) -> None:
    """Raises NotAllowed with every pair of spots whose join flashes."""
    found = find_flashing_joins(release, now=now, revoked=revoked)
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    if errors:
        pairs = dict.fromkeys(
            f"{one.place.channel}: {one.message.params['before']} → {one.message.params['after']}" for one in errors
        )
        raise NotAllowed(
            say("Where one spot follows another the picture flashes (rule C1): %(pairs)s.", pairs="; ".join(pairs)),
            hint=APART,
        )


def _find_on_channel(
    release: Release, channel: Channel, *, now: datetime, revoked: Revoked, shelf: "Shelf"
) -> Iterator[Finding]:
    reigns = [Reign(release)]
    playlist = build_playlist(reigns, channel=channel.id, at=now, revoked=revoked, base_url="", days=DAYS)
    follows = list_follows(playlist)
    items = {item.material: item for pair in follows for item in pair}
    unknown = {name for name, item in items.items() if not item.is_still and shelf.find(item) is None}
    yield from (_name_unknown(items[name], channel) for name in sorted(unknown))
    for before, after in follows:
        if not unknown & {before.material, after.material} and shelf.may_flash(before, after):
            ends = shelf.open(before, channel), shelf.open(after, channel)
            for finding in check_join(*ends, peak_nits=channel.format.peak_nits):
                yield _name_both(finding, before, after, channel)


class Shelf:
    """The edges of a release's spots, each read once."""

    def __init__(self, release: Release) -> None:
        keys = {spot.material: spot.key for spot in release.spots}
        rows = Companion.objects.filter(rendering_id__in=keys.values(), kind=Companion.Kind.EDGES)
        self._names = dict(rows.values_list("rendering_id", "file__name"))
        self._keys = keys
        self._read: dict[str, Edges | None] = {}

    def find(self, item: PlaylistItem) -> Edges | None:
        """What was kept of a loop."""
        if item.material not in self._read:
            name = self._names.get(self._keys.get(item.material, ""))
            self._read[item.material] = _unpack(name, item) if name else None
        return self._read[item.material]

    def may_flash(self, before: PlaylistItem, after: PlaylistItem) -> bool:
        """Without opening a still's picture, of which there is one only."""
        one, other = (None if item.is_still else self.find(item) for item in (before, after))
        return can_flash(len(one.last) if one else 1, len(other.first) if other else 1)

    def open(self, item: PlaylistItem, channel: Channel) -> Edges:
        edges = self.find(item)
        if edges is None:
            data = draw_blank(channel.format).data if item.material == MATERIAL else _read_file(item.name)
            edges = self._read[item.material] = cut_still(data, fps=channel.profile.fps, seconds=channel.slot_seconds)
        return edges


def cut_still(data: bytes, *, fps: int, seconds: int) -> Edges:
    """The edges of a picture that is shown for some seconds."""
    with Image.open(BytesIO(data)) as picture:
        scale = min(1.0, SAMPLE_SIDE / max(picture.size))
        width, height = (max(1, round(side * scale)) for side in picture.size)
        small = picture.convert("RGB").resize((width, height), Image.Resampling.BOX)
    return cut_edges([Sample(0, np.asarray(small))], Stretch(fps, fps * seconds, peak_nits=1))


def _unpack(name: str, item: PlaylistItem) -> Edges:
    try:
        return unpack_edges(_read_file(name))
    except BrokenMedia as error:
        raise BrokenMedia(
            error.message, place=Place(item=_name(item), language=item.language), hint=error.hint
        ) from None


def _read_file(name: str) -> bytes:
    with get_store().open(name) as file:
        return file.read()


def _name(item: PlaylistItem) -> str:
    return f"{item.campaign}/{item.item}" if item.item else "—"


def _name_both(finding: Finding, before: PlaylistItem, after: PlaylistItem, channel: Channel) -> Finding:
    place = Place(item=_name(before), channel=channel.id, language=before.language, second=finding.place.second)
    return replace(
        finding,
        message=say(
            "“%(after)s” (%(after_language)s) right after “%(before)s” (%(before_language)s) flashes: this can cause"
            " seizures.",
            after=_name(after),
            after_language=after.language or "—",
            before=_name(before),
            before_language=before.language or "—",
        ),
        hint=APART,
        place=place,
    )


def _name_unknown(item: PlaylistItem, channel: Channel) -> Finding:
    return Finding(
        "C1",
        Severity.WARNING,
        say("Nobody has looked at how this loop begins and ends, so its joins with others are not checked."),
        say("Plan the materials again: campaign import does so, and renders what changed."),
        Place(item=_name(item), channel=channel.id, language=item.language),
    )
