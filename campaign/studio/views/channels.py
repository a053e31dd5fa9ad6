"""Channels. In: a channel's name, maybe a moment. Out: its facts, the loop that runs then, how players fetch it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from campaign.data import convert, models, queries
from campaign.forms.words import name_language
from campaign.services.rights import WATCHERS, has_role
from campaign.spec.channels import Channel
from campaign.studio import typed
from campaign.studio.access import EVERYBODY, for_roles, get_person
from campaign.studio.cards import Picture, show_file
from campaign.studio.fleet import Fleet, show_fleet
from campaign.studio.strip import Frame, Share, cut_strip, list_shares
from campaign.studio.words import MEDIUMS


@dataclass(frozen=True)
class Address:
    """One way to fetch a channel."""

    ending: str
    title: Promise
    help: Promise


ADDRESSES = (
    Address(
        "player",
        _("Web player"),
        _("Any device with a browser: open it full screen. It goes on playing when the network is down."),
    ),
    Address(
        "playlist.smil",
        _("SMIL"),
        _("Signage players that speak SMIL. They keep the files and poll by themselves."),
    ),
    Address(
        "playlist.json",
        _("JSON"),
        _("Own software: seven days of windows, with sizes, hashes, texts for accessibility and what was withdrawn."),
    ),
    Address("playlist.m3u8", _("Extended M3U"), _("Media players such as VLC or mpv: the loop that runs now.")),
    Address("playlist.xspf", _("XSPF"), _("Desktop players that read XML lists: the loop that runs now.")),
    Address("playlist.csv", _("CSV"), _("A table for people and spreadsheets: what plays, and when.")),
)


@dataclass(frozen=True)
class Line:
    """A channel in the list, with its newest picture."""

    slug: str
    channel: Channel
    languages: str
    picture: Picture | None
    alt: str


@require_GET
@for_roles(EVERYBODY)
def show_channels(request: HttpRequest) -> HttpResponse:
    chosen = _choose_pictures(get_person(request))
    lines = [_make_line(row, chosen.get(row.pk)) for row in queries.list_channels()]
    return render(request, "studio/channels.html", {"lines": lines})


def _make_line(row: models.Channel, material: models.Material | None) -> Line:
    channel = convert.read_channel(row)
    picture, alt = (show_file(material.still), material.alt) if material else (None, "")
    return Line(row.slug, channel, _join_languages(channel), picture, alt)


def _choose_pictures(person: models.User) -> Mapping[int, models.Material]:
    """A picture for each channel: in the reader's language and approved if there is one, of another item each."""
    visible = queries.find_visible(person).filter(still__file__isnull=False).order_by("state", "pk")
    in_language = visible.filter(language=get_language())
    rows = in_language if in_language.exists() else visible
    by_channel: dict[int, list[int]] = {}
    for channel, pk in rows.values_list("channel", "pk"):
        by_channel.setdefault(channel, []).append(pk)
    picked = {channel: pks[place % len(pks)] for place, (channel, pks) in enumerate(sorted(by_channel.items()))}
    found = visible.in_bulk(picked.values())
    return {channel: found[pk] for channel, pk in picked.items()}


@require_GET
@for_roles(EVERYBODY)
def show_channel(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.find_channel_page(get_person(request), slug)
    if page is None:
        raise Http404
    channel = convert.read_channel(page.channel)
    at, understood = read_moment(request.GET.get("at", ""), zone=ZoneInfo(channel.timezone))
    frames = cut_strip(channel.id, at=at)
    context = {
        "channel": channel,
        "slug": slug,
        "languages": _join_languages(channel),
        "medium": MEDIUMS[channel.medium],
        "players": page.players,
        "at": at,
        "understood": understood,
        "chosen": bool(request.GET.get("at")),
        "release": queries.find_current_release(at=at),
        "addresses": ADDRESSES,
        "fleet": _show_fleet(get_person(request), page.channel),
        **_describe_strip(frames),
    }
    return render(request, "studio/channel.html", context)


def _show_fleet(person: models.User, channel: models.Channel) -> Fleet | None:
    """For who looks after screens, or what is on them."""
    if not has_role(person, WATCHERS):
        return None
    return show_fleet(channel.players.filter(revoked_at=None).select_related("channel"), now=timezone.now())


def _describe_strip(frames: tuple[Frame, ...]) -> dict[str, object]:
    shares: tuple[Share, ...] = list_shares(frames)
    return {"frames": frames, "shares": shares, "total": sum(frame.seconds for frame in frames)}


def read_moment(text: str, *, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The moment asked for, in the channel's time, and whether it was understood; else now."""
    now = timezone.now().astimezone(zone)
    if not text:
        return now, True
    try:
        return typed.read_moment(text, zone=zone), True
    except typed.UnreadMoment:
        return now, False


def _join_languages(channel: Channel) -> str:
    return ", ".join(name_language(code) for code in channel.languages)
