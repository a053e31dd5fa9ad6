"""SMIL that players in the field accept. In: a playlist. Out: one priority class a window, the fallback last.

Players read small dialects and stumble over the rest, so only what they all read is written: one refresh meta, one
region named twice alike, single wallclock windows without a zone on one date, one flat sequence each, whole seconds.

Every window of the week is written out. Repetitions (R/…/P1D) would be shorter, but they never end: a player that lost
its network would show for good what was withdrawn meanwhile; so it falls back after a week. Packed, a week is small.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from campaign.playlists.items import Playlist, PlaylistItem
from campaign.playlists.wallclock import Wallclock, split_span
from campaign.playlists.xml_file import XML_ID, add_element, write_xml

REGION = "screen"
LEAST_REFRESH = 60
"""Seconds; players refuse or ignore less."""

PRIORITY = {"higher": "stop", "lower": "defer", "peer": "stop", "peers": "stop"}


def write_smil(playlist: Playlist) -> bytes:
    """Write the playlist."""
    smil = Element("smil")
    _add_head(smil, playlist)
    body = add_element(smil, "body")
    classes = add_element(add_element(body, "par"), "excl", {"begin": "0", "repeatCount": "indefinite"})
    for window in playlist.windows:
        for piece in split_span(window.span, zone=playlist.channel.timezone):
            _add_class(classes, _write_window(piece), window.items)
    _add_class(classes, {"begin": "0"}, playlist.fallback)
    return write_xml(smil)


def _add_head(smil: Element, playlist: Playlist) -> None:
    head = add_element(smil, "head")
    refresh = str(max(LEAST_REFRESH, playlist.poll_seconds))
    # A second meta with a content would reset the interval; without onlySmilUpdate every poll would check each file.
    add_element(head, "meta", {"http-equiv": "Refresh", "content": refresh, "onlySmilUpdate": "true"})
    layout = add_element(head, "layout")
    size = {"width": str(playlist.channel.format.width), "height": str(playlist.channel.format.height)}
    add_element(layout, "root-layout", size)
    names = {XML_ID: REGION, "regionName": REGION}
    add_element(layout, "region", {**names, "left": "0", "top": "0", **size, "z-index": "1", "fit": "fill"})


def _write_window(piece: Wallclock) -> dict[str, str]:
    return {
        name: f"wallclock({moment.isoformat(timespec='seconds')})"
        for name, moment in (("begin", piece.begin), ("end", piece.end))
    }


def _add_class(classes: Element, timing: dict[str, str], items: Iterable[PlaylistItem]) -> None:
    par = add_element(add_element(classes, "priorityClass", PRIORITY), "par", timing)
    sequence = add_element(par, "seq", {"repeatCount": "indefinite"})
    for item in items:
        _add_media(sequence, item)


def _add_media(sequence: Element, item: PlaylistItem) -> None:
    kind = "img" if item.is_still else "video"
    media = add_element(
        sequence,
        kind,
        {
            "src": item.url,
            "region": REGION,
            **_write_duration(item),
            "fit": "fill",
            **({"alt": " ".join(item.alt.split())} if item.alt else {}),
            "popName": "/".join(part for part in (item.campaign, item.item, item.language) if part) or item.material,
            "popType": "image" if item.is_still else "video",
            "popCustomId": item.material,
            "popTags": ",".join(part for part in (item.flight or "fallback", item.campaign) if part),
        },
    )
    add_element(media, "param", {"name": "logContentId", "value": item.material})


def _write_duration(item: PlaylistItem) -> dict[str, str]:
    """Whole seconds: a player that strips all but digits would show 1500 ms for 25 minutes. A video of a broken length
    goes without, and plays to its own end."""
    if item.seconds == int(item.seconds):
        return {"dur": f"{int(item.seconds)}s"}
    return {"dur": f"{max(1, round(item.seconds))}s"} if item.is_still else {}
