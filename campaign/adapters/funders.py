"""Funding profiles. In: assets/funders/*.yaml, and what a pack says under `funder`. Out: the profile, in full.

A pack names a profile and adds what only its grant knows, or writes a whole profile of its own:

    funder: {profile: cerv-2021-2027, contract: "101143287", statement: funded}
    funder: {profile: amif-2014-2020, wording: {added_value: {bg: {text: …, source: …}}}}

A wording is `{text: …, source: …}` by language; in a pack's own profile plain text is taken too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from campaign.spec.document import Document, load_yaml, read_value
from campaign.spec.errors import CampaignError, Faults, InvalidDocument, UnknownName
from campaign.spec.funding import Demand, FunderProfile, FundingRules
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import Message, say
from campaign.spec.statements import CHOICES, SOURCE, STATEMENTS

FUNDERS = Path(__file__).resolve().parents[2] / "assets" / "funders"
PARTS = ("statement", "fund", "programme", "added_value", "disclaimer")
_SHORT = frozenset({"profile", "contract", "statement", "with", "wording"})
_Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Shipped:
    """A profile of ours: `offers` are the parts that stand only where the grant agreement asks for them, and a pack
    takes with `with`."""

    profile: FunderProfile
    offers: tuple[Demand, ...] = ()

    def choose(self, taken: tuple[str, ...]) -> FunderProfile:
        left: dict[str, Any] = {demand.value: {} for demand in self.offers if demand.value not in taken}
        return replace(self.profile, **left)


@cache
def load_profiles(folder: Path = FUNDERS) -> Mapping[str, Shipped]:
    """Every profile in the folder by its id. Raises Faults."""
    return {shipped.profile.id: shipped for shipped in map(read_profile, sorted(folder.glob("*.yaml")))}


def read_profile(path: Path) -> Shipped:
    """One file. Raises Faults with the line of each."""
    document = load_yaml(path.read_text("utf-8"), file=path.name)
    data = dict(document.data)
    offers = tuple(Demand(name) for name in data.pop("offers", ()))
    faults = list(_check_sources(document, data))
    if faults:
        raise Faults(faults)
    return Shipped(read_value(replace(document, data=_part_wordings(data)), FunderProfile), offers)


def fill_funder(document: Document) -> Document:
    """A campaign's YAML with its funder in full, as FunderProfile has it. Raises Faults with the lines."""
    data = document.data
    if not isinstance(data, dict):
        return document
    funder = data.get("funder")
    if isinstance(funder, str):
        funder = {"profile": funder}
    if not isinstance(funder, dict):
        return document
    if "profile" in funder:
        return _fill_named(document, funder)
    faults = list(_check_own(document, funder))
    if faults:
        raise Faults(faults)
    return replace(document, data=data | {"funder": _part_wordings(funder)})


def _fill_named(document: Document, funder: dict[str, Any]) -> Document:
    faults = list(_check_short(document, funder))
    if faults:
        raise Faults(faults)
    profile = load_profiles()[funder["profile"]].choose(tuple(funder.get("with", ())))
    full = {name: getattr(profile, name) for name in FunderProfile.__dataclass_fields__}
    full["contract"] = str(funder.get("contract", ""))
    if "statement" in funder:
        full |= _choose_statement(profile, CHOICES.index(funder["statement"]))
    sources = {part: dict(texts) for part, texts in full["sources"].items()}
    for part, wordings in funder.get("wording", {}).items():
        full[part] = dict(full[part]) | {language: wording["text"] for language, wording in wordings.items()}
        sources[part] = sources.get(part, {}) | {language: wording["source"] for language, wording in wordings.items()}
    lines = {("funder", *path[2:]): line for path, line in document.lines.items() if path[:2] == ("funder", "wording")}
    plain = {name: value for name, value in full.items() if name != "sources"} | {"sources": sources}
    return replace(document, data=document.data | {"funder": plain}, lines={**lines, **document.lines})


def _choose_statement(profile: FunderProfile, choice: int) -> dict[str, Any]:
    """The law's other sentence, in the languages the profile has one in."""
    known = [language for language in profile.statement if language in STATEMENTS]
    sources = {**profile.sources, "statement": dict.fromkeys(known, SOURCE)}
    return {"statement": {language: STATEMENTS[language][choice] for language in known}, "sources": sources}


def _part_wordings(data: Mapping[str, Any]) -> dict[str, Any]:
    """Texts and their sources each on their own, as FunderProfile keeps them."""
    sources: dict[str, dict[str, str]] = {}
    found = dict(data)
    for part, path in _list_parts(data):
        texts = {}
        for language, wording in part.items():
            is_whole = isinstance(wording, dict) and "text" in wording
            texts[language] = wording["text"] if is_whole else wording
            if is_whole and "source" in wording:
                sources.setdefault(".".join(map(str, path)), {})[language] = wording["source"]
        if len(path) == 2:
            found["lines"] = [texts if index == path[1] else line for index, line in enumerate(found["lines"])]
        else:
            found[str(path[0])] = texts
    if found.get("rules") == FundingRules.NONE:
        found.setdefault("emblem", False)
    return found | {"sources": sources}


