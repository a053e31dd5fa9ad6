"""What was typed for an item. In: inputs by name, or an item. Out: the item they make and every fault at its input, or
the inputs that an item fills.

The inputs of values are called as campaign.forms.flat calls them, under “values.”; beside them stand title.<language>,
source.<part>(.<language>), doubt.<language>, alt.<language>, tags, until, fictional, slug, reasons.<rule>, and consents
(the numbers of rows, with commas between). Texts of nothing but spaces are not there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaign.adapters.entries import REASONED, check_item
from campaign.forms.flat import COUNT, count_rows, flatten_value, gather_value, list_inputs
from campaign.forms.nodes import Ask, Leaf, Node, Rows, make_node
from campaign.render.manifest import Template
from campaign.render.values import check_values
from campaign.spec.content import Item, Kind, Source
from campaign.spec.document import Document
from campaign.spec.errors import BrokenMedia, CampaignError, InvalidDocument, InvalidValue, Place, UnknownName
from campaign.spec.languages import Texts
from campaign.spec.message import say

Typed = Mapping[str, str]
ROOT = "values."
TEXTS = ("title", "doubt", "alt")
SOURCE_TEXTS, SOURCE_WORDS = ("name", "population", "unit"), ("period", "url")
ON = "on"
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*г\.?)?")


@dataclass(frozen=True)
class Reading:
    """`item` is what was typed so far, whether it is complete or not; none while no template is chosen. Of each fault
    the place's field is the name of its input, or of the group of inputs it is about."""

    item: Item | None
    faults: tuple[CampaignError, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What is needed to read inputs: `template` is none when it is not chosen, or is gone; `media` are the names of the
    files that are there."""

    kind: Kind
    template: Template | None
    languages: tuple[str, ...]
    media: frozenset[str] = frozenset()

    @property
    def nodes(self) -> Mapping[str, Node]:
        fields = self.template.manifest.fields if self.template else {}
        return {name: make_node(field) for name, field in fields.items()}


def read_entry(typed: Typed, *, sheet: Sheet, chosen: str = "") -> Reading:
    """`chosen` is what the template was called, for the words when it is gone."""
    if sheet.template is None:
        return Reading(None, (_report_template(chosen),))
    nodes = sheet.nodes
    raw = {name: gather_value(node, ROOT + name, typed, languages=sheet.languages) for name, node in nodes.items()}
    until, late = _read_day(typed.get("until", ""))
    item = Item(
        id=typed.get("slug", "").strip(),
        kind=sheet.kind,
        template=sheet.template.id,
        title=_read_texts("title", typed, sheet.languages),
        values={name: value for name, value in raw.items() if value is not None},
        source=_read_source(typed, sheet.languages),
        doubt=_read_texts("doubt", typed, sheet.languages),
        fictional=typed.get("fictional", "") == ON,
        tags=tuple(dict.fromkeys(tag.strip() for tag in typed.get("tags", "").split(",") if tag.strip())),
        until=until,
        alt=_read_texts("alt", typed, sheet.languages),
        reasons={
            rule: typed[f"reasons.{rule}"].strip() for rule in REASONED if typed.get(f"reasons.{rule}", "").strip()
        },
    )
    return Reading(item, (*_check_around(item, typed, sheet), *late, *_check_values(item, typed, sheet, nodes)))


def flatten_item(item: Item, *, sheet: Sheet, consents: Iterable[int] = ()) -> dict[str, str]:
    """Every input as it stands for this item."""
    typed: dict[str, str] = {"slug": item.id, "tags": ", ".join(item.tags), "fictional": ON if item.fictional else ""}
    typed["until"] = item.until.isoformat() if item.until else ""
    typed["consents"] = ",".join(map(str, sorted(consents)))
    for name in TEXTS:
        typed |= _write_texts(name, getattr(item, name), sheet.languages)
    for name in SOURCE_TEXTS:
        typed |= _write_texts(f"source.{name}", getattr(item.source, name) if item.source else {}, sheet.languages)
    typed |= {f"source.{name}": getattr(item.source, name) if item.source else "" for name in SOURCE_WORDS}
    typed |= {f"reasons.{rule}": item.reasons.get(rule, "") for rule in REASONED}
    for name, node in sheet.nodes.items():
        typed |= dict(flatten_value(node, ROOT + name, item.values.get(name), languages=sheet.languages))
        typed |= _offer_rows(node, ROOT + name, typed)
    return typed


def start_typed(sheet: Sheet, typed: Typed) -> dict[str, str]:
    """The inputs of a new item, some of them filled already; fields of rows begin with as many as they need."""
    empty = Item("", sheet.kind, sheet.template.id if sheet.template else "", {}, {})
    started = flatten_item(empty, sheet=sheet) | dict(typed)
    for name, node in sheet.nodes.items():
        started |= _offer_rows(node, ROOT + name, started)
    return started


def _offer_rows(node: Node, path: str, typed: Typed) -> dict[str, str]:
    """An empty list is hard to find: one that must have rows shows them."""
    if isinstance(node, Rows) and node.required and not count_rows(path, typed):
        return {f"{path}.{COUNT}": str(max(node.least, 1))}
    return {}


def _read_texts(name: str, typed: Typed, languages: Sequence[str]) -> Texts:
    found = {code: typed.get(f"{name}.{code}", "").replace("\r\n", "\n").strip() for code in languages}
    return {code: text for code, text in found.items() if text}


def _write_texts(name: str, texts: Texts, languages: Sequence[str]) -> dict[str, str]:
    return {f"{name}.{code}": texts.get(code, "") for code in languages}


def _read_source(typed: Typed, languages: Sequence[str]) -> Source | None:
    """None when nothing of it is filled in: whether there must be one is a check's matter (E1)."""
    texts = {name: _read_texts(f"source.{name}", typed, languages) for name in SOURCE_TEXTS}
    words = {name: typed.get(f"source.{name}", "").strip() for name in SOURCE_WORDS}
    if not any((*texts.values(), *words.values())):
        return None
    return Source(texts["name"], words["period"], texts["population"], texts["unit"], words["url"])


def _read_day(text: str) -> tuple[date | None, tuple[CampaignError, ...]]:
    """As 2026-12-31, or as people write it: 31.12.2026 г."""
    text = text.strip()
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])), ()
        return (date.fromisoformat(text) if text else None), ()
    except ValueError:
        return None, (
            InvalidValue(
                say("“%(given)s” is not a day that exists.", given=text[:40]),
                place=Place(field="until"),
                hint=say("Write it like 31.12.2026."),
            ),
        )


