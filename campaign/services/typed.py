"""What a draft's inputs may hold. In: names of inputs with their texts. Out: nothing, or InvalidValue at its input."""

import re

from campaign.services.merging import Typed
from campaign.spec.errors import InvalidValue, Place
from campaign.spec.message import say

MOST_TEXT = 20_000
"""Characters of one input: a table of all municipalities has fewer."""
MOST_INPUTS = 3_000
MOST_TOGETHER = 1_000_000
"""Characters of all inputs of a draft, those of templates that were tried before too."""
TEMPLATE = "template"
"""The input that says which template shows it."""
WAS_AGREED = "consents.was"
"""The consents the item had when the draft began; nobody types this one."""
_NAME = re.compile(r"[a-z][A-Za-z0-9_.+-]{0,199}")
_TOPS = frozenset(
    ("values", "title", "source", "doubt", "alt", "tags", "until", "fictional", "slug", "reasons", "consents", TEMPLATE)
)


def is_input(name: str) -> bool:
    """Whether an item's form may have such an input."""
    return bool(_NAME.fullmatch(name)) and name.split(".", maxsplit=1)[0] in _TOPS and name != WAS_AGREED


def check_inputs(changed: Typed) -> None:
    """What one save brings. Raises InvalidValue."""
    for name, text in changed.items():
        if not is_input(name) or "\0" in text:
            raise InvalidValue(say("There is no such field."), place=Place(field=name[:80]))
        if len(text) > MOST_TEXT:
            raise InvalidValue(
                say("The text has %(count)d characters.", count=len(text)),
                place=Place(field=name),
                hint=say("At most %(most)d are kept.", most=MOST_TEXT),
            )
    check_size(changed)


def check_size(typed: Typed) -> None:
    """However often somebody saves: every page of the draft reads all of it. Raises InvalidValue."""
    if len(typed) > MOST_INPUTS:
        raise InvalidValue(say("The form has more fields than anybody fills in."))
    count = sum(map(len, typed.values()))
    if count > MOST_TOGETHER:
        raise InvalidValue(
            say("The text has %(count)d characters.", count=count),
            hint=say("At most %(most)d are kept.", most=MOST_TOGETHER),
        )
