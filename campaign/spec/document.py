"""Files that people write. In: YAML text and its type. Out: that value, or every fault with its line.

Parsing happens once, here: pydantic checks the plain data against our frozen dataclasses and YAML's own
node tree tells the line each fault is on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from campaign.spec.errors import Faults, InvalidDocument, Place
from campaign.spec.message import Message, say

T = TypeVar("T")
Path = tuple[str | int, ...]
MOST_VALUES = 1_000_000
"""In one document, an alias counted with all that it stands for: a few lines of aliases can stand for more than fits
into any memory."""
MOST_DIGITS = 18
"""Of a whole number. With many more, reckoning in fractions of a second fails; nothing of ours is counted that far."""


class _Loader(yaml.SafeLoader):
    """The safe loader, to which on, off, yes and no are words, as in YAML 1.2: they are names and answers of ours."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base class has it
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True)
class Document:
    """Plain data, and the line (from 1) of every key and list entry by its path."""

    file: str
    data: Any
    lines: Mapping[Path, int]

    def find_line(self, path: Sequence[str | int]) -> int | None:
        """The line of the path, or of the nearest parent that has one."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(tuple(path[:length]))
            if line is not None:
                return line
        return None

    def find(self, path: Sequence[str | int]) -> Any:
        """What is written at the path. Raises KeyError, IndexError or TypeError where there is nothing."""
        found = self.data
        for part in path:
            found = found[part]
        return found

    def place(self, path: Sequence[str | int]) -> Place:
        return Place(self.file, self.find_line(path), ".".join(str(part) for part in path))


def load_yaml(text: str, *, file: str) -> Document:
    """Parse one YAML document, safely. Raises InvalidDocument with the line."""
    try:
        return _load(text, file=file)
    except RecursionError:  # also of a value that holds itself by an alias
        raise InvalidDocument(
            say("The entries are nested too deeply."), place=Place(file), hint=say("Check the brackets.")
        ) from None


def _load(text: str, *, file: str) -> Document:
    try:
        node = yaml.compose(text, Loader=_Loader)
        _refuse_endless(node, file)
        _refuse_impossible(node, "", file)
        data = _Loader(text).get_single_data()
    except (yaml.YAMLError, ValueError, LookupError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        if not isinstance(error, (yaml.YAMLError, ValueError)):  # as the reader stumbles over !!int "" or !!bool word
            problem = "a tag does not fit its value"
        raise InvalidDocument(
            say("This is not valid YAML: %(problem)s.", problem=problem),
            place=Place(file, mark.line + 1 if mark else None),
            hint=say("Check the indentation, the colons and the quotes."),
        ) from None
    lines: dict[Path, int] = {}
    if node is not None:
        _collect_lines(node, (), lines, file)
    return Document(file, data, lines)


def _refuse_endless(node: yaml.Node | None, file: str) -> None:
    if node is not None and _count(node, {}) > MOST_VALUES:
        raise InvalidDocument(
            say("The aliases of this file stand for more than anybody wrote."),
            place=Place(file),
            hint=say("Write the values out."),
        )


def _count(node: yaml.Node, known: dict[int, int]) -> int:
    """Values in it, itself too; each node is looked at once."""
    if id(node) not in known:
        inner: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            inner = [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            inner = node.value
        known[id(node)] = 1 + sum(_count(part, known) for part in inner)
    return known[id(node)]


def _refuse_impossible(node: yaml.Node | None, field: str, file: str) -> None:
    """YAML takes 2026-02-30 for a date, finds that there is none, and does not say where; and whole numbers of any
    length."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _refuse_impossible(value, f"{field}.{key.value}".lstrip("."), file)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _refuse_impossible(value, f"{field}.{index}".lstrip("."), file)
    elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:timestamp":
        try:
            yaml.SafeLoader("").construct_yaml_timestamp(node)
        except (ValueError, AttributeError):  # the latter of words under an explicit tag
            raise InvalidDocument(
                say("“%(given)s” is not a date or time that exists.", given=str(node.value)),
                place=Place(file, node.start_mark.line + 1, field),
                hint=say("Write dates as 2026-12-31 and times as 05:30, in quotes."),
            ) from None
    elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:int" and len(node.value) > MOST_DIGITS:
        raise InvalidDocument(
            say("“%(given)s…” is too large a number.", given=str(node.value)[:MOST_DIGITS]),
            place=Place(file, node.start_mark.line + 1, field),
            hint=say("Write at most %(most)d digits, or quotes around what is no number.", most=MOST_DIGITS),
        )


