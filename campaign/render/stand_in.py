"""An item that is only half written, made whole enough to be drawn. In: the item, its template, a language. Out: the
item with the template's own examples where something is missing or wrong, and which fields those are.

A text that is too long keeps its beginning: who writes sees where it ends.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from campaign.render.job import MediaFile
from campaign.render.manifest import Template
from campaign.render.sample import find_media
from campaign.render.values import check_values
from campaign.spec.content import Item, RawValues, Source
from campaign.spec.errors import InvalidValue
from campaign.spec.languages import LANGUAGES, split_languages

_Path = tuple[str | int, ...]
_ELSE = "en"
"""The language of an example that is not there in another one."""


@dataclass(frozen=True)
class StandIn:
    """`fields` are the paths, as errors have them (rows count from 1), that show an example; `cut` those of texts that
    are shown in part. `media` are the examples' own files."""

    item: Item
    fields: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    media: Mapping[str, MediaFile] = field(default_factory=dict)


def stand_in(item: Item, *, template: Template, language: str, files: Container[str]) -> StandIn:
    """Three rounds: each faulty part alone, then its whole field, then everything. `files` are the names of those that
    are there. Raises UnknownName for a language."""
    codes = split_languages(language)
    values: dict[str, Any] = {name: _drop_files(value, files) for name, value in item.values.items()}
    filled: dict[str, None] = {}
    cut: dict[str, None] = {}
    for error in _check(values, template, language=language):
        if _shorten(values, error, template, codes=codes):
            cut[error.place.field] = None
        elif _fill_part(values, error, template, codes=codes):
            filled[error.place.field] = None
    for error in _check(values, template, language=language):
        name = error.place.field.partition(".")[0]
        if name in template.manifest.fields:
            values[name] = _take_sample(template, name, codes=codes)
            filled[name] = None
        else:
            values.pop(name, None)
    if _check(values, template, language=language):
        values = {name: _take_sample(template, name, codes=codes) for name in template.manifest.fields}
        filled = dict.fromkeys(template.manifest.fields)
    whole = replace(item, values=values, source=_fill_source(item, codes=codes))
    media = find_media(values, folder=template.folder) if filled else {}
    return StandIn(whole, tuple(filled), tuple(name for name in cut if name not in filled), media)


def _drop_files(value: Any, files: Container[str]) -> Any:
    """The value without files that are not there."""
    if isinstance(value, Mapping):
        kept = {key: _drop_files(part, files) for key, part in value.items()}
        return {key: part for key, part in kept.items() if key != "file" or part in files}
    return [_drop_files(part, files) for part in value] if isinstance(value, (list, tuple)) else value


def _check(values: RawValues, template: Template, *, language: str) -> tuple[InvalidValue, ...]:
    return check_values(template.manifest, values, languages=(language,))


def _shorten(values: dict[str, Any], error: InvalidValue, template: Template, *, codes: Sequence[str]) -> bool:
    """Whether it was a text too long that could be cut."""
    longest = (error.hint.params if error.hint else {}).get("longest")
    if not isinstance(longest, int):
        return False
    path = _read_path(error.place.field)
    texts = _find(values, path)
    if isinstance(texts, str):
        return _put(values, path, f"{texts[: longest - 1].rstrip()}…")
    if not isinstance(texts, Mapping):
        return False
    short = {
        code: f"{text[: longest - 1].rstrip()}…" if isinstance(text, str) and len(text) > longest else text
        for code, text in texts.items()
    }
    return _put(values, path, short)


def _fill_part(values: dict[str, Any], error: InvalidValue, template: Template, *, codes: Sequence[str]) -> bool:
    """Put the example's part where only a part is missing; a field that is not there at all gets all of it."""
    path = _read_path(error.place.field)
    name = str(path[0]) if path else ""
    if name not in template.manifest.fields:
        return False
    sample = _take_sample(template, name, codes=codes)
    if len(path) == 1:
        mine = values.get(name)
        both = isinstance(mine, Mapping) and isinstance(sample, Mapping) and _is_texts(mine) and _is_texts(sample)
        values[name] = {**sample, **mine} if both and isinstance(mine, Mapping) else sample
        return True
    part = _find_sample(sample, path[1:])
    return part is not None and _put(values, path, part)


def _find_sample(sample: Any, path: _Path) -> Any:
    """The part at this path of the example; a row it does not have is like its first, or like one of them."""
    for step in path:
        if isinstance(sample, Mapping) and _is_texts(sample) and not isinstance(step, int):
            return None
        if isinstance(step, int) and isinstance(sample, Sequence) and not isinstance(sample, str) and sample:
            sample = sample[(step - 1) % len(sample)]
        elif isinstance(sample, Mapping) and step in sample:
            sample = sample[step]
        else:
            return None
    return sample


def _take_sample(template: Template, name: str, *, codes: Sequence[str]) -> Any:
    return _speak(template.manifest.fields[name].sample, codes)


def _speak(sample: Any, codes: Sequence[str]) -> Any:
    """Examples are in a few languages: in the others they speak English."""
    if isinstance(sample, Mapping):
        if _is_texts(sample):
            other = sample.get(_ELSE, next(iter(sample.values())))
            every = {**sample, **{code: sample.get(code, other) for code in codes}}
            return {code: _speak(part, codes) for code, part in every.items()}
        return {key: _speak(part, codes) for key, part in sample.items()}
    if isinstance(sample, (list, tuple)):
        return [_speak(part, codes) for part in sample]
    return sample


def _is_texts(value: Mapping[Any, Any]) -> bool:
    return bool(value) and all(key in LANGUAGES for key in value)


def _fill_source(item: Item, *, codes: Sequence[str]) -> Source | None:
    """A source that is half written is drawn as far as it goes; its missing languages are those that are there."""
    known = item.source
    if known is None:
        return None
    name, population, unit = (_fill_texts(texts, codes) for texts in (known.name, known.population, known.unit))
    return replace(known, name=name, population=population, unit=unit)


def _fill_texts(texts: Mapping[str, str], codes: Sequence[str]) -> Mapping[str, str]:
    return {**{code: next(iter(texts.values()), "…") for code in codes}, **texts}


def _read_path(text: str) -> _Path:
    return tuple(int(step) if step.isdigit() else step for step in text.split(".") if step)


def _find(values: Any, path: _Path) -> Any:
    for step in path:
        if isinstance(step, int) and isinstance(values, list) and 0 < step <= len(values):
            values = values[step - 1]
        elif isinstance(values, Mapping) and step in values:
            values = values[step]
        else:
            return None
    return values


def _put(values: dict[str, Any], path: _Path, part: Any) -> bool:
    """Along a copy of what is on the way: what the item holds stays as it is."""
    inside: Any = values
    for step, _ in pairwise(path):
        if isinstance(step, int):
            if not (isinstance(inside, list) and 0 < step <= len(inside)):
                return False
            inside[step - 1] = _copy(inside[step - 1])
            inside = inside[step - 1]
        else:
            if not isinstance(inside, dict):
                return False
            inside[step] = _copy(inside.get(step))
            inside = inside[step]
    last = path[-1]
    if isinstance(last, int):
        if not (isinstance(inside, list) and 0 < last <= len(inside)):
            return False
        inside[last - 1] = part
    elif isinstance(inside, dict):
        inside[last] = part
    else:
        return False
    return True


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, (list, tuple)) else value
