"""Contents to try a template with. In: a manifest. Out: values made from its types and limits: the shortest, its own
samples, the longest, and hostile ones, each in Bulgarian, English and Arabic.

What is made is either drawn, or refused by an error that names the field; nothing here is meant to be published.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import cycle, islice
from typing import Any

from campaign.render.manifest import SAMPLE_LANGUAGES, FieldType, Manifest, TemplateField, Total
from campaign.spec.content import RawValues
from campaign.spec.languages import Texts


class Content(StrEnum):
    """The four that everybody tries."""

    SHORTEST = "shortest"
    TYPICAL = "typical"
    LONGEST = "longest"
    HOSTILE = "hostile"


class Hostility(StrEnum):
    """One evil in every field at once."""

    MARKUP = "markup"
    MARKS = "marks"
    MIXED = "mixed"
    WORD = "word"
    UNBROKEN = "unbroken"
    EMOJI = "emoji"
    EMPTY = "empty"
    ZERO = "zero"
    NEGATIVE = "negative"
    HUGE = "huge"


PROSE: Texts = {
    "bg": "Съседите ни посрещат с отворени врати и заедно правим квартала по-добро място за всички деца и възрастни, "
    "които живеят, учат и работят тук от години. ",
    "en": "Our neighbours meet us with open doors, and together we make the quarter a better place for all children "
    "and adults who have lived, learned and worked here for years. ",
    "ar": "يستقبلنا جيراننا بأبواب مفتوحة ونجعل معا من الحي مكانا أفضل لكل الأطفال والكبار الذين يعيشون ويتعلمون "
    "ويعملون هنا منذ سنوات طويلة. ",
}
"""Words of ordinary length; a limit cuts it where it likes."""
SHORT: Texts = {"bg": "Аз", "en": "Me", "ar": "أنا"}
LARGE = 888_888_888
"""Residents of any union of countries; what a figure without a bound should still have room for."""
TRILLION = 10.0**12
SAMPLE_LENGTH = 24
"""Characters of a list's entry that has no limit and no sample."""


@dataclass(frozen=True)
class Maker:
    """How one content fills fields. `write` makes a text of at most so many characters in a language, `figure` a
    number in place of the sample's, `count` how many rows stand in place of the sample's; `fills` optional fields, and
    makes the shares of a `whole` again where its rows are others."""

    write: Callable[[int, str], str]
    figure: Callable[[TemplateField, float], float]
    count: Callable[[TemplateField, int], int]
    fills: bool = True
    whole: bool = True


def make_values(manifest: Manifest, content: Content) -> RawValues:
    """Values of one of the four. The hostile ones may be drawn: every field has another evil."""
    if content is Content.TYPICAL:
        return {name: field.sample for name, field in manifest.fields.items()}
    if content is Content.HOSTILE:
        makers = cycle(HOSTILE[kind] for kind in (Hostility.MARKUP, Hostility.MARKS, Hostility.MIXED))
        return {
            name: _make(field, maker) for (name, field), maker in zip(manifest.fields.items(), makers, strict=False)
        }
    return _fill(manifest, ORDINARY[content])


def make_hostile(manifest: Manifest, kind: Hostility) -> RawValues:
    """The same evil in every field: many of these are refused."""
    return _fill(manifest, HOSTILE[kind])


def _fill(manifest: Manifest, maker: Maker) -> RawValues:
    fields = manifest.fields.items()
    return {name: _make(field, maker) for name, field in fields if field.required or maker.fills}


def _make(field: TemplateField, maker: Maker) -> Any:
    if field.type in (FieldType.TEXT, FieldType.QUOTE):
        return _write_all(maker, field.longest or _measure_longest(field.sample))
    if field.type in (FieldType.NUMBER, FieldType.PERCENT):
        return maker.figure(field, float(field.sample))
    if field.type is FieldType.SERIES:
        return [_make_series_row(row, field, maker) for row in _take_rows(field, maker)]
    if field.type is FieldType.LIST:
        longest = field.longest or _measure_longest(field.sample) or SAMPLE_LENGTH
        return [_write_all(maker, longest) for _ in _take_rows(field, maker)]
    if field.type is FieldType.ROWS:
        made = [_make_record(row, field, maker) for row in _take_rows(field, maker)]
        return _share_out(made, field.total) if field.total and maker.whole else made
    if field.type in (FieldType.REGIONS, FieldType.MAP):
        figures = field.sample.get("figures", {})
        return {**field.sample, "figures": {code: maker.figure(field, amount) for code, amount in figures.items()}}
    return field.sample


def _write_all(maker: Maker, longest: int) -> Texts:
    return {language: maker.write(longest, language) for language in SAMPLE_LANGUAGES}


def _measure_longest(sample: Any) -> int:
    """Characters of the longest text anywhere in a sample."""
    if isinstance(sample, str):
        return len(sample)
    parts: Sequence[Any] = list(sample.values()) if isinstance(sample, Mapping) else sample
    return max((_measure_longest(part) for part in parts if isinstance(part, (str, Mapping, Sequence))), default=0)


