"""`campaign user`. In: a name, a role, an organisation, a password typed blind. Out: somebody who may sign in.

The first administrator of an installation comes in this way; everybody after may be added in the studio.
"""

import os
from typing import Annotated

import typer
from django.utils import translation

from campaign.data.models import User
from campaign.services.accounts import add_person

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def describe() -> None:
    """Add people who may sign in."""


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The user name.")],
    role: Annotated[User.Role, typer.Option("--role", help="What the person may do.")],
    organisation: Annotated[
        str, typer.Option("--organisation", help="Its short name; made when there is none. Not for all roles.")
    ] = "",
) -> None:
    """Add a person; the password is asked for, and never shown or kept in the shell's history."""
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with translation.override(os.environ.get("CAMPAIGN_LANGUAGE") or "en"):  # Django says what it dislikes in it
        user = add_person(name, role=role, organisation=organisation, password=password)
    typer.echo(f"{user.username} may sign in as {user.role}.")
