"""Amounts among an item's values. In: what people entered. Out: what of it is a number, and the rows of a table."""

from collections.abc import Mapping
from typing import TypeGuard

from campaign.render.entry import choose_language
from campaign.spec.content import Item


def is_number(value: object) -> TypeGuard[int | float]:
    """Yes and no are numbers to Python, and to nobody else."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def list_rows(item: Item, name: str, *, language: str) -> list[Mapping[str, object]]:
    """The rows of a field in a language; none where it holds no list, or other things than rows."""
    rows = choose_language(item.values.get(name), language=language)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, (list, tuple)) else []
