"""`campaign audit`. In: days, a subject, a head that was noted. Out: lines of the audit log; whether it is whole.

Exit code 0 when it is, 1 when it is not.
"""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from campaign.commands.report import report_error
from campaign.spec.errors import InvalidValue
from campaign.spec.message import say

if TYPE_CHECKING:
    from campaign.services import audit_chain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, such as 2026-11-22.")]


@app.callback()
def describe() -> None:
    """Show who did what, and prove that nobody changed that."""


@app.command("list")
def list_lines(
    subject: Annotated[str, typer.Option(help="First word of acts: consent, person, player, release …")] = "",
    since: Day = None,
    until: Day = None,
    as_json: Json = False,
) -> None:
    """List acts, oldest first: when, who, what, on what. Things are named by their numbers, never by people's names."""
    from campaign.services import audit

    narrow = audit.Filter(subject=subject, since=_read_day(since), until=_read_day(until))
    console = Console(highlight=False, soft_wrap=True, markup=False)
    for row in audit.list_all(narrow=narrow).iterator():
        told = {
            "number": row.pk,
            "at": row.at.isoformat(timespec="seconds"),
            "act": row.act,
            "by": row.by.username if row.by else "",
            "kind": row.kind,
            "ref": row.ref,
            "organisation": row.organisation.slug if row.organisation else "",
            "campaign": row.campaign,
            "detail": row.detail,
        }
        if as_json:
            typer.echo(json.dumps(told, ensure_ascii=False))
        else:
            about = " ".join(str(told[name]) for name in ("kind", "ref", "campaign", "detail") if told[name])
            console.print(f"{told['at']}  {told['by'] or '–'}  {told['act']}  {about}")


@app.command()
def verify(
    noted: Annotated[str, typer.Option(help="NUMBER:DIGEST as an earlier call printed it, and you wrote down.")] = "",
    as_json: Json = False,
) -> None:
    """Prove that no line was changed, removed or put in between since it was written."""
    from campaign.commands.words import translate
    from campaign.services import audit_chain

    proof = audit_chain.verify(noted=_read_head(noted) if noted else None)
    troubles = [translate(trouble) for trouble in proof.troubles]
    head = f"{proof.head.number}:{proof.head.digest}"
    if as_json:
        typer.echo(json.dumps({"head": head, "checked": proof.checked, "troubles": troubles}, ensure_ascii=False))
    else:
        console = Console(highlight=False, soft_wrap=True, markup=False)
        for trouble in troubles:
            console.print(f"✗ {trouble}")
        if not troubles:
            console.print(f"✓ {proof.checked} links are as they were sealed.")
            console.print(f"Write down, and give with --noted next time: {head}")
    raise typer.Exit(1 if troubles else 0)


def _read_head(text: str) -> "audit_chain.Head":
    from campaign.services import audit_chain

    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != len(audit_chain.START):
        report_error(
            InvalidValue(
                say("“%(text)s” is no end of the log.", text=text[:100]),
                hint=say("Give it as `campaign audit verify` printed it: a number, a colon, 64 digits."),
            )
        )
        raise typer.Exit(2)
    return audit_chain.Head(int(number), digest.lower())


def _read_day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
