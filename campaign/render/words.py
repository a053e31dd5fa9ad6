"""The kit's fixed words. In: _kit/words.toml, one table a language. Out: word → text of one language."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from campaign.spec.errors import InvalidTemplate, Place
from campaign.spec.languages import find_language
from campaign.spec.message import say

WORDS = "words.toml"


def read_words(kit: Path, *, language: str) -> Mapping[str, str]:
    """Raises InvalidTemplate for a language without words, or one that lacks a word another language has."""
    file = f"{kit.name}/{WORDS}"
    try:
        tables = _parse((kit / WORDS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidTemplate(
            say("The kit's words cannot be read: %(problem)s.", problem=str(error)), place=Place(file)
        ) from None
    words = {name: str(text) for name, text in tables.get(language, {}).items()}
    known = {name for table in tables.values() if isinstance(table, Mapping) for name in table}
    missing = sorted(known - set(words)) or ([] if words else ["source"])
    if missing:
        raise InvalidTemplate(
            say("The kit has no words in %(language)s for: %(missing)s.",
                language=find_language(language).name, missing=", ".join(missing)),
            place=Place(file, field=language),
            hint=say("Add them to the language's table."),
        )  # fmt: skip
    return words


@lru_cache(maxsize=8)
def _parse(text: str) -> Mapping[str, Any]:
    """Each picture asks for them several times."""
    return tomllib.loads(text)
