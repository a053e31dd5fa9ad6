"""Readers of single values, one a type. In: an entry and its raw value. Out: what a template sees; or InvalidValue."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from campaign.render.bounds import Limits, check_amount, check_rows, check_text
from campaign.render.context import Choice, Clip, Day, Number, Picture, Record, Row, Shown
from campaign.render.entry import Entry, choose_language, demand, is_empty, read_alt, read_each, read_file, read_parts
from campaign.render.manifest import FieldType
from campaign.render.numbers import count_most_decimals, format_day, format_number, format_share, list_steps
from campaign.render.regions import read_region_map, read_tile_map
from campaign.render.typography import NARROW, mark_direction, set_text
from campaign.spec.errors import CampaignError, Faults, InvalidValue
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import say

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
"""ISO 8601, to the day, month or year."""


def read_entry(entry: Entry, raw: Any) -> Shown:
    """A field or part of any type; an optional one left out is None. Raises InvalidValue, or Faults of several."""
    if not entry.field.required and is_empty(choose_language(raw, language=entry.language)):
        return None
    return READERS[entry.field.type](entry, demand(entry, raw))


def read_prose(entry: Entry, raw: Any) -> str:
    text = set_text(check_text(raw, limits=entry.limits, refuse=entry.refuse), language=entry.language)
    return mark_direction(text, direction=LANGUAGES[entry.language].direction)


def read_number(entry: Entry, raw: Any) -> Number:
    return _show(check_amount(raw, limits=entry.limits, refuse=entry.refuse), entry.language, show=format_number)


def read_percent(entry: Entry, raw: Any) -> Number:
    return _show(check_amount(raw, limits=entry.limits, refuse=entry.refuse), entry.language, show=format_share)


def _show(amount: float, language: str, *, show: Callable[..., str]) -> Number:
    text = show(amount, language=language)
    steps = list_steps(amount, text=text, show=lambda value, digits: show(value, language=language, decimals=digits))
    return Number(amount, text, steps)


def read_date(entry: Entry, raw: Any) -> Day:
    """YAML reads 2025-12-09 as a date and 2025 as a number, so both are taken."""
    given = raw.isoformat() if isinstance(raw, date) else str(raw)
    try:
        parts = [int(part) for part in DATE.fullmatch(given)[0].split("-")]  # type: ignore[index]
        day = date(*parts, *(1 for _ in range(3 - len(parts))))
    except (TypeError, ValueError):
        raise entry.refuse(
            say("“%(given)s” is not a date.", given=given[:60]),
            say("Write year-month-day, e.g. 2025-12-09; where only that is known, 2025-12 or 2025."),
        ) from None
    return Day(given, format_day(day, precision=len(parts), language=entry.language), day.toordinal())


def read_choice(entry: Entry, raw: Any) -> Choice:
    options = entry.field.options
    if not isinstance(raw, str) or raw not in options:
        raise entry.refuse(
            say("“%(given)s” is not among the options.", given=str(raw)[:60]),
            say("Use one of: %(known)s.", known=", ".join(options)),
        )
    return Choice(raw, read_prose(entry, demand(entry, options[raw])))


def read_image(entry: Entry, raw: Any) -> Picture:
    parts = read_parts(entry, raw, known=("file", "alt", "focus"))
    return Picture(read_file(entry, parts), read_alt(entry, parts), *_read_focus(entry, parts))


def _read_focus(entry: Entry, parts: Mapping[str, Any]) -> tuple[float, float]:
    focus = parts.get("focus", [50, 50])
    if not (isinstance(focus, Sequence) and len(focus) == 2 and all(_is_share(number) for number in focus)):
        raise entry.inside("focus").refuse(
            say("The focal point is two numbers from 0 to 100."), say("Write e.g. [50, 40]: per cent of width, height.")
        )
    return float(focus[0]), float(focus[1])


CARDS: Mapping[str, tuple[str, ...]] = {
    "both": ("title", "partners"),
    "title": ("title",),
    "partners": ("partners",),
    "none": (),
}
"""What a clip may ask for, and the cards that stand around its film."""


def read_clip(entry: Entry, raw: Any) -> Clip:
    parts = read_parts(entry, raw, known=("file", "from", "to", "alt", "focus", "cards"))
    unbound = Limits(least=0)
    start = check_amount(parts.get("from", 0), limits=unbound, refuse=entry.inside("from").refuse)
    end = check_amount(parts.get("to"), limits=unbound, refuse=entry.inside("to").refuse)
    if end <= start:
        raise entry.inside("to").refuse(say("The clip ends before it starts."), say("Give “to” a later second."))
    cards = parts.get("cards", "both")
    if not isinstance(cards, str) or cards not in CARDS:
        raise entry.inside("cards").refuse(
            say("“%(given)s” is not among the options.", given=str(cards)[:60]),
            say("Use one of: %(known)s.", known=", ".join(CARDS)),
        )
    file = read_file(entry, parts, example="name.mp4")
    return Clip(file, start, end, read_alt(entry, parts), *_read_focus(entry, parts), CARDS[cards])


def read_subtitles(entry: Entry, raw: Any) -> str:
    if not isinstance(raw, str):
        raise entry.refuse(say("This is not the name of a file."), say("Write e.g. { bg: story.bg.srt }."))
    return raw


def read_series(entry: Entry, raw: Any) -> tuple[Row, ...]:
    rows = check_rows(raw, limits=entry.limits, refuse=entry.refuse)
    read = read_each(entry, rows, read=_read_bar)
    units = list(dict.fromkeys(unit for _, unit in read))
    if len(units) > 1:  # one scale measures one thing (checks.md E3)
        raise entry.refuse(
            say("The rows have different units: %(units)s.", units=", ".join(unit or "–" for unit in units)),
            say("Compare figures of one unit, or make two pictures."),
        )
    most = max((row.amount for row, _ in read), default=0.0)
    decimals = count_most_decimals([row.amount for row, _ in read])
    return tuple(
        replace(
            row,
            text=_print_bar(row.amount, unit=unit, language=entry.language, decimals=decimals),
            share=row.amount / most if most else 0.0,
        )
        for row, unit in read
    )


def _read_bar(entry: Entry, raw: Any) -> tuple[Row, str]:
    """The row before its figure is printed, and the figure's unit."""
    parts = read_parts(entry, raw, known=("label", "amount", "unit"))
    # Bars start at nought and grow one way (checks.md E3), so an amount is never negative.
    amount = check_amount(
        parts.get("amount"), limits=Limits(least=0, whole=entry.field.whole), refuse=entry.inside("amount").refuse
    )
    label = read_prose(entry.inside("label"), demand(entry.inside("label"), parts.get("label")))
    unit = choose_language(parts.get("unit", ""), language=entry.language) or ""
    return Row(label, amount, "", 0.0), str(unit)


