"""Errors on the terminal. In: what went wrong. Out: where, what, and how to mend it, on standard error."""

from rich.console import Console
from rich.text import Text

from campaign.commands.words import translate
from campaign.spec.errors import CampaignError


def report_error(error: CampaignError, *, console: Console | None = None) -> None:
    """Print an error, or each of several, as place, message and hint."""
    console = console or Console(stderr=True, highlight=False)
    for single in error.singles:
        console.print(_write(single), soft_wrap=True)


def _write(error: CampaignError) -> Text:
    text = Text()
    if str(error.place):
        text.append(f"{error.place}\n", style="bold")
    words = translate(error.message)
    text.append(f"  {words}\n" if str(error.place) else f"{words}\n", style="red")
    if error.hint:
        text.append(f"  → {translate(error.hint)}\n")
    text.rstrip()
    return text
