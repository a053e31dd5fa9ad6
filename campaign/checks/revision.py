"""Which rules are in force, as a name. Out: a number for pixels, a text for content; another one asks for another look.

Limits count by themselves: whoever changes a threshold in spec.rules need not think of this.
"""

from functools import cache

from campaign.spec.digest import hash_value
from campaign.spec.rules.rule import Seen
from campaign.spec.rules.table import RULES

REVISION = 1
"""Raise when a check finds more or less in the same material: what was made is looked at again, and never made anew."""

PIXELS = frozenset({Seen.PIXELS, Seen.LOOP, Seen.FILE})


def number_pixel_rules() -> int:
    """For Rendering.checked; never 0, which stands for never."""
    return int(_hash(PIXELS, REVISION)[:7], 16) + 1


def name_content_rules() -> str:
    """Of the rules on what people entered."""
    return _hash(frozenset(Seen) - PIXELS, REVISION)


@cache
def _hash(seen: frozenset[Seen], revision: int) -> str:
    return hash_value([revision, [rule for rule in RULES.values() if rule.seen in seen]])
