"""`campaign consents …`. In: a consent's name, and who asks. Out: lists without names, one shown, withdrawn or erased.

Names of persons are printed by `show` alone, and that is noted in the consent's log.
"""

from dataclasses import fields
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from campaign.data.models import User
    from campaign.services.erasure import Ground

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="CAMPAIGN/CONSENT", help="As `campaign consents list` names it.")]
By = Annotated[str, typer.Option("--by", help="Your user name.")]


@app.callback()
def describe() -> None:
    """List, show, withdraw and erase people's consents."""


@app.command("list")
def list_consents(
    campaign: Annotated[str, typer.Argument(help="Of this campaign only.")] = "",
    by: By = "",
) -> None:
    """List consents by their names of ours: what they cover and until when, not whose they are."""
    from django.utils import timezone

    from campaign.services import register
    from campaign.services.days import find_today

    for listed in register.list_consents(by=_find(by), today=find_today(timezone.now()), campaign=campaign):
        until = listed.until.isoformat() if listed.until else "–"
        _print(f"{listed.row} · {listed.state.value} · {until} · {', '.join(listed.items) or '–'}")


@app.command()
def show(name: Name, by: By = "") -> None:
    """Show all of a consent and its log. That you looked is noted in it."""
    from django.utils import timezone

    from campaign.services import consents
    from campaign.services.days import find_today
    from campaign.spec.consent import Consent

    person, now = _find(by), timezone.now()
    row = consents.find_consent(name, by=person)
    shown = consents.show(row, by=person, now=now, today=find_today(now))
    _print(f"{row}: {shown.state.value}; {', '.join(shown.items) or '–'}")
    for part in fields(Consent):
        value = getattr(shown.consent, part.name)
        if value not in (None, "", (), False):
            _print(f"  {part.name}: {_write(value)}")
    for event in consents.list_events(row, by=person):
        who = event.by.username if event.by else "–"
        _print(f"  {event.at.isoformat(timespec='seconds')} {event.act} {who} {event.detail}".rstrip())


@app.command()
def withdraw(name: Name, by: By = "") -> None:
    """Withdraw a consent: nothing that rests on it plays from the next poll of every player on."""
    from django.utils import timezone

    from campaign.services import consents

    person = _find(by)
    row = consents.withdraw(consents.find_consent(name, by=person), by=person, now=timezone.now())
    items = ", ".join(consents.list_items(row)) or "nothing rests on it"
    _print(f"Withdrawn, gone at every player's next poll: {items}.")


@app.command()
def erase(
    name: Name,
    ground: Annotated[
        str, typer.Option("--ground", help="no-longer-needed, withdrawn, objected, unlawful or law (GDPR 17(1)).")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: there is no way back.")] = False,
    by: By = "",
) -> None:
    """Erase a person's data: the consent, its form, and every item that shows the person. There is no way back."""
    from django.utils import timezone

    from campaign.services import consents, erasure

    person = _find(by)
    row, why = consents.find_consent(name, by=person), _read_ground(ground)
    if not yes:
        items = ", ".join(consents.list_items(row)) or "no item"
        typer.confirm(f"Erase {row}, and for ever all of: {items}?", abort=True)
    erased = erasure.erase(row, by=person, ground=why, now=timezone.now())
    _print(f"Erased: {len(erased.items)} items, {erased.versions} versions, {erased.files} files.")
    if erased.kept:
        _print(f"Something else uses these, look at them: {', '.join(erased.kept)}.")
    if erased.pending:
        _print(f"{erased.pending} files could not be removed now; the workers try again every minute.")
        raise typer.Exit(1)


def _read_ground(text: str) -> "Ground":
    from campaign.services.erasure import Ground
    from campaign.spec.errors import UnknownName
    from campaign.spec.message import say

    if text not in list(Ground):
        raise UnknownName(
            say("“%(name)s” is no ground for erasure.", name=text),
            hint=say("Use one of: %(known)s.", known=", ".join(Ground)),
        )
    return Ground(text)


def _find(by: str) -> "User":
    from campaign.commands.people import find_person
    from campaign.services.rights import AUTHORS

    return find_person(by, roles=AUTHORS)


def _write(value: object) -> str:
    from campaign.spec.digest import to_canonical_json

    return value if isinstance(value, str) else to_canonical_json(value)


def _print(line: str) -> None:
    Console(highlight=False, soft_wrap=True, markup=False).print(line)
