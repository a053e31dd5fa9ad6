"""`campaign signing`. In: nothing. Out: the public key that operators verify playlists with."""

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def describe() -> None:
    """The key that signs playlists."""


@app.command("key")
def show_key() -> None:
    """Print the public key: minisign -V -P KEY -m playlist.json, with playlist.json.minisig beside it."""
    from campaign.services.signing import find_key

    typer.echo(find_key().public)
