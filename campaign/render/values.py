"""Raw values against a template's fields. In: what YAML, a form or JSON gave. Out: typed values of one language or two.

A raw value is one value for all languages or language → value; every fault is an InvalidValue that names the
field, the language and what is allowed. File names stay names: render.context resolves them.
"""

from collections.abc import Mapping, Sequence

from campaign.render.context import Shown
from campaign.render.entry import Entry
from campaign.render.manifest import Manifest
from campaign.render.pairing import pair_values
from campaign.render.readers import read_entry
from campaign.render.ties import check_ties
from campaign.spec.content import RawValues
from campaign.spec.errors import Faults, InvalidValue, Place, join_errors
from campaign.spec.languages import split_languages
from campaign.spec.message import say


def read_values(manifest: Manifest, raw: RawValues, *, language: str) -> Mapping[str, Shown]:
    """Type every field of the manifest; an optional one left out is None. Raises InvalidValue, or Faults of several."""
    values, errors = _read(manifest, raw, language=language)
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


def _read(manifest: Manifest, raw: RawValues, *, language: str) -> tuple[Mapping[str, Shown], list[InvalidValue]]:
    read = [_read_one(manifest, raw, language=code) for code in split_languages(language)]
    errors = [error for _, found in read for error in found]
    if errors or len(read) == 1:
        return read[0][0], errors
    try:
        return pair_values(read[0][0], read[1][0], language=language), []
    except InvalidValue as error:
        return {}, [error]


def _read_one(manifest: Manifest, raw: RawValues, *, language: str) -> tuple[dict[str, Shown], list[InvalidValue]]:
    values: dict[str, Shown] = {}
    errors = [_refuse_unknown(name, manifest) for name in raw if name not in manifest.fields]
    for name, field in manifest.fields.items():
        try:
            values[name] = read_entry(Entry(name, field, language), raw.get(name))
        except InvalidValue as error:
            errors.append(error)
        except Faults as faults:
            errors.extend(error for error in faults.errors if isinstance(error, InvalidValue))
    return values, [*errors, *check_ties(manifest, values, language=language)]


def _refuse_unknown(name: str, manifest: Manifest) -> InvalidValue:
    return InvalidValue(
        say("The template has no field “%(name)s”.", name=name),
        place=Place(field=name),
        hint=say("Its fields are: %(known)s.", known=", ".join(manifest.fields)),
    )
