"""Raw values against a template's fields. In: what YAML, a form or JSON gave. Out: typed values of one language.

A raw value is one value for all languages or language → value; every fault is an InvalidValue that names the
field, the language and what is allowed. File names stay names: render.context resolves them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from campaign.render.bounds import Limits, check_amount, check_rows, check_text
from campaign.render.context import Clip, Number, Picture, Row, Shown
from campaign.render.manifest import FieldType, Manifest, TemplateField
from campaign.render.numbers import count_most_decimals, format_number, format_share, list_steps
from campaign.render.typography import NARROW, mark_direction, set_text
from campaign.spec.content import RawValues
from campaign.spec.errors import Faults, InvalidValue, Place, join_errors
from campaign.spec.languages import LANGUAGES, find_language
from campaign.spec.message import Message, say

T = TypeVar("T")


@dataclass(frozen=True)
class Slot:
    """One field being read in one language."""

    name: str
    field: TemplateField
    language: str

    def refuse(self, message: Message, hint: Message | None = None) -> InvalidValue:
        return InvalidValue(message, place=Place(field=self.name, language=self.language), hint=hint)

    def inside(self, part: str | int) -> "Slot":
        """The same field, at one of its parts, for the place in an error."""
        return Slot(f"{self.name}.{part}", self.field, self.language)

    @property
    def limits(self) -> Limits:
        return Limits(self.field.longest, self.field.least, self.field.most, self.field.whole)


def read_values(manifest: Manifest, raw: RawValues, *, language: str) -> Mapping[str, Shown]:
    """Type every field of the manifest; an optional one left out is None. Raises InvalidValue, or Faults of several."""
    values, errors = _read(manifest, raw, language=find_language(language).code)
    if errors:
        raise join_errors(errors)
    return values


def check_values(manifest: Manifest, raw: RawValues, *, languages: Sequence[str]) -> tuple[InvalidValue, ...]:
    """Every fault in any of the languages; one that is the same in all of them is told once."""
    found: dict[tuple[str, str], InvalidValue] = {}
    for language in languages:
        for error in _read(manifest, raw, language=language)[1]:
            found.setdefault((error.place.field, str(error.message)), error)
    return tuple(found.values())


def choose_language(raw: Any, *, language: str) -> Any:
    """The value in the language: from language → value, or the one that serves all. None when it has none."""
    if isinstance(raw, Mapping) and raw and all(key in LANGUAGES for key in raw):
        return raw.get(language)
    return raw


def _read(manifest: Manifest, raw: RawValues, *, language: str) -> tuple[dict[str, Shown], list[InvalidValue]]:
    values: dict[str, Shown] = {}
    errors = [_refuse_unknown(name, manifest) for name in raw if name not in manifest.fields]
    for name, field in manifest.fields.items():
        try:
            values[name] = _read_field(Slot(name, field, language), raw.get(name))
        except InvalidValue as error:
            errors.append(error)
        except Faults as faults:
            errors.extend(error for error in faults.errors if isinstance(error, InvalidValue))
    return values, errors


def _refuse_unknown(name: str, manifest: Manifest) -> InvalidValue:
    return InvalidValue(
        say("The template has no field “%(name)s”.", name=name),
        place=Place(field=name),
        hint=say("Its fields are: %(known)s.", known=", ".join(manifest.fields)),
    )


def _read_field(slot: Slot, raw: Any) -> Shown:
    chosen = choose_language(raw, language=slot.language)
    if chosen is None or (isinstance(chosen, (str, Sequence, Mapping)) and not chosen):
        if not slot.field.required:
            return None
        if raw and chosen is None:
            raise slot.refuse(_say_untranslated(slot.language), say("Add it: nothing is translated by itself."))
        raise slot.refuse(say("This field is required."), say("Fill it in."))
    return READERS[slot.field.type](slot, chosen)


def _say_untranslated(language: str) -> Message:
    return say("There is no value in %(language)s.", language=LANGUAGES[language].name)


def _read_text(slot: Slot, raw: Any) -> str:
    text = set_text(check_text(raw, limits=slot.limits, refuse=slot.refuse), language=slot.language)
    return mark_direction(text, direction=LANGUAGES[slot.language].direction)


def _read_number(slot: Slot, raw: Any) -> Number:
    return _show(check_amount(raw, limits=slot.limits, refuse=slot.refuse), language=slot.language, show=format_number)


def _read_percent(slot: Slot, raw: Any) -> Number:
    return _show(check_amount(raw, limits=slot.limits, refuse=slot.refuse), language=slot.language, show=format_share)


def _show(amount: float, *, language: str, show: Callable[..., str]) -> Number:
    text = show(amount, language=language)
    steps = list_steps(amount, text=text, show=lambda value, digits: show(value, language=language, decimals=digits))
    return Number(amount, text, steps)


def _read_image(slot: Slot, raw: Any) -> Picture:
    parts = _read_parts(slot, raw, known=("file", "alt", "focus"))
    focus = parts.get("focus", [50, 50])
    if not (isinstance(focus, Sequence) and len(focus) == 2 and all(_is_share(number) for number in focus)):
        raise slot.inside("focus").refuse(
            say("The focal point is two numbers from 0 to 100."), say("Write e.g. [50, 40]: per cent of width, height.")
        )
    return Picture(_read_file(slot, parts), _read_alt(slot, parts), float(focus[0]), float(focus[1]))


def _read_clip(slot: Slot, raw: Any) -> Clip:
    parts = _read_parts(slot, raw, known=("file", "from", "to", "alt"))
    unbound = Limits(least=0)
    start = check_amount(parts.get("from", 0), limits=unbound, refuse=slot.inside("from").refuse)
    end = check_amount(parts.get("to"), limits=unbound, refuse=slot.inside("to").refuse)
    if end <= start:
        raise slot.inside("to").refuse(say("The clip ends before it starts."), say("Give “to” a later second."))
    return Clip(_read_file(slot, parts), start, end, _read_alt(slot, parts))


def _read_subtitles(slot: Slot, raw: Any) -> str:
    if not isinstance(raw, str):
        raise slot.refuse(say("This is not the name of a file."), say("Write e.g. { bg: story.bg.srt }."))
    return raw


def _read_series(slot: Slot, raw: Any) -> tuple[Row, ...]:
    rows = check_rows(raw, limits=slot.limits, refuse=slot.refuse)
    read = _gather(_read_row, slot, rows)
    most = max((row.amount for row, _ in read), default=0.0)
    decimals = {unit: count_most_decimals([row.amount for row, own in read if own == unit]) for _, unit in read}
    return tuple(
        replace(
            row,
            text=_print_row(row.amount, unit=unit, language=slot.language, decimals=decimals[unit]),
            share=row.amount / most if most else 0.0,
        )
        for row, unit in read
    )


def _read_row(slot: Slot, raw: Any) -> tuple[Row, str]:
    """The row before its figure is printed, and the figure's unit."""
    parts = _read_parts(slot, raw, known=("label", "amount", "unit"))
    # Bars start at nought and grow one way (checks.md E3), so an amount is never negative.
    amount = check_amount(
        parts.get("amount"), limits=Limits(least=0, whole=slot.field.whole), refuse=slot.inside("amount").refuse
    )
    label = _read_text(slot.inside("label"), _demand(slot.inside("label"), parts.get("label")))
    unit = choose_language(parts.get("unit", ""), language=slot.language) or ""
    return Row(label, amount, "", 0.0), str(unit)


