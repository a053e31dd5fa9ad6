"""`campaign schedule calendar`. In: a lead. Out: the flights as an iCalendar file, or a private address for them."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from campaign.commands.folders import Folder, find_schedules

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("calendar")
def write_calendar(
    out: Annotated[Path | None, typer.Option("--out", help="Where the file is written, e.g. flights.ics.")] = None,
    by: Annotated[str, typer.Option("--by", help="Your user name.")] = "",
    address: Annotated[
        bool, typer.Option("--address", help="Make a private address for your calendar program; the one before ends.")
    ] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="End your private address.")] = False,
    schedules: Folder = None,
) -> None:
    """Write the flights as an iCalendar file, or make or end your private address for them."""
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.services import calendar_addresses
    from campaign.services.agenda import read_agenda
    from campaign.services.rights import LEADS
    from campaign.studio.agenda import write_agenda

    if sum((out is not None, address, revoke)) != 1:
        raise typer.BadParameter("choose one of --out FILE, --address and --revoke")
    person, console = find_person(by, roles=LEADS), Console(highlight=False, soft_wrap=True)
    if out is not None:
        agenda = read_agenda(now=timezone.now(), folder=find_schedules(schedules))
        out.write_bytes(write_agenda(agenda, language=person.language))
        console.print(f"{len(agenda.flights)} flights are in {out}.")
    elif address:
        token = calendar_addresses.renew(person)
        console.print(settings.PUBLIC_URL + reverse("calendar-feed", args=[token]))
        console.print("It is shown only now; whoever has it sees the flights.")
    elif calendar_addresses.revoke(person):
        console.print("The address has ended.")
    else:
        console.print("There was no address.")
