"""`campaign signing …`. In: a root key's file. Out: the keys that sign playlists, made, rotated, revoked, listed."""

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

if TYPE_CHECKING:
    from datetime import datetime

    from campaign.services.signing import Trust
    from campaign.services.signing_keys import KeyState

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
root_app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
keys_app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.add_typer(root_app, name="root", help="The key that signs the list of keys: players trust it for good.")
app.add_typer(keys_app, name="keys", help="The list of keys that players fetch.")

WIDTH = 100
"""Letters of a line of the list: keys and days are never cut off."""

Root = Annotated[
    Path | None, typer.Option("--root", help="The root key's file; without it the one that was drawn on this host.")
]
File = Annotated[Path, typer.Argument(help="A new file, such as one on a stick that is locked away.")]


@app.callback()
def describe() -> None:
    """The keys that sign playlists: show, make, rotate and revoke them."""


@app.command("key")
def show_key() -> None:
    """Print the public key that signs now: minisign -V -P KEY -m playlist.json, beside its playlist.json.minisig."""
    from django.utils import timezone

    from campaign.services.signing import find_key

    typer.echo(find_key(at=timezone.now()).public)


@app.command("list")
def list_keys(as_json: Annotated[bool, typer.Option("--json", help="Print a list for programs.")] = False) -> None:
    """List the keys: which one signs, which is next, which were revoked."""
    from django.utils import timezone

    from campaign.services import signing_keys

    rows = list(signing_keys.list_keys(now=timezone.now()))
    if as_json:
        typer.echo(json.dumps([_describe(row) for row in rows]))
        return
    key = Column("key", no_wrap=True, min_width=56)  # a key that is cut off is none
    table = Table(key, "signs from", "counts until", "", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row.public, _tell_day(row.since), _tell_day(row.until), _tell(row))
    Console(highlight=False, width=max(Console().width, WIDTH)).print(table)


@app.command("rotate")
def rotate_key(
    root: Root = None,
    at_once: Annotated[bool, typer.Option("--now", help="Let the new key sign at once.")] = False,
) -> None:
    """Draw the next key. It signs in eight days, so that all know it by then; the one before counts a month longer."""
    from django.utils import timezone

    from campaign.services import signing_keys

    ahead = timedelta(0) if at_once else signing_keys.AHEAD
    _tell_list(signing_keys.rotate(root=root, now=timezone.now(), ahead=ahead))


@app.command("revoke")
def revoke_key(
    key: Annotated[str, typer.Argument(help="The public key, as `campaign signing list` tells it.")],
    root: Root = None,
) -> None:
    """Let nothing count any more that this key signed. Another one signs at once; where there is none it is drawn."""
    from django.utils import timezone

    from campaign.services import signing_keys

    _tell_list(signing_keys.revoke(key.strip(), root=root, now=timezone.now()))


@root_app.command("make")
def make_root(file: File) -> None:
    """Draw a root key into a new file, and print its public key. Then: campaign signing keys issue --root FILE."""
    from campaign.services import signing_keys

    typer.echo(signing_keys.make_root(file))


@root_app.command("take")
def take_root(file: File) -> None:
    """Move the root key that was drawn on this host into a file, and off this host."""
    from campaign.services import signing_keys

    typer.echo(signing_keys.take_root_away(file))


@root_app.command("key")
def show_root() -> None:
    """Print the public root key, which installed players trust: minisign -V -P KEY -m keys.json."""
    from django.utils import timezone

    from campaign.services.signing import find_trust

    typer.echo(find_trust(at=timezone.now()).root)


@keys_app.command("issue")
def issue_keys(
    root: Root = None,
    new_root: Annotated[
        bool, typer.Option("--new-root", help="Although players trust another one: they must be written anew.")
    ] = False,
) -> None:
    """Sign the list of keys anew, or for the first time with a root of your own."""
    from django.utils import timezone

    from campaign.services import signing_keys

    _tell_list(signing_keys.issue(root=root, now=timezone.now(), replace_root=new_root))


def _tell_list(trust: "Trust") -> None:
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(f"List of keys {trust.keys.version}, by the root {trust.root}:")
    for key in trust.keys.keys:
        until = f", until {_tell_day(key.until)}" if key.until else ""
        console.print(f"{key.public} from {_tell_day(key.since)}{until}")
    for public in trust.keys.revoked:
        console.print(f"{public} revoked")


def _describe(row: "KeyState") -> dict[str, str | bool | None]:
    return {
        "key": row.public,
        "since": row.since.isoformat() if row.since else None,
        "until": row.until.isoformat() if row.until else None,
        "revoked": row.revoked,
        "signs": row.signs,
        "here": row.here,
    }


def _tell(row: "KeyState") -> str:
    if row.revoked:
        return "revoked"
    return "signs now" if row.signs else "" if row.here else "its secret is not here"


def _tell_day(moment: "datetime | None") -> str:
    return f"{moment:%Y-%m-%d}" if moment else "–"
