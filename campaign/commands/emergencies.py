"""`campaign emergency …`. In: a message in some languages, channels, minutes. Out: on the screens, ended, or listed."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from datetime import datetime

    from campaign.data.models import Emergency

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

By = Annotated[str, typer.Option("--by", help="Your user name.")]


@app.callback()
def describe() -> None:
    """Put a message on screens at once, end it, see who has it."""


@app.command("start")
def start(
    *,
    headline: Annotated[list[str], typer.Option("--headline", help="What happened, as bg=…; once a language.")],
    channels: Annotated[str, typer.Option("--channels", help="Channels or groups, parted by commas, or all.")],
    advice: Annotated[list[str] | None, typer.Option("--advice", help="What people should do, as bg=….")] = None,
    sender: Annotated[list[str] | None, typer.Option("--sender", help="Who says so, as bg=….")] = None,
    minutes: Annotated[int, typer.Option("--minutes", help="It ends by itself after so many.")] = 30,
    why: Annotated[str, typer.Option("--why", help="Why, for the record.")] = "",
    by: By = "",
) -> None:
    """Draw a message, check it, and let it take over the channels from the next poll on."""
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.services import emergencies
    from campaign.services.announcing import ADVICE, HEADLINE, SENDER
    from campaign.services.rights import WARNERS

    words = {
        field: dict(_split(text, option=f"--{field}") for text in given or ())
        for field, given in ((HEADLINE, headline), (ADVICE, advice), (SENDER, sender))
    }
    person = find_person(by, roles=WARNERS)
    names = [name.strip() for name in channels.split(",") if name.strip()]
    row = emergencies.start(words, channels=names, minutes=minutes, by=person, why=why, now=timezone.now())
    told = _describe(row, now=timezone.now())
    Console(highlight=False, soft_wrap=True, markup=False).print(
        f"Message {row.pk} is on {', '.join(told['channels'])} until {told['until']}: {told['screens']} screens show it"
        f" at their next poll. End it with: campaign emergency end {row.pk}"
    )


@app.command("end")
def end(
    number: Annotated[int, typer.Argument(help="The message's number; without one, every message that shows.")] = 0,
    by: By = "",
) -> None:
    """End a message before its time, or all of them."""
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.services import emergencies
    from campaign.services.rights import WARNERS

    person, now = find_person(by, roles=WARNERS), timezone.now()
    rows = [emergencies.find_message(number)] if number else list(emergencies.list_on(at=now))
    ended = sum(emergencies.end(row, by=person, now=now) for row in rows)
    Console(highlight=False, soft_wrap=True).print(
        f"Ended {ended}; players go back to their schedule at their next poll." if ended else "Nothing showed any more."
    )


@app.command("list")
def list_all(
    as_json: Annotated[bool, typer.Option("--json", help="Print a list for programs.")] = False,
) -> None:
    """List the messages, the newest first: where they show, until when, how many screens have them."""
    from django.utils import timezone

    from campaign.data.models import Emergency

    now = timezone.now()
    rows = [_describe(row, now=now) for row in Emergency.objects.select_related("by")]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("number", "says", box=None, pad_edge=False)
    table.add_column("channels", overflow="fold")
    for name in ("from", "until", "screens that have it"):
        table.add_column(name)
    for row in rows:
        until = f"{row['until']} (shows now)" if row["on"] else row["until"]
        has = f"{row['fetched']} of {row['screens']}"
        table.add_row(str(row["number"]), row["headline"], ", ".join(row["channels"]), row["since"], until, has)
    Console(highlight=False, markup=False).print(table)


def _split(text: str, *, option: str) -> tuple[str, str]:
    language, found, words = text.partition("=")
    if not found:
        raise typer.BadParameter("write it as bg=Станцията е затворена", param_hint=option)
    return language.strip(), words


def _describe(row: "Emergency", *, now: "datetime") -> dict[str, Any]:
    from django.utils.timezone import localtime

    from campaign.services import emergencies
    from campaign.services.announcing import HEADLINE

    receipts = list(row.receipts.select_related("player"))
    until = min(row.until, row.lifted_at or row.until)
    return {
        "number": row.pk,
        "headline": " / ".join(row.texts[HEADLINE].values()),
        "channels": sorted({picture.channel.slug for picture in row.pictures.select_related("channel")}),
        "since": f"{localtime(row.since):%Y-%m-%d %H:%M}",
        "until": f"{localtime(until):%Y-%m-%d %H:%M}",
        "on": emergencies.is_on(row, at=now),
        "screens": sum(receipt.player.screens for receipt in receipts),
        "fetched": sum(receipt.player.screens for receipt in receipts if receipt.shown_at),
        "by": row.by.username,
        "why": row.why,
    }