def _print_row(amount: float, *, unit: str, language: str, decimals: int) -> str:
    if unit == "%":
        return format_share(amount, language=language, decimals=decimals)
    text = format_number(amount, language=language, decimals=decimals)
    return f"{text}{NARROW}{unit}" if unit else text


def _read_list(slot: Slot, raw: Any) -> tuple[str, ...]:
    rows = check_rows(raw, limits=slot.limits, refuse=slot.refuse)
    return _gather(_read_entry, slot, rows)


def _read_entry(slot: Slot, raw: Any) -> str:
    return _read_text(slot, _demand(slot, raw))


def _gather(read: Callable[[Slot, Any], T], slot: Slot, rows: Sequence[Any]) -> tuple[T, ...]:
    """Read every row, so that all faults are told at once. Raises Faults."""
    done: list[T] = []
    errors: list[InvalidValue] = []
    for number, row in enumerate(rows, start=1):
        try:
            done.append(read(slot.inside(number), row))
        except InvalidValue as error:
            errors.append(error)
    if errors:
        raise Faults(errors)
    return tuple(done)


def _demand(slot: Slot, raw: Any) -> Any:
    chosen = choose_language(raw, language=slot.language)
    if chosen is None and raw:
        raise slot.refuse(_say_untranslated(slot.language), say("Add it: nothing is translated by itself."))
    if chosen in (None, ""):
        raise slot.refuse(say("This field is required."), say("Fill it in."))
    return chosen


def _read_parts(slot: Slot, raw: Any, *, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise slot.refuse(
            say("This needs several parts, not one value."), say("Its parts are: %(known)s.", known=", ".join(known))
        )
    for name in raw:
        if name not in known:
            raise slot.inside(name).refuse(
                say("There is no such part."), say("Its parts are: %(known)s.", known=", ".join(known))
            )
    return raw


def _read_file(slot: Slot, parts: Mapping[str, Any]) -> str:
    name = parts.get("file")
    if not isinstance(name, str) or not name:
        raise slot.inside("file").refuse(say("The file is not named."), say("Write file: name.jpg."))
    return name


def _read_alt(slot: Slot, parts: Mapping[str, Any]) -> str:
    part = slot.inside("alt")
    return check_text(_demand(part, parts.get("alt")), limits=Limits(), refuse=part.refuse)


def _is_share(number: Any) -> bool:
    return isinstance(number, (int, float)) and not isinstance(number, bool) and 0 <= number <= 100


READERS: Mapping[FieldType, Callable[[Slot, Any], Shown]] = {
    FieldType.TEXT: _read_text,
    FieldType.QUOTE: _read_text,
    FieldType.NUMBER: _read_number,
    FieldType.PERCENT: _read_percent,
    FieldType.IMAGE: _read_image,
    FieldType.CLIP: _read_clip,
    FieldType.SUBTITLES: _read_subtitles,
    FieldType.SERIES: _read_series,
    FieldType.LIST: _read_list,
}
