"""A finished picture or film, ours or a stranger's. In: its file, perhaps a channel. Out: what is found in it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from campaign.adapters.films import Film, look_at
from campaign.adapters.funders import load_profiles
from campaign.adapters.posters import look_at_poster
from campaign.adapters.probe import find_demuxer
from campaign.checks.files import check_file, check_seam
from campaign.checks.untold import Untold
from campaign.commands.checked import Checked
from campaign.spec.channels import Channel, Medium
from campaign.spec.errors import BrokenMedia, Place, UnknownName
from campaign.spec.findings import Finding
from campaign.spec.funding import FunderProfile, FundingRules
from campaign.spec.message import say

FILMS = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm"})
NO_UNION = "none"
"""In place of a funder's profile: no money of the Union is in it."""


def check_rendered(path: Path, *, channels: Mapping[str, Channel], name: str, funder: str = "") -> Checked:
    """Hold a picture or film against the channel and the funder's profile; one that none is named for is looked at all
    the same, for what no screen may show. Raises UnknownName, BrokenMedia, RenderFailed."""
    film = bool(find_demuxer(path))
    if not film and path.suffix.lower() in FILMS:
        raise BrokenMedia(
            say("This is not a film of a kind that is taken."),
            place=Place(file=path.name),
            hint=say("Save it as MP4, MOV, MKV or WebM."),
        )
    if name and name not in channels:
        known = say("Name it by --channel: %(known)s.", known=", ".join(channels))
        raise UnknownName(say("There is no channel “%(name)s”.", name=name), hint=known)
    check = _check_film if film else _check_poster
    return check(path, channel=channels.get(name), funder=_find_funder(funder))


def _find_funder(name: str) -> FunderProfile | None:
    """None when nobody is named."""
    if not name:
        return None
    if name == NO_UNION:
        return FunderProfile(NO_UNION, {}, FundingRules.NONE, emblem=False)
    profiles = load_profiles()
    if name not in profiles:
        raise UnknownName(
            say("There is no funder's profile “%(name)s”.", name=name),
            hint=say("Use one of: %(known)s.", known=", ".join((*profiles, NO_UNION))),
        )
    return profiles[name].profile


def _check_poster(path: Path, *, channel: Channel | None, funder: FunderProfile | None) -> Checked:
    poster = look_at_poster(path, screen=channel.format if channel else None, funder=funder)
    held = check_file(poster.facts, channel=channel, medium=Medium.STILL, seconds=0.0) if channel else ()
    return _place(path, channel, (*held, *poster.findings), poster.untold)


def _check_film(path: Path, *, channel: Channel | None, funder: FunderProfile | None) -> Checked:
    film = look_at(path, screen=channel.format if channel else None, funder=funder)
    seam = check_seam(film.seam) if film.seam is not None else ()
    held = _hold_against(film, channel) if channel else ()
    return _place(path, channel, (*held, *film.findings, *seam), film.untold)


def _hold_against(film: Film, channel: Channel) -> tuple[Finding, ...]:
    return check_file(film.facts, channel=channel, medium=Medium.LOOP, seconds=film.facts.seconds)


def _place(path: Path, channel: Channel | None, findings: Iterable[Finding], untold: tuple[Untold, ...]) -> Checked:
    """In this file, on that channel; what was found needs no excuse any more."""
    name = channel.id if channel else ""
    found = tuple(each.locate(file=path.name, channel=name) for each in findings)
    return Checked(path.name, 1, found, untold=untold)