def _check_around(item: Item, typed: Typed, sheet: Sheet) -> Iterator[CampaignError]:
    """What stands beside the values. A new item needs no name of ours yet: it gets one."""
    named = item if item.id else replace(item, id="new")
    for error in check_item(Document("", {}, {}), named, kind=sheet.kind, languages=sheet.languages):
        field = "slug" if error.place.field == "id" else error.place.field
        empty = isinstance(error, InvalidDocument) and field.split(".")[0] in (*TEXTS, "source")
        yield _ask(field) if empty and not _has(typed, field) else _move(error, field)
    if sheet.template is not None and sheet.kind not in sheet.template.manifest.kinds:
        yield InvalidValue(
            say(
                "The template “%(template)s” is not made for a %(kind)s.", template=item.template, kind=item.kind.value
            ),
            place=Place(field="template"),
            hint=say("Choose another template."),
        )


def _check_values(item: Item, typed: Typed, sheet: Sheet, nodes: Mapping[str, Node]) -> Iterator[CampaignError]:
    assert sheet.template is not None  # noqa: S101 - read_entry has seen to it
    inputs = {
        name: leaf
        for field, node in nodes.items()
        for name, leaf in list_inputs(node, ROOT + field, typed, languages=sheet.languages)
    }
    told: set[tuple[str, str]] = set()
    for code in sheet.languages:
        for error in check_values(sheet.template.manifest, item.values, languages=(code,)):
            placed = _place(error, inputs, typed)
            said = (placed.place.field, str(placed.message))
            if said not in told:
                told.add(said)
                yield placed
    for name, leaf in inputs.items():
        file = typed.get(name, "").strip()
        if leaf.ask is Ask.FILE and file and file not in sheet.media:
            yield BrokenMedia(
                say("The file “%(name)s” is not here.", name=file[:80]),
                place=Place(field=name),
                hint=say("Choose it anew."),
            )


def _place(error: InvalidValue, inputs: Mapping[str, Leaf], typed: Typed) -> CampaignError:
    """At its input, or at the group it is in. What is empty is asked for, not blamed."""
    name = find_input(error.place, inputs)
    if name in inputs and not _has(typed, name):
        return _ask(name)
    return InvalidValue(error.message, place=replace(error.place, field=name), hint=error.hint)


def _has(typed: Typed, name: str) -> bool:
    return bool(typed.get(name, "").strip())


def _ask(name: str) -> CampaignError:
    return InvalidValue(say("This field is required."), place=Place(field=name), hint=say("Fill it in."))


def _move(error: CampaignError, field: str) -> CampaignError:
    return type(error)(error.message, place=Place(field=field), hint=error.hint)


def find_input(place: Place, inputs: Iterable[str]) -> str:
    """The input that a place in the values is about, or the path of the nearest thing around it."""
    known = frozenset(inputs)
    parts, language = (ROOT + place.field.removeprefix(ROOT)).split("."), place.language.partition("+")[0]
    for length in range(len(parts), 0, -1):
        path = ".".join(parts[:length])
        for name in (f"{path}.{language}", path):
            if name in known:
                return name
    return ".".join(parts)


def _report_template(chosen: str) -> CampaignError:
    place = Place(field="template")
    if not chosen:
        return InvalidValue(say("No template is chosen yet."), place=place, hint=say("Choose one."))
    return UnknownName(
        say("There is no template “%(template)s”.", template=chosen), place=place, hint=say("Choose another template.")
    )
