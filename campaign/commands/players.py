"""`campaign player …`. In: a channel and a name. Out: a player, and its addresses, which are shown this once."""

from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def describe() -> None:
    """Give players their addresses."""


@app.command("add")
def add_player(
    channel: Annotated[str, typer.Argument(help="The channel it plays.")],
    name: Annotated[str, typer.Option(help="What people call it: a vehicle, a depot, an operator.")],
) -> None:
    """Add a player, and print the addresses it fetches from. Whoever knows them sees the playlist."""
    from django.conf import settings

    from campaign.data import convert
    from campaign.playlists.formats import MEDIA_TYPES
    from campaign.services import assembly, players

    console = Console(highlight=False, soft_wrap=True, markup=False)
    new = players.create(channel=channel, name=name)
    joined = ("loop.mp4",) if assembly.has_loop(convert.read_channel(new.player.channel)) else ()
    for file in ("player", *(f"playlist.{kind}" for kind in MEDIA_TYPES), *joined):
        console.print(f"{settings.PUBLIC_URL.rstrip('/')}/feeds/{new.token}/{file}")
