"""`campaign playlist`, `loop` and `takedown`. In: a channel, or what is to stop. Out: a playlist, a film, gaps."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


class Kind(StrEnum):
    JSON = "json"
    SMIL = "smil"
    XSPF = "xspf"
    M3U8 = "m3u8"
    CSV = "csv"


def playlist(
    channel: Annotated[str, typer.Argument(help="The channel's name.")],
    kind: Annotated[Kind, typer.Option("--as", help="The format.")] = Kind.JSON,
    at: Annotated[str, typer.Option("--at", help="A moment, as 2026-12-01T08:30; now by default.")] = "",
) -> None:
    """Print what a channel plays: the very bytes that its players fetch."""
    from django.conf import settings
    from django.utils import timezone

    from campaign.commands.moments import read_moment
    from campaign.services import publishing

    now = timezone.now()
    moment = read_moment(at, now=now, zone=publishing.find_zone(channel, at=now))
    served = publishing.playlist(channel, at=moment, kind=kind.value, base_url=settings.PUBLIC_URL.rstrip("/"))
    sys.stdout.buffer.write(served.body)
    sys.stdout.buffer.flush()


def loop(
    channel: Annotated[str, typer.Argument(help="The channel's name.")],
    out: Annotated[Path, typer.Option("--out", help="Where to write it, an .mp4.")],
    at: Annotated[str, typer.Option("--at", help="A moment, as 2026-12-01T08:30; now by default.")] = "",
) -> None:
    """Join all that a channel plays over and over in one file, for players that can play only one."""
    from django.utils import timezone

    from campaign.adapters.files import replace_whole
    from campaign.commands.moments import read_moment
    from campaign.services import assembly, publishing
    from campaign.services.storage import get_store

    now = timezone.now()
    moment = read_moment(at, now=now, zone=publishing.find_zone(channel, at=now))
    joined = assembly.loop(channel, at=moment)
    replace_whole(out, fill=lambda part: get_store().fetch(joined.file.name, to=part))
    spots, megabytes = len(joined.body.splitlines()), joined.file.size / 1e6
    Console(highlight=False, soft_wrap=True).print(
        f"Joined {spots} spots, {joined.file.seconds:g} s, {megabytes:.1f} MB: {out}"
    )


def takedown(
    target: Annotated[str, typer.Argument(help="campaign/item, a campaign, a material's number, or everything.")],
    why: Annotated[str, typer.Option("--why", help="Why; it stays with the withdrawal.")],
    by: Annotated[str, typer.Option("--by", help="Your user name.")] = "",
) -> None:
    """Withdraw something from every screen: it is in no playlist from the next poll on."""
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.services import withdrawals
    from campaign.services.hearing import is_quiet
    from campaign.services.rights import AUTHORS

    if not why.strip():
        raise typer.BadParameter("say why, in a sentence", param_hint="--why")
    person, now = find_person(by, roles=AUTHORS), timezone.now()
    scope, ref = withdrawals.read_target(target)
    row = withdrawals.withdraw(scope=scope, ref=ref, by=person, why=why, now=now)
    asked = [one.player for one in row.acknowledgements.select_related("player")]
    screens = sum(player.screens for player in asked)
    quiet = [str(player) for player in asked if is_quiet(player, now=now)]
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(f"Withdrawn, gone at every player's next poll: {row.ref or 'everything'}. Screens asked: {screens}.")
    if quiet:
        console.print(f"Not heard of for a quarter of an hour, or ever: {', '.join(quiet)}.")