def _list_parts(data: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], _Steps]]:
    for name in PARTS:
        if isinstance(data.get(name), dict):
            yield data[name], (name,)
    lines = data.get("lines")
    for index, line in enumerate(lines if isinstance(lines, list) else ()):
        if isinstance(line, dict):
            yield line, ("lines", index)


def _check_sources(document: Document, data: Mapping[str, Any], at: _Steps = ()) -> Iterator[CampaignError]:
    """Every wording is `{text, source}`, and the source says something."""
    for part, path in _list_parts(data):
        for language, wording in part.items():
            yield from _check_wording(document, wording, (*at, *path, language))


def _check_wording(document: Document, wording: object, path: _Steps) -> Iterator[CampaignError]:
    if not isinstance(wording, dict) or set(wording) - {"text", "source"}:
        yield _refuse(document, path, say("A wording is its text and where it comes from."), _HOW)
        return
    for name in ("text", "source"):
        given = wording.get(name)
        if not isinstance(given, str) or not given.strip():
            message = (
                say("The words are missing.") if name == "text" else say("Nobody says where these words are from.")
            )
            yield _refuse(document, (*path, name), message, _HOW)


def _check_short(document: Document, funder: Mapping[str, Any]) -> Iterator[CampaignError]:
    """What a pack may say beside the name of a profile."""
    known = load_profiles()
    name = funder["profile"]
    if not isinstance(name, str) or name not in known:
        yield UnknownName(
            say("There is no funding profile “%(name)s”.", name=str(name)[:60]),
            place=document.place(("funder", "profile")),
            hint=say("Use one of: %(known)s; or write a profile of your own.", known=", ".join(known)),
        )
        return
    for key in funder:
        if key not in _SHORT:
            message = say("Beside a profile’s name there is no such field.")
            hint = say("Use one of: %(known)s.", known=", ".join(sorted(_SHORT - {"profile"})))
            yield _refuse(document, ("funder", str(key)), message, hint)
    statement = funder.get("statement", CHOICES[0])
    if statement not in CHOICES:
        message = say("“%(given)s” is not one of the choices.", given=str(statement)[:60])
        yield _refuse(
            document, ("funder", "statement"), message, say("Use one of: %(known)s.", known=", ".join(CHOICES))
        )
    yield from _check_taken(document, funder.get("with", []), known[name])
    yield from _check_added(document, funder.get("wording", {}))


def _check_taken(document: Document, taken: object, shipped: Shipped) -> Iterator[CampaignError]:
    offers = [demand.value for demand in shipped.offers]
    if not isinstance(taken, list) or any(part not in offers for part in taken):
        message = say("The profile does not offer that.")
        hint = say("Use one of: %(known)s.", known=", ".join(offers) or "—")
        yield _refuse(document, ("funder", "with"), message, hint)


def _check_added(document: Document, added: object) -> Iterator[CampaignError]:
    at: _Steps = ("funder", "wording")
    if not isinstance(added, dict):
        yield _refuse(document, at, say("A wording is its text and where it comes from."), _HOW)
        return
    for part, wordings in added.items():
        if part not in PARTS:
            hint = say("Use one of: %(known)s.", known=", ".join(PARTS))
            yield _refuse(document, (*at, str(part)), say("There is no such field."), hint)
        elif not isinstance(wordings, dict):
            yield _refuse(document, (*at, part), say("Say for each language how the words are."), _HOW)
        else:
            for language, wording in wordings.items():
                if language not in LANGUAGES:
                    hint = say("Use one of: %(known)s.", known=", ".join(LANGUAGES))
                    message = say("There is no language “%(code)s”.", code=str(language))
                    yield _refuse(document, (*at, part, str(language)), message, hint)
                else:
                    yield from _check_wording(document, wording, (*at, part, language))


def _check_own(document: Document, funder: Mapping[str, Any]) -> Iterator[CampaignError]:
    """A whole profile in a pack; its types are FunderProfile's matter."""
    for part, path in _list_parts(funder):
        for language, wording in part.items():
            if isinstance(wording, dict):
                yield from _check_wording(document, wording, ("funder", *path, language))
    is_union = funder.get("rules") != FundingRules.NONE
    if not is_union and funder.get("emblem") is True:
        message = say("The Union’s emblem stands only beside the Union’s money.")
        yield _refuse(
            document, ("funder", "emblem"), message, say("Take it out, or say which rules the grant follows.")
        )
    if is_union and funder.get("emblem") is False:
        message = say("These rules ask for the Union’s emblem.")
        hint = say("Take this line out; money that is not the Union’s has the rules “none”.")
        yield _refuse(document, ("funder", "emblem"), message, hint)


_HOW = say("Write {text: “…”, source: “…”}: the article of the law, of the grant agreement, or the funder’s manual.")


def _refuse(document: Document, path: _Steps, message: Message, hint: Message) -> InvalidDocument:
    return InvalidDocument(message, place=document.place(path), hint=hint)