def _collect_lines(node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            child = (*path, str(key.value))
            if child in lines:
                raise InvalidDocument(
                    say("The key “%(key)s” stands here twice.", key=str(key.value)),
                    place=Place(file, key.start_mark.line + 1, str(key.value)),
                )
            lines[child] = key.start_mark.line + 1
            _collect_lines(value, child, lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _collect_lines(value, (*path, index), lines, file)


def read_value(document: Document, into: type[T], *, at: Path = ()) -> T:
    """Turn the data at a path into a frozen dataclass (or any type). Raises Faults, one an error."""
    data = document.data
    for part in at:
        data = data[part]
    try:
        value: T = _adapter(into).validate_python(data)
    except ValidationError as error:
        raise Faults(_to_fault(document, at, detail) for detail in error.errors()) from None
    return value


def read_plain(data: Any, into: type[T]) -> T:
    """Read trusted plain data, e.g. a stored JSON body, back into its type."""
    value: T = _adapter(into).validate_python(data)
    return value


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(into: Any) -> TypeAdapter[Any]:
    # A mistyped key must not vanish: extra="forbid" reaches nested dataclasses through `_forbid_extra`.
    if into not in _ADAPTERS:
        _forbid_extra(into)
        _ADAPTERS[into] = TypeAdapter(into)
    return _ADAPTERS[into]


def _forbid_extra(into: Any) -> None:
    for argument in getattr(into, "__args__", ()):
        _forbid_extra(argument)
    if not hasattr(into, "__dataclass_fields__") or "__pydantic_config__" in vars(into):
        return
    into.__pydantic_config__ = ConfigDict(extra="forbid")
    for spec in into.__dataclass_fields__.values():
        _forbid_extra(spec.type)


def _to_fault(document: Document, at: Path, detail: ErrorDetails) -> InvalidDocument:
    path = (*at, *detail["loc"])
    message, hint = _explain(detail)
    return InvalidDocument(message, place=document.place(path), hint=hint)


def _quote(value: object) -> str:
    try:
        return str(value)[:60]
    except ValueError:  # a whole number of thousands of digits, written in hexadecimal or base sixty
        return "…"


def _explain(detail: ErrorDetails) -> tuple[Message, Message | None]:
    """Pydantic's error in our words; `allowed` values are named where there are any."""
    kind, given = detail["type"], _quote(detail["input"])
    allowed = str(detail.get("ctx", {}).get("expected", ""))
    if kind in ("missing", "missing_argument"):
        return say("This field is missing."), say("Add it.")
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return say("There is no such field."), say("Check its spelling, or remove it.")
    if kind in ("enum", "literal_error"):
        return say("“%(given)s” is not one of the choices.", given=given), say(
            "Use one of: %(allowed)s.", allowed=allowed
        )
    if kind.startswith(("date", "time")):
        return say("“%(given)s” is not a date or time that exists.", given=given), say(
            "Write dates as 2026-12-31 and times as 05:30, in quotes."
        )
    if kind.startswith(("int", "float", "decimal")):
        return say("“%(given)s” is not a number.", given=given), say("Write digits, e.g. 35000 or 7.3.")
    if kind.startswith("string"):
        return say("“%(given)s” is not text.", given=given), say("Put it in quotes.")
    return say("“%(given)s” is not right here: %(why)s.", given=given, why=detail["msg"]), None
