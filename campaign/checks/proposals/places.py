"""Places by name. In: what a table calls one. Out: its code on a map of tiles, and its names in several languages."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

from campaign.render.countries import Country
from campaign.spec.languages import Texts

_WORDS = re.compile(r"\b(?:област(?:та)?|обл\.?|province|oblast|region|of)\b|[(),.]", re.IGNORECASE)
_OWN = {"EL": "GR", "UK": "GB"}
"""Eurostat's codes that differ from ISO 3166-1."""
CAPITAL = {"софия-град": "SOF", "софия град": "SOF", "софия столица": "SOF", "sofia capital": "SOF", "софийска": "SFO"}


def find_tiles(names: Iterable[str], *, countries: Mapping[str, Country]) -> tuple[str, Mapping[str, str]]:
    """The country most of whose provinces are named, and name → code of those that are known; none for no country."""
    wanted = list(names)
    found = {code: _match(country, wanted) for code, country in countries.items()}
    best = max(found, key=lambda code: len(found[code]), default="")
    return (best, found[best]) if best and found[best] else ("", {})


def _match(country: Country, names: Iterable[str]) -> Mapping[str, str]:
    known = {_plain(text): code for code, tile in country.tiles.items() for text in tile.name.values()}
    known |= {name: code for name, code in CAPITAL.items() if code in country.tiles}
    matched = {name: country.find(name) or known.get(name.casefold()) or known.get(_plain(name)) for name in names}
    return {name: code for name, code in matched.items() if code}


def name_place(text: str, code: str, *, countries: Mapping[str, Country], languages: Iterable[str]) -> Texts:
    """What people call a province of our maps, or a country, in each language; empty for what is neither."""
    wanted = tuple(languages)
    for country in countries.values():
        own = country.find(code) or _match(country, [text]).get(text)
        if own:
            names = country.tiles[own].name
            return {language: names[language] for language in wanted if language in names}
    territory = _OWN.get(code, code) if re.fullmatch(r"[A-Z]{2}", code) else _find_territory(text)
    return {language: name for language in wanted if (name := _list_territories(language).get(territory))}


def _find_territory(text: str) -> str:
    """The code of a country by its name in Bulgarian or English."""
    folded = text.strip().casefold()
    for language in ("bg", "en"):
        for code, name in _list_territories(language).items():
            if name.casefold() == folded:
                return code
    return ""


@cache
def _list_territories(language: str) -> Mapping[str, str]:
    try:
        names: Mapping[str, str] = Locale(language).territories
    except UnknownLocaleError:
        return {}
    return {code: name for code, name in names.items() if re.fullmatch(r"[A-Z]{2}", code)}


def _plain(text: str) -> str:
    return " ".join(_WORDS.sub(" ", text).split()).casefold()
