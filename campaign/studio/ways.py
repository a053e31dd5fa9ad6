"""How players are connected. In: a channel, the start of a player's addresses. Out: one way for each kind of player."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.render.qr import draw_qr
from campaign.services.assembly import has_loop
from campaign.spec.channels import Channel

KEY = "KEY"
"""Stands in an address for the token that was shown once."""


@dataclass(frozen=True)
class Kind:
    """A kind of player: what its addresses end in, with words for each, what to do, in order, and what to type.
    `{}` in the command is the first address. With `code` that address is worth reading by a camera."""

    id: str
    title: Promise
    who: Promise
    endings: tuple[tuple[str, Promise], ...]
    steps: tuple[Promise, ...]
    command: str = ""
    code: bool = False


KINDS = (
    Kind(
        "browser",
        _("A device with a browser"),
        _("Android boxes, Raspberry Pi, small computers, smart screens: our web player."),
        (("player", _("Address")),),
        (
            _("Open the address in the device’s browser, or read the code with its camera."),
            _("Make it full screen: touch it or press a key. On a computer let it start so by itself, as shown below."),
            _("Wait until the first picture shows. It keeps the files and plays on for seven days without a network."),
            _("Switch the device off and on once without a network: it must come up playing."),
        ),
        'chromium --kiosk --noerrdialogs "{}"',
        code=True,
    ),
    Kind(
        "smil",
        _("A signage player that speaks SMIL"),
        _("garlic-player, IAdea, signageOS and others."),
        (("playlist.smil", _("Address")),),
        (
            _("In the player’s settings, choose SMIL as the kind of content, or “remote playlist”."),
            _("Type or paste the address; many players read the code instead. Leave user name and password empty."),
            _("Set the device’s time zone to that of the channel: its day parts go by the device’s clock."),
            _("It asks again every minute by itself, and reports what it played if its proof of play is switched on."),
        ),
        code=True,
    ),
    Kind(
        "desktop",
        _("VLC, mpv or Kodi"),
        _("A computer with a media player: the loop that runs now."),
        (("playlist.xspf", _("VLC, Kodi")), ("playlist.m3u8", _("mpv"))),
        (
            _("Start the media player with the address, over and over and full screen, as shown below."),
            _("It reads the list once: let it start anew each hour, or take the web player, which asks by itself."),
            _("Pictures stand as long as the media player is told: give it the channel’s slot in seconds."),
        ),
        'vlc --loop --fullscreen --no-video-title-show --image-duration {slot} "{}"',
    ),
    Kind(
        "film",
        _("A player of a single film"),
        _("Screens and boxes that can repeat one file and nothing else."),
        (("loop.mp4", _("Address")),),
        (
            _("Give the device the address of the film, or download it and copy it there."),
            _("Let it repeat the film. It holds the loop that runs at the moment of fetching."),
            _("Fetch it anew each morning: a new release is a new film."),
        ),
    ),
    Kind(
        "cms",
        _("A signage system of your own"),
        _("Xibo and other systems that import media: a table, or JSON."),
        (("playlist.csv", _("Table (CSV)")), ("playlist.json", _("JSON"))),
        (
            _("Let your system fetch the table or the JSON once a minute; nothing new is answered with 304."),
            _("Fetch each file by the address that the list names, once: a file never changes under its address."),
            _("Play each window from its beginning to its end, and the fallback at all other times."),
            _("Take down at once what “revoked” names, also where it still stands in a list you have kept."),
            _("Report what was shown to the address that ends in /plays, and how the player is to /heartbeat."),
        ),
    ),
    Kind(
        "stick",
        _("A USB stick, where there is no network"),
        _("Depots, vehicles, halls: seven days with all files."),
        (("bundle.zip", _("Download")),),
        (
            _("Download the bundle and unpack it onto an empty stick."),
            _("Put the stick into the device and open index.html full screen; media players take playlist.m3u8."),
            _("Bring a new stick before the seven days are over, and at once after something was taken down."),
        ),
    ),
)


@dataclass(frozen=True)
class Way:
    """A kind with a player's own addresses; `code` is the SVG of the first one, empty without a token."""

    kind: Kind
    addresses: tuple[tuple[Promise, str], ...]
    command: str
    code: str


def list_ways(channel: Channel, *, base_url: str, token: str = "") -> tuple[Way, ...]:
    """For each kind that can play the channel; without a token addresses hold KEY, and have no code to read."""
    return tuple(_list_ways(channel, start=f"{base_url.rstrip('/')}/feeds/{token or KEY}", coded=bool(token)))


def _list_ways(channel: Channel, *, start: str, coded: bool) -> Iterator[Way]:
    for kind in KINDS:
        if kind.id == "film" and not has_loop(channel):
            continue
        addresses = tuple((words, f"{start}/{ending}") for ending, words in kind.endings)
        first = addresses[0][1]
        command = kind.command.replace("{slot}", f"{channel.slot_seconds:g}").replace("{}", first)
        yield Way(kind, addresses, command, draw_qr(first) if coded and kind.code else "")
