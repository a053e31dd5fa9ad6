"""Ties between fields. In: a manifest and values that were read. Out: faults where two fields do not agree.

A picture may keep every limit and still mislead: a part larger than its whole, a percentage of nobody knows whom, an
end before its beginning, parts that make no whole. A field of the manifest names the other one: `within`, `since`,
`needs`, `share_of`; rows say what makes their `total`, and a map in what unit its `rate` is.
"""

from collections.abc import Iterator, Mapping

from campaign.render.context import Choice, Day, Number, Shown
from campaign.render.manifest import Manifest, TemplateField
from campaign.render.maps import RATES, RegionMap, TileMap, find_counts
from campaign.render.totals import find_wrong_totals, is_whole, list_amounts
from campaign.render.typography import loosen
from campaign.spec.errors import InvalidValue, Place
from campaign.spec.languages import choose_text
from campaign.spec.message import Message, say

SHARES = ("%", "‰")
"""Signs of a share, which means nothing until it says of whom. Percentage points are a difference, not a share."""


def check_ties(manifest: Manifest, values: Mapping[str, Shown], *, language: str) -> Iterator[InvalidValue]:
    """The faults between fields that were all read; one that was not has told its own."""
    for name, field in manifest.fields.items():
        if values.get(name) is not None:
            yield from _check_field(name, field, manifest=manifest, values=values, language=language)


def _check_field(
    name: str, field: TemplateField, *, manifest: Manifest, values: Mapping[str, Shown], language: str
) -> Iterator[InvalidValue]:
    value, whole, start = values[name], values.get(field.within), values.get(field.since)
    if isinstance(value, Number) and isinstance(whole, Number) and value.amount > whole.amount:
        part, all_of_it = loosen(value.text), loosen(whole.text)
        message = say("The part is larger than its whole: %(part)s of %(whole)s.", part=part, whole=all_of_it)
        yield _refuse(field.within, message, say("Correct one of the two, or leave the whole empty."), language)
    if isinstance(value, Day) and isinstance(start, Day) and value.iso < start.iso:
        message = say("%(end)s is before %(start)s.", end=loosen(value.text), start=loosen(start.text))
        yield _refuse(name, message, say("Correct one of the two dates."), language)
    if field.total and is_whole(field.total, values):
        columns = values.get(field.total.columns)
        count = len(columns) if isinstance(columns, tuple) else 0
        for wrong in find_wrong_totals(name, field, list_amounts(value), columns=count, language=language):
            yield _refuse(wrong.path, wrong.message, wrong.hint, language)
    unit = values.get(field.rate)
    if isinstance(value, (TileMap, RegionMap)) and isinstance(unit, Choice):
        for region in find_counts(value, unit=unit.code):
            message = say("%(given)s is no rate of this unit.", given=loosen(region.text))
            hint = say("It is at most %(most)d. Divide a count by the people it is about.",
                       most=RATES[unit.code])  # fmt: skip
            yield _refuse(f"{name}.figures.{region.code}", message, hint, language)
    for other in _list_missing(value, field, values):
        title = choose_text(manifest.fields[other].title, language=language)
        message = say("“%(needed)s” is missing.", needed=title)
        yield _refuse(other, message, say("Fill it in: without it nobody can tell what the figure means."), language)


def _list_missing(value: Shown, field: TemplateField, values: Mapping[str, Shown]) -> Iterator[str]:
    yield from (other for other in field.needs if values.get(other) is None)
    is_share = isinstance(value, str) and any(sign in value for sign in SHARES)
    if field.share_of and is_share and values.get(field.share_of) is None:
        yield field.share_of


def _refuse(field: str, message: Message, hint: Message, language: str) -> InvalidValue:
    return InvalidValue(message, place=Place(field=field, language=language), hint=hint)
