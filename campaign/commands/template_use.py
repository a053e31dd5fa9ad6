"""`campaign templates use`. In: names, and why. Out: the folder's versions in use, and what is made anew by it."""

from typing import Annotated

import typer
from rich.console import Console


def use(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[TEMPLATE]…", help="All that have changed, when none is named.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="What changes, and why; kept with the version.")] = "",
    by: Annotated[str, typer.Option("--by", help="Your user name.")] = "",
) -> None:
    """Take in use what the templates' folder holds. The studio shows before and after of every picture first."""
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.commands.report import report_error
    from campaign.services import dispatch
    from campaign.services.impact import put_in_use
    from campaign.services.rights import DESIGNERS
    from campaign.services.template_folder import list_waiting

    console, now = Console(highlight=False, soft_wrap=True), timezone.now()
    waiting = list_waiting(names or ())
    if not waiting:
        console.print("The folder is in use as it is.")
        return
    person = find_person(by, roles=DESIGNERS)
    taken = put_in_use(waiting, by=person, now=now, today=timezone.localdate(), why=why)
    dispatch.queue_due()
    console.print(f"In use now: {', '.join(waiting)}.")
    console.print(f"{taken.planned.made} materials to render, {taken.waiting} of them wait for review again.")
    for problem in taken.planned.problems:
        report_error(problem)
    raise typer.Exit(1 if taken.planned.problems else 0)


def tell_waiting(console: Console) -> None:
    """Say which templates differ from what is in use: nothing is drawn with them yet."""
    from campaign.services.template_folder import list_waiting

    if waiting := list_waiting():
        console.print(
            f"Changed in the folder, not in use yet: {', '.join(waiting)}. Look at them in the studio, or run"
            " `campaign templates use`."
        )
