"""Names of things on the page, and the words its scripts say, in the language in force."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.forms.shapes import SHAPES

SCREENS: dict[str, Promise] = {shape.value: words for shape, words in SHAPES.items()}
CONTENTS: dict[str, Promise] = {
    "typical": _("Sample"),
    "shortest": _("Shortest"),
    "longest": _("Longest"),
    "hostile": _("Hostile"),
    "hostile-markup": _("Markup in every text"),
    "hostile-marks": _("Combining marks"),
    "hostile-mixed": _("Mixed directions"),
    "hostile-word": _("A word of 300 letters"),
    "hostile-unbroken": _("Longest text, one word"),
    "hostile-emoji": _("Emoji"),
    "hostile-empty": _("Everything empty"),
    "hostile-zero": _("Nought"),
    "hostile-negative": _("Below nought"),
    "hostile-huge": _("A million million"),
}
WORDS: dict[str, Promise] = {
    "saved": _("Saved → drawn in %s s"),
    "watching": _("Watching the files"),
    "lost": _("The preview has ended. Start it again."),
    "broken": _("Cannot be drawn: see the findings"),
    "still": _("Still"),
    "second": _("%s s"),
    "frame": _("frame %1 of %2"),
    "play": _("Play"),
    "pause": _("Pause"),
    "characters": _("%1 of %2"),
    "upload": _("Choose a file…"),
    "copied": _("Copied"),
}


def name_screen(code: str) -> str:
    return str(SCREENS.get(code, code))


def name_content(code: str) -> str:
    return str(CONTENTS.get(code, code))


def list_words() -> dict[str, str]:
    """For the scripts."""
    return {name: str(text) for name, text in WORDS.items()}