def _take_rows(field: TemplateField, maker: Maker) -> Sequence[Any]:
    """As many rows as wanted, the sample's over and over; dates move on by a year each time around, so that they
    stay in order."""
    rows = field.sample[SAMPLE_LANGUAGES[0]] if isinstance(field.sample, Mapping) else field.sample
    wanted = maker.count(field, len(rows))
    laps = (_move_on(row, years=lap) for lap in range(wanted + 1) for row in rows)
    return list(islice(laps, wanted))


def _move_on(row: Any, *, years: int) -> Any:
    if not isinstance(row, Mapping) or not years:
        return row
    return {name: _move_date(part, years=years) for name, part in row.items()}


def _move_date(part: Any, *, years: int) -> Any:
    try:
        day = part if isinstance(part, date) else date.fromisoformat(part)
    except (TypeError, ValueError):
        return part
    return day.replace(year=day.year + years, day=min(day.day, 28)).isoformat()


def _make_series_row(row: Mapping[str, Any], field: TemplateField, maker: Maker) -> Mapping[str, Any]:
    longest = field.longest or _measure_longest(row.get("label", ""))
    return {**row, "label": _write_all(maker, longest), "amount": maker.figure(field, float(row["amount"]))}


def _make_record(row: Mapping[str, Any], field: TemplateField, maker: Maker) -> Mapping[str, Any]:
    made: dict[str, Any] = {}
    for name, part in field.parts.items():
        if name in row and (part.required or maker.fills):
            made[name] = _make_part(row[name], part, field, maker)
    return made


def _share_out(rows: Sequence[Mapping[str, Any]], total: Total) -> Sequence[Mapping[str, Any]]:
    """Other shares for as many rows, so that each column makes up its whole; across a row, the last part takes what
    is missing."""
    parts = {part for part in total.down if all(part in row for row in rows)}
    even, rest = divmod(100, max(len(rows), 1))
    shared = [{**row, **dict.fromkeys(parts, even + (rest if at == 0 else 0))} for at, row in enumerate(rows)]
    for row in shared:
        given = [part for part in total.across if part in row]
        if given:
            row[given[-1]] += 100 - sum(row[part] for part in given)
    return shared


def _make_part(sample: Any, part: TemplateField, field: TemplateField, maker: Maker) -> Any:
    if part.type in (FieldType.TEXT, FieldType.QUOTE):
        return _write_all(maker, part.longest or _measure_longest(sample))
    if part.type in (FieldType.NUMBER, FieldType.PERCENT):
        return maker.figure(field, float(sample))
    return sample


def _write_prose(longest: int, language: str) -> str:
    """Exactly so many characters, none of them a space at the end."""
    text = (PROSE[language] * (longest // len(PROSE[language]) + 1))[:longest]
    return text if text == text.rstrip() else text[:-1] + SHORT[language][-1]


def _write_again(text: str) -> Callable[[int, str], str]:
    return lambda longest, _: text[:longest].strip()


def _figure_longest(field: TemplateField, sample: float) -> float:
    """The most; of rows, which may have to make up a whole, the sample's own."""
    if field.type in (FieldType.NUMBER, FieldType.PERCENT):
        return field.most if field.most is not None else (LARGE if field.type is FieldType.NUMBER else sample)
    return sample


def _figure_least(field: TemplateField, sample: float) -> float:
    is_single = field.type in (FieldType.NUMBER, FieldType.PERCENT)
    return max(1.0, field.least or 0.0) if is_single else sample


def _keep(_: TemplateField, sample: float) -> float:
    return sample


def _always(amount: float) -> Callable[[TemplateField, float], float]:
    return lambda *_: amount


def _count_most(field: TemplateField, sample: int) -> int:
    return int(field.most) if field.most is not None else sample


def _count_least(field: TemplateField, _: int) -> int:
    return int(field.least) if field.least is not None else int(field.required)


def _count_none(*_: object) -> int:
    return 0


def _count_sample(_: TemplateField, sample: int) -> int:
    return sample


ORDINARY: Mapping[Content, Maker] = {
    Content.SHORTEST: Maker(lambda most, of: SHORT[of][:most], _figure_least, _count_least, fills=False),
    Content.LONGEST: Maker(_write_prose, _figure_longest, _count_most),
}
HOSTILE: Mapping[Hostility, Maker] = {
    Hostility.MARKUP: Maker(_write_again("<script>alert('&amp;')</script>{{ 7 * 7 }}"), _keep, _count_sample),
    Hostility.MARKS: Maker(_write_again("Зъл\u0301г\u0300о и\u0306 e\u0301\u0308\u0302"), _keep, _count_sample),
    Hostility.MIXED: Maker(_write_again("да 12 نعم (35%) no – لا"), _keep, _count_sample),
    Hostility.WORD: Maker(lambda _, of: SHORT[of][0] * 300, _keep, _count_sample),
    Hostility.UNBROKEN: Maker(lambda most, of: SHORT[of][0] * most, _keep, _count_sample),
    Hostility.EMOJI: Maker(lambda *_: "😀👩‍👧", _keep, _count_sample),
    Hostility.EMPTY: Maker(lambda *_: "", _keep, _count_none),
    Hostility.ZERO: Maker(_write_prose, _always(0.0), _count_sample, whole=False),
    Hostility.NEGATIVE: Maker(_write_prose, _always(-1234.5), _count_sample, whole=False),
    Hostility.HUGE: Maker(_write_prose, _always(TRILLION), _count_most, whole=False),
}
