"""Figures as people see them (checks.md E1, E3, E5, E6). In: the texts and parts of a picture, its item. Out: findings.

What an item says is worth nothing where the picture leaves it out: the source, the brackets of few people, the regions
without data, the note of an axis that is cut.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from campaign.checks.amounts import is_number
from campaign.checks.proportions import check_proportions
from campaign.checks.texts import place_in
from campaign.render.entry import choose_language
from campaign.render.manifest import FieldType, Template
from campaign.render.scales import make_scale
from campaign.render.scene import Scene, Wording
from campaign.render.words import read_words
from campaign.spec.content import Item
from campaign.spec.errors import Place
from campaign.spec.figure import Shown, show_count
from campaign.spec.findings import Finding, Severity
from campaign.spec.languages import split_languages
from campaign.spec.message import Message, say
from campaign.spec.rules.words import FEW

CUT = "cut"
"""The option of a choice that lets an axis start elsewhere than at nought."""
_NO_DATA: Mapping[str, str] = {
    "bg": r"няма данни|без данни|неизвестн",
    "en": r"no data|unknown|not known|not available",
}
_BARE = re.compile(r"[\d.,\u00a0\u202f\s]+%?")


def check_charts(scene: Scene, *, template: Template) -> Iterator[Finding]:
    """All of it for the scene's item; in a bilingual picture the first language must be whole."""
    item = scene.item
    if item is None or not scene.wordings:
        return
    language = split_languages(scene.language)[0]
    yield from _check_source(scene, item, language)
    yield from check_proportions(scene.marks, item=item, template=template, language=language)
    yield from _check_cut(scene, item, template, language)
    yield from _check_regions(scene, item, template, language)
    yield from _check_brackets(scene, item, template, language)


def _check_source(scene: Scene, item: Item, language: str) -> Iterator[Finding]:
    """E1: who counted, when, whom and what stand on the picture."""
    if item.source is None:
        return
    source, seen = item.source, _fold(" ".join(wording.text for wording in scene.wordings))
    parts = {"name": source.name, "population": source.population, "unit": source.unit}
    wanted = {part: texts.get(language, "") for part, texts in parts.items()} | {"period": source.period}
    for part, text in wanted.items():
        if text.strip() and _fold(text) not in seen:
            message = say("The picture does not show the source’s %(part)s.", part=part)
            hint = say("Let the template show the whole source: the kit’s strip does.")
            yield _find("E1", item, message, hint, field=f"source.{part}", language=language)


def _check_cut(scene: Scene, item: Item, template: Template, language: str) -> Iterator[Finding]:
    """E3: an axis that does not start at nought says where it does; bars have none."""
    note = _read_word(template, "scale_starts", language)
    for name, spec in template.manifest.fields.items():
        if spec.type is FieldType.CHOICE and CUT in spec.options and item.values.get(name) == CUT:
            rows = [choose_language(one, language=language) for one in item.values.values()]
            amounts = [number for one in rows if isinstance(one, (list, tuple)) for number in _list_numbers(one)]
            if make_scale(amounts, zero=False).low > 0 and not _says(scene.wordings, note):
                message = say("The axis does not start at nought, and the picture does not say so.")
                hint = say("Show where the scale starts, as the kit’s cut_note does, or start it at nought.")
                yield _find("E3", item, message, hint, field=f"values.{name}", language=language)


def _list_numbers(value: object) -> Iterator[float]:
    if is_number(value):
        yield float(value)
    elif isinstance(value, (list, tuple)):
        for row in value:
            if isinstance(row, Mapping):
                yield from (float(one) for one in row.values() if isinstance(one, (int, float)))


def _check_regions(scene: Scene, item: Item, template: Template, language: str) -> Iterator[Finding]:
    """E5: a region without a figure is on the map, and the legend says what it means."""
    for name, spec in template.manifest.fields.items():
        value = item.values.get(name)
        if spec.type is not FieldType.REGIONS or not isinstance(value, Mapping):
            continue
        country, figures = spec.tiles.get(str(value.get("country"))), value.get("figures")
        if country is None or not isinstance(figures, Mapping):
            continue
        known = {country.find(str(code)) for code, amount in figures.items() if amount is not None}
        unknown = [code for code in country.tiles if code not in known]
        drawn = {part.removeprefix("tile-") for part in scene.parts if part.startswith("tile-")}
        dropped = [code for code in unknown if drawn and code not in drawn]
        if dropped:
            message = say("Regions without data are left out: %(names)s.", names=", ".join(dropped[:12]))
            yield _find("E5", item, message, _KEEP, field=f"values.{name}", language=language)
        words = "|".join(filter(None, (re.escape(_read_word(template, "no_data", language)), _NO_DATA.get(language))))
        if unknown and not any(re.search(words, one.text, re.IGNORECASE) for one in scene.wordings):
            message = say("%(count)d regions have no data, and the picture does not say so.", count=len(unknown))
            yield _find("E5", item, message, _KEEP, field=f"values.{name}", language=language)


def _check_brackets(scene: Scene, item: Item, template: Template, language: str) -> Iterator[Finding]:
    """E6: the shares of few people stand in brackets wherever they are read."""
    for name, spec in template.manifest.fields.items():
        asked = item.values.get(spec.total.asked) if spec.total else None
        if not isinstance(asked, (int, float)) or show_count(asked) is not Shown.BRACKETED:
            continue
        rows = choose_language(item.values.get(name), language=language)
        shares = set(_list_numbers(rows))
        for wording in scene.wordings:
            if _BARE.fullmatch(wording.text.strip()) and _read_number(wording.text) in shares:
                yield Finding(
                    "E6",
                    Severity.ERROR,
                    say("“%(text)s” stands without brackets, though only %(count)d people were asked.",
                        text=wording.text, count=int(asked)),
                    say("Set it with the kit’s share_text, which brackets by itself."),
                    Place(item=item.id, field=f"values.{name}", language=language, box=wording.box),
                    f"n = {asked:g}",
                    f"n ≥ {FEW.value:g}",
                )  # fmt: skip


def _read_number(text: str) -> float | None:
    plain = re.sub(r"[^\d.,]", "", text).replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None


def _read_word(template: Template, name: str, language: str) -> str:
    return read_words(template.kit, language=language).get(name, "")


def _says(wordings: Sequence[Wording], text: str) -> bool:
    return any(_fold(text) in _fold(wording.text) for wording in wordings)


def _fold(text: str) -> str:
    """Letters and digits alone: how they are set, broken and quoted does not matter."""
    return re.sub(r"[\W_]+", "", text.replace("%", "percent")).casefold()


_KEEP = say("Show them as “no data”: what is not known is never dropped, and never nought.")


def _find(rule: str, item: Item, message: Message, hint: Message, *, field: str, language: str) -> Finding:
    return Finding(rule, Severity.ERROR, message, hint, place_in(item, field=field, language=language))
