"""One value being read. In: what YAML, a form or JSON gave for a field. Out: its parts, or refusals with a place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from campaign.render.bounds import Limits, check_text
from campaign.render.manifest import TemplateField
from campaign.spec.errors import CampaignError, Faults, InvalidValue, Place
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import Message, say

T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """A field being read in one language; `name` is its path, such as series.2.label."""

    name: str
    field: TemplateField
    language: str

    def refuse(self, message: Message, hint: Message | None = None) -> InvalidValue:
        return InvalidValue(message, place=Place(field=self.name, language=self.language), hint=hint)

    def inside(self, part: str | int, field: TemplateField | None = None) -> "Entry":
        """One of its parts, which may be a field of its own."""
        return Entry(f"{self.name}.{part}", field or self.field, self.language)

    @property
    def limits(self) -> Limits:
        return Limits(self.field.longest, self.field.least, self.field.most, self.field.whole)


def choose_language(raw: Any, *, language: str) -> Any:
    """The value in the language: from language → value, or the one that serves all. None when it has none."""
    if isinstance(raw, Mapping) and raw and all(key in LANGUAGES for key in raw):
        return raw.get(language)
    return raw


def demand(entry: Entry, raw: Any) -> Any:
    """The value in the entry's language. Raises InvalidValue where there is none."""
    chosen = choose_language(raw, language=entry.language)
    if chosen is None and raw:
        raise entry.refuse(
            say("There is no value in %(language)s.", language=LANGUAGES[entry.language].name),
            say("Add it: nothing is translated by itself."),
        )
    if is_empty(chosen):
        raise entry.refuse(say("This field is required."), say("Fill it in."))
    return chosen


def is_empty(raw: Any) -> bool:
    return raw is None or (isinstance(raw, (str, Sequence, Mapping)) and not raw)


def read_parts(entry: Entry, raw: Any, *, known: Sequence[str]) -> Mapping[str, Any]:
    """A mapping with no other parts than the known. Raises InvalidValue."""
    if not isinstance(raw, Mapping):
        raise entry.refuse(
            say("This needs several parts, not one value."), say("Its parts are: %(known)s.", known=", ".join(known))
        )
    for name in raw:
        if name not in known:
            raise entry.inside(name).refuse(
                say("There is no such part."), say("Its parts are: %(known)s.", known=", ".join(known))
            )
    return raw


def read_file(entry: Entry, parts: Mapping[str, Any], *, example: str = "name.jpg") -> str:
    """The name of a file, which render.compose resolves."""
    name = parts.get("file")
    if not isinstance(name, str) or not name:
        raise entry.inside("file").refuse(
            say("The file is not named."), say("Write file: %(example)s.", example=example)
        )
    return name


def read_alt(entry: Entry, parts: Mapping[str, Any]) -> str:
    """What a picture shows, in words."""
    part = entry.inside("alt")
    return check_text(demand(part, parts.get("alt")), limits=Limits(), refuse=part.refuse)


def read_each(entry: Entry, rows: Sequence[Any], *, read: Callable[[Entry, Any], T]) -> tuple[T, ...]:
    """Read every row, so that all faults are told at once. Raises Faults."""
    done: list[T] = []
    errors: list[CampaignError] = []
    for number, row in enumerate(rows, start=1):
        try:
            done.append(read(entry.inside(number), row))
        except (InvalidValue, Faults) as error:
            errors.extend(error.singles)
    if errors:
        raise Faults(errors)
    return tuple(done)
