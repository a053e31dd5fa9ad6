"""`campaign player …`. In: a channel and a name, or a player's number. Out: its addresses, shown once; how it is."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from datetime import datetime

    from campaign.data.models import Player
    from campaign.services.players import NewPlayer

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Number = Annotated[int, typer.Argument(help="The player's number, as `campaign player list` tells it.", min=1)]


@app.callback()
def describe() -> None:
    """Give players their addresses, change and revoke them, and see how they are."""


@app.command("list")
def list_players(
    channel: Annotated[str, typer.Option("--channel", help="Those of one channel alone.")] = "",
    revoked: Annotated[bool, typer.Option("--revoked", help="Those whose address was revoked, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list for programs.")] = False,
) -> None:
    """List the players: their channels, when they were heard of, what they say of themselves."""
    from django.utils import timezone

    from campaign.services import players

    now = timezone.now()
    rows = [_describe(row, now=now) for row in players.list_players(channel=channel, revoked=revoked)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("number", "channel", "name", "screens", "heard of", "plays", "troubles", box=None, pad_edge=False)
    for row in rows:
        name = f"{row['name']} (revoked)" if row["revoked"] else row["name"]
        heard = _tell_silence(row["silent_seconds"])
        troubles = " ".join(row["troubles"])
        table.add_row(
            str(row["number"]), row["channel"], name, str(row["screens"]), heard, row["playing"] or "–", troubles or "–"
        )
    Console(highlight=False).print(table)


@app.command("add")
def add_player(
    channel: Annotated[str, typer.Argument(help="The channel it plays.")],
    name: Annotated[str, typer.Option(help="What people call it: a vehicle, a depot, an operator.")],
    screens: Annotated[int, typer.Option(help="Screens that share its address.", min=1, max=100_000)] = 1,
) -> None:
    """Add a player, and print the addresses it fetches from. Whoever knows them sees the playlist."""
    from campaign.services import players

    _print_addresses(players.create(channel=channel, name=name, screens=screens))


@app.command("rotate")
def rotate_player(number: Number) -> None:
    """Give a player new addresses; the old ones stop working at once, also for whoever else knew them."""
    from django.utils import timezone

    from campaign.services import players

    _print_addresses(players.rotate(players.find(number), now=timezone.now()))


@app.command("revoke")
def revoke_player(number: Number) -> None:
    """End a player's addresses: they answer as if they had never been."""
    from django.utils import timezone

    from campaign.services import players

    player = players.find(number)
    players.revoke(player, now=timezone.now())
    Console(highlight=False, soft_wrap=True, markup=False).print(f"Revoked: {player}.")


@app.command("install")
def install_player(
    which: Annotated[
        str, typer.Argument(help="A player's number, or a channel for a new one.", metavar="PLAYER|CHANNEL")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder; one that was written before keeps its address.")],
    name: Annotated[str, typer.Option(help="What people call a new one.")] = "installed",
    server: Annotated[str, typer.Option(help="The address it asks; CAMPAIGN_PUBLIC_URL by default.")] = "",
) -> None:
    """Write the web player for a device's own disk, with the root key in it: it believes only what is signed.

    A player of before gets a new address, and its old one stops working."""
    from django.conf import settings
    from django.utils import timezone

    from campaign.adapters.installing import read_text, write_files
    from campaign.services import installed, players

    now = timezone.now()
    config = installed.read_config(read_text(out, name=installed.CONFIG))
    new = players.keep(config.token, which=which) if config else None
    if new is None and which.isdecimal():
        new = players.rotate(players.find(int(which)), now=now)
    new = new or players.create(channel=which, name=name)
    address = (server or (config.server if config else "") or settings.PUBLIC_URL).rstrip("/")
    write_files(installed.write_player(new, server=address, at=now), folder=out, ours=installed.CONFIG)
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(f"{out / installed.PAGE}: player {new.player.pk}, channel {new.player.channel.slug}, asks {address}.")


def _print_addresses(new: "NewPlayer") -> None:
    from django.conf import settings

    from campaign.data import convert
    from campaign.playlists.formats import MEDIA_TYPES
    from campaign.services import assembly

    console = Console(highlight=False, soft_wrap=True, markup=False)
    joined = ("loop.mp4",) if assembly.has_loop(convert.read_channel(new.player.channel)) else ()
    for file in ("player", *(f"playlist.{kind}" for kind in MEDIA_TYPES), *joined, "bundle.zip"):
        console.print(f"{settings.PUBLIC_URL.rstrip('/')}/feeds/{new.token}/{file}")


def _describe(row: "Player", *, now: "datetime") -> dict[str, Any]:
    from campaign.commands.words import translate
    from campaign.data.convert import read_health
    from campaign.spec.health import Health, list_troubles

    health = read_health(row) or Health()
    troubles = list_troubles(health, heard=row.health_at) if row.health_at else ()
    return {
        "number": row.pk,
        "channel": row.channel.slug,
        "name": row.name,
        "screens": row.screens,
        "silent_seconds": None if row.seen_at is None else max(0, round((now - row.seen_at).total_seconds())),
        "playing": health.playing,
        "troubles": [translate(trouble) for trouble in troubles],
        "revoked": row.revoked_at is not None,
    }


def _tell_silence(seconds: int | None) -> str:
    if seconds is None:
        return "never"
    for length, name in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * length:
            return f"{seconds // length} {name} ago"
    return f"{seconds} s ago"