def _print_bar(amount: float, *, unit: str, language: str, decimals: int) -> str:
    if unit == "%":
        return format_share(amount, language=language, decimals=decimals)
    text = format_number(amount, language=language, decimals=decimals)
    return f"{text}{NARROW}{unit}" if unit else text


def read_list(entry: Entry, raw: Any) -> tuple[str, ...]:
    rows = check_rows(raw, limits=entry.limits, refuse=entry.refuse)
    return read_each(
        entry, rows, read=lambda inner, row: read_prose(replace(inner, name=entry.name), demand(inner, row))
    )


def read_rows(entry: Entry, raw: Any) -> tuple[Record, ...]:
    """Records of the field's parts; the figures of a part all show the same number of decimals."""
    records = read_each(entry, check_rows(raw, limits=entry.limits, refuse=entry.refuse), read=_read_record)
    for name, part in entry.field.parts.items():
        if part.type in (FieldType.NUMBER, FieldType.PERCENT):
            records = _align_decimals(records, name, part.type, language=entry.language)
    return records


def _read_record(entry: Entry, raw: Any) -> Record:
    parts = entry.field.parts
    given = read_parts(entry, raw, known=tuple(parts))
    record: dict[str, Shown] = {}
    errors: list[CampaignError] = []
    for name, part in parts.items():
        try:
            record[name] = read_entry(entry.inside(name, part), given.get(name))
        except (InvalidValue, Faults) as error:
            errors.extend(error.singles)
    if errors:
        raise Faults(errors)
    return record


def _align_decimals(records: tuple[Record, ...], part: str, kind: FieldType, *, language: str) -> tuple[Record, ...]:
    figures = [record[part] for record in records]
    decimals = count_most_decimals([figure.amount for figure in figures if isinstance(figure, Number)])
    show = format_share if kind is FieldType.PERCENT else format_number

    def align(figure: Shown) -> Shown:
        if not isinstance(figure, Number):
            return figure
        return replace(figure, text=show(figure.amount, language=language, decimals=decimals), steps=())

    return tuple({**record, part: align(record[part])} for record in records)


def _is_share(number: Any) -> bool:
    return isinstance(number, (int, float)) and not isinstance(number, bool) and 0 <= number <= 100


READERS: Mapping[FieldType, Callable[[Entry, Any], Shown]] = {
    FieldType.TEXT: read_prose,
    FieldType.QUOTE: read_prose,
    FieldType.NUMBER: read_number,
    FieldType.PERCENT: read_percent,
    FieldType.IMAGE: read_image,
    FieldType.CLIP: read_clip,
    FieldType.SUBTITLES: read_subtitles,
    FieldType.SERIES: read_series,
    FieldType.LIST: read_list,
    FieldType.DATE: read_date,
    FieldType.CHOICE: read_choice,
    FieldType.ROWS: read_rows,
    FieldType.REGIONS: read_tile_map,
    FieldType.MAP: read_region_map,
}
