"""Colours that tell flights and campaigns apart in bars and lists. In: a place in a list. Out: N of `.hue-N`."""

from collections.abc import Iterable, Mapping

FALLBACK = 5
EMERGENCY = 6
_OTHERS = (0, 1, 2, 3, 4, 7, 8, 9)


def pick_hue(place: int) -> int:
    """The next eight differ; then they come again."""
    return _OTHERS[place % len(_OTHERS)]


def pick_hues(names: Iterable[str]) -> Mapping[str, int]:
    """One for each name, in their order."""
    return {name: pick_hue(place) for place, name in enumerate(names)}
