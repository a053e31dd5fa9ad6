"""The words of an item. In: the item and a language. Out: every text people will read, by where it stands.

Place.field spells the same paths as the pack's YAML does: values.headline, source.population.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from campaign.spec.content import Item
from campaign.spec.errors import Place
from campaign.spec.languages import LANGUAGES, Texts

NOT_TEXT = frozenset({"file", "focus", "from", "to", "amount"})


def list_texts(item: Item, *, language: str) -> Iterator[tuple[str, str]]:
    """Field path and text; values that serve every language belong to each."""
    yield from _pick("title", item.title, language)
    if item.source:
        for part in ("name", "population", "unit"):
            yield from _pick(f"source.{part}", getattr(item.source, part), language)
    yield from _pick("alt", item.alt, language)
    for name, value in item.values.items():
        yield from _walk(f"values.{name}", value, language)


def place_in(item: Item, *, field: str, language: str = "") -> Place:
    """Where a finding of an item is."""
    return Place(item=item.id, field=field, language=language)


def _pick(path: str, texts: Texts, language: str) -> Iterator[tuple[str, str]]:
    if texts.get(language):
        yield path, texts[language]


def _walk(path: str, value: Any, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key in LANGUAGES:
                if key == language:
                    yield from _walk(path, part, language)
            elif key not in NOT_TEXT:
                yield from _walk(f"{path}.{key}", part, language)
    elif isinstance(value, (list, tuple)):
        for index, part in enumerate(value):
            yield from _walk(f"{path}.{index}", part, language)
