"""A finished picture or film, ours or a stranger's. In: its file, perhaps a channel. Out: what is found in it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from campaign.adapters.films import Film, look_at
from campaign.adapters.limits import run_limited
from campaign.adapters.probe import find_demuxer, probe_file
from campaign.checks.files import check_file, check_seam
from campaign.commands.checked import Checked
from campaign.spec.channels import Channel, Medium
from campaign.spec.errors import BrokenMedia, Place, UnknownName
from campaign.spec.findings import Finding
from campaign.spec.message import say

STILL_SECONDS = 30.0
FILMS = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm"})


def check_rendered(path: Path, *, channels: Mapping[str, Channel], name: str) -> Checked:
    """Hold a picture or film against the channel; a film that no channel is named for is looked at all the same, for
    what makes people ill on any screen. Raises UnknownName, BrokenMedia, RenderFailed."""
    film = bool(find_demuxer(path))
    if not film and path.suffix.lower() in FILMS:
        raise BrokenMedia(
            say("This is not a film of a kind that is taken."),
            place=Place(file=path.name),
            hint=say("Save it as MP4, MOV, MKV or WebM."),
        )
    known = say("Name it by --channel: %(known)s.", known=", ".join(channels))
    if name and name not in channels:
        raise UnknownName(say("There is no channel “%(name)s”.", name=name), hint=known)
    if film:
        return _check_film(path, channel=channels.get(name))
    facts = run_limited(probe_file, path.resolve(), seconds=STILL_SECONDS)
    if not name:
        raise UnknownName(
            say("A picture is held against the channel that it is for."), place=Place(path.name), hint=known
        )
    return Checked(path.name, 1, check_file(facts, channel=channels[name], medium=Medium.STILL, seconds=0.0))


def _check_film(path: Path, *, channel: Channel | None) -> Checked:
    film = look_at(path, peak_nits=channel.format.peak_nits if channel else None)
    held = _hold_against(film, channel) if channel else ()
    place = Place(file=path.name, channel=channel.id if channel else "")
    findings = (replace(each, place=replace(place, second=each.place.second)) for each in (*held, *film.findings))
    seam = check_seam(film.seam, place=place) if film.seam is not None else ()
    return Checked(path.name, 1, (*findings, *seam), untold=film.untold)


def _hold_against(film: Film, channel: Channel) -> tuple[Finding, ...]:
    return check_file(film.facts, channel=channel, medium=Medium.LOOP, seconds=film.facts.seconds)
