"""`campaign export` and `campaign verify`. In: a channel, a folder or ZIP. Out: a bundle written, or proved."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from campaign.commands.report import report_error
from campaign.commands.words import translate
from campaign.spec.digest import to_plain
from campaign.spec.errors import CampaignError, InvalidValue
from campaign.spec.message import Message, say

if TYPE_CHECKING:
    from datetime import datetime

    from campaign.adapters.proving import Proof
    from campaign.playlists.key_list import KeyList
    from campaign.playlists.signature import PublicKey


def export(
    channel: Annotated[str, typer.Argument(help="The channel's name.")],
    out: Annotated[Path, typer.Option("--out", help="A folder, such as a USB stick, or a file that ends in .zip.")],
    at: Annotated[str, typer.Option("--at", help="A moment of its first day, as 2026-12-01T08:30; or now.")] = "",
) -> None:
    """Write seven days of a channel: media, playlists, checksums, signature, and a player that runs from there.

    Only what changed is copied, what is gone is removed, and an export that was broken off goes on."""
    from django.utils import timezone

    from campaign.commands.moments import read_moment
    from campaign.services import publishing

    now = timezone.now()
    moment = read_moment(at, now=now, zone=publishing.find_zone(channel, at=now))
    console = Console(highlight=False, soft_wrap=True, markup=False)
    with _make_bar() as bar:
        write = _write_zip if out.suffix.lower() == ".zip" else _write_folder
        told = write(channel, out, at=moment, bar=bar)
    console.print(f"{out}: {translate(told)}")


def verify(
    path: Annotated[Path, typer.Argument(help="The folder or ZIP.", metavar="FOLDER|ZIP")],
    key: Annotated[str, typer.Option("--key", help="The public root key; this installation's by default.")] = "",
    current: Annotated[bool, typer.Option("--current", help="Ask the database too what was withdrawn since.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one object.")] = False,
) -> None:
    """Prove a stick: nothing missing, damaged or added, signed by us, not ended. With --key it needs no database,
    unless it should be held against what is current."""
    from datetime import UTC, datetime

    from campaign.adapters.bundles import open_bundle
    from campaign.adapters.proving import prove

    trusted, known = (_read_key(key), None) if key else _find_own()
    with open_bundle(path) as files:
        proof = prove(files, key=trusted, now=datetime.now(UTC), known=known)
    if current:
        proof = _ask_what_is_current(proof)
    if as_json:
        typer.echo(json.dumps(_describe(proof), ensure_ascii=False, indent=1))
    else:
        for fault in proof.faults:
            report_error(fault)
        if not proof.faults:
            Console(highlight=False, soft_wrap=True, markup=False).print(f"{path}: {translate(_tell(proof))}")
    if proof.faults:
        raise typer.Exit(1)


def _write_folder(channel: str, out: Path, *, at: "datetime", bar: Progress) -> Message:
    from campaign.adapters.stick import export_folder
    from campaign.services import bundles
    from campaign.services.storage import get_store

    bundle = bundles.bundle(channel, at=at)
    task = bar.add_task(out.name, total=bundle.size)
    done = export_folder(bundle, out, store=get_store(), on_bytes=lambda count: bar.advance(task, count))
    return say(
        "%(copied)d files copied, %(kept)d were there already, %(removed)d removed.",
        copied=done.copied,
        kept=done.kept,
        removed=done.removed,
    )


def _write_zip(channel: str, out: Path, *, at: "datetime", bar: Progress) -> Message:
    from campaign.adapters.bundle_zip import Plan, export_zip
    from campaign.services import bundles

    packed = bundles.packed(channel, at=at)
    plan = Plan(packed.file.size, packed.file.sha256, packed.read)
    task = bar.add_task(out.name, total=plan.size)
    written = export_zip(plan, out, on_bytes=lambda count: bar.advance(task, count))
    kept = plan.size - written
    return say("%(written).1f MB written, %(kept).1f MB were there already.", written=written / 1e6, kept=kept / 1e6)


def _make_bar() -> Progress:
    console = Console(stderr=True)
    parts = (TextColumn("{task.description}"), BarColumn(bar_width=28), DownloadColumn(), TimeRemainingColumn())
    return Progress(*parts, console=console, disable=not console.is_terminal)


def _read_key(text: str) -> "PublicKey":
    """Raises InvalidValue."""
    from campaign.playlists.signature import PublicKey

    try:
        return PublicKey(text)
    except ValueError:
        raise InvalidValue(
            say("This is not a public key."), hint=say("Name what `campaign signing root key` prints: --key RWQ….")
        ) from None


def _ask_what_is_current(proof: "Proof") -> "Proof":
    import django

    django.setup()
    from campaign.services import bundles

    withdrawn = bundles.list_withdrawn(proof.week.shown if proof.week else ())
    return replace(proof, faults=(*proof.faults, *withdrawn))


def _find_own() -> "tuple[PublicKey, KeyList]":
    """The root of this installation, and the newest list of keys. Raises InvalidValue where nothing was ever signed: a
    key drawn now could prove nothing."""
    import django

    django.setup()
    from django.db import DatabaseError

    from campaign.playlists.signature import PublicKey
    from campaign.services.signing import read_trust

    try:
        trust = read_trust()
    except DatabaseError:
        trust = None
    if trust is None:
        raise InvalidValue(
            say("This installation has signed nothing yet."),
            hint=say("Name what `campaign signing root key` prints where the bundle was made: --key RWQ…."),
        )
    return PublicKey(trust.root), trust.keys


def _tell(proof: "Proof") -> Message:
    week = proof.week
    if week is None or week.since is None or week.until is None:
        return say("whole and ours: %(files)d files; %(comment)s.", files=proof.files, comment=proof.comment)
    return say(
        "whole and ours: %(files)d files; channel %(channel)s, release %(release)d, %(since)s – %(until)s.",
        files=proof.files,
        channel=week.channel,
        release=week.release,
        since=f"{week.since:%Y-%m-%d %H:%M}",
        until=f"{week.until:%Y-%m-%d %H:%M}",
    )


def _describe(proof: "Proof") -> dict[str, object]:
    week = proof.week
    return {
        "whole": not proof.faults,
        "files": proof.files,
        "signed": proof.comment,
        "channel": week.channel if week else None,
        "release": week.release if week else None,
        "since": to_plain(week.since) if week else None,
        "until": to_plain(week.until) if week else None,
        "faults": [_describe_fault(fault) for fault in proof.faults],
    }


def _describe_fault(fault: CampaignError) -> dict[str, str]:
    return {"file": fault.place.file, "message": str(fault.message), "hint": str(fault.hint or "")}
