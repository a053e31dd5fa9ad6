"""The command line: gathers the subjects of campaign.commands under one program."""

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def describe() -> None:
    """From a story to a screen."""
