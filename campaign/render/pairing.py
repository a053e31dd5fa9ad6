"""Two languages in one picture. In: the same thing composed in both. Out: the first, its texts knowing the second's."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from campaign.render.context import Shown
from campaign.spec.errors import InvalidValue, Place
from campaign.spec.languages import name_languages
from campaign.spec.message import say
from campaign.spec.text import Text

T = TypeVar("T")


def pair_values(first: Mapping[str, Shown], second: Mapping[str, Shown], *, language: str) -> Mapping[str, Shown]:
    """Pair field by field. Raises InvalidValue for one that is not built alike in both: lists of other length."""
    paired: dict[str, Shown] = {}
    for name, value in first.items():
        try:
            paired[name] = pair(value, second[name])
        except ValueError:
            raise InvalidValue(
                say("The rows are not the same in %(languages)s.", languages=name_languages(language)),
                place=Place(field=name, language=language),
                hint=say("Give both languages as many rows, in the same order, with the same parts filled in."),
            ) from None
    return paired


def pair(first: T, second: T) -> T:
    """Pair two values of one build. Figures stay as the first language prints them; what only one of them has is not
    shown in the other. Raises ValueError where the two are not built alike."""
    return _pair(first, second)  # type: ignore[no-any-return]


def _pair(first: Any, second: Any) -> Any:
    if isinstance(first, str):
        return Text(first, second) if isinstance(second, str) else first
    if isinstance(first, tuple):
        if not isinstance(second, tuple) or len(first) != len(second):
            raise ValueError("other length")
        return tuple(_pair(one, other) for one, other in zip(first, second, strict=True))
    if isinstance(first, Mapping):
        return {key: _pair(value, second[key]) for key, value in first.items()}
    if is_dataclass(first) and not isinstance(first, type) and type(first) is type(second):
        pairs = {field.name: _pair(getattr(first, field.name), getattr(second, field.name)) for field in fields(first)}
        return replace(first, **pairs)
    return first
