"""What cannot be told of a picture or film from elsewhere. In: what is known of it. Out: each rule, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.spec.message import Message, say


@dataclass(frozen=True)
class Untold:
    """A rule that could not be held against a file, and why."""

    rule: str
    why: Message


TEXTS = say("Pixels do not tell which words they are: check the texts with those who made the file.")
LOGOS = say("Without its template it is not known which parts are texts, logos and shapes.")
GRANT = say("Whose money it is, and what that grant asks for, is not in the file.")
CONTENT = say("What figures rest on and what people agreed to is not in the file.")
PANEL = say("It depends on the screen's size and distance: name its channel.")
WHYS = (
    (("A2", "A3", "A4", "A8", "B2", "B3", "B6", "B8"), TEXTS),
    (("A6", "B1", "B4"), LOGOS),
    (("A7", "A12", "A13", "A14"), GRANT),
    (("E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "E10", "F1", "F2", "F3", "F4", "F5"), CONTENT),
)
MOVING = (("B5", TEXTS), ("D1", TEXTS), ("D2", TEXTS), ("D3", TEXTS), ("D4", TEXTS), ("D5", TEXTS), ("D6", TEXTS))


def list_untold(*, is_film: bool, has_panel: bool) -> Iterator[Untold]:
    """By rule, whatever the file; the plan's rules (F6, G4) are for releases."""
    for rules, why in WHYS:
        yield from (Untold(rule, why) for rule in rules)
    yield Untold(
        "A1", say("Only the emblem was looked for: pixels do not tell whether the statement stands beside it.")
    )
    if is_film:
        yield from (Untold(rule, why) for rule, why in MOVING)
    if not has_panel:
        yield from (Untold(rule, PANEL) for rule in ("A9", "G1", "G2"))


def tell_codes(texts: tuple[str, ...]) -> Untold:
    """A15: only people can tell whether the disclaimer stands behind a code, or somewhere on the picture."""
    if not texts:
        return Untold("A15", say("No QR code can be read, and pixels do not tell whether the disclaimer stands there."))
    codes = ", ".join(text[:120] for text in texts)
    why = say("A QR code leads to %(codes)s: look whether the funder's disclaimer stands there.", codes=codes)
    return Untold("A15", why)
