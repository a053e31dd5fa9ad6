"""Values and the inputs they stand in. In: a node and a raw value, or what was typed. Out: the other of the two.

An input's name is its path: series.2.label.en is the English of the second row's label; rows count from 1, as they do
in the core's errors.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from campaign.forms.nodes import Ask, Group, Leaf, Node
from campaign.spec.languages import LANGUAGES

Typed = Mapping[str, str]
COUNT = "rows"
"""How many rows there are, in an input of its own: none at all is an answer too."""
MOST_ROWS = 60
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_WHOLE = re.compile(r"[-+]?[0-9]{1,300}")
_BROKEN = re.compile(r"[-+]?[0-9]{0,300}\.?[0-9]{1,300}(?:[eE][-+]?[0-9]{1,3})?")
_LINE = re.compile(r"^\s*(\S+?)[\s:=;,\t]+(\S.*)$")


def flatten_value(node: Node, path: str, raw: Any, *, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every input of the node with what stands in it. A value that differs by language in more than its words, as a
    sample's rows may, is merged row by row; figures are the first language's."""
    if isinstance(node, Leaf):
        yield from _flatten_leaf(node, path, raw, languages=languages)
    elif isinstance(node, Group):
        parts = _by_part(raw, node.parts)
        for name, part in node.parts.items():
            yield from flatten_value(part, f"{path}.{name}", parts.get(name), languages=languages)
    else:
        rows = _by_row(raw)
        yield f"{path}.{COUNT}", str(len(rows))
        for number, row in enumerate(rows, start=1):
            yield from flatten_value(node.row, f"{path}.{number}", row, languages=languages)


def gather_value(node: Node, path: str, typed: Typed, *, languages: Sequence[str]) -> Any:
    """The raw value that was typed; None where nothing was. What is no number stays text, for the core to refuse."""
    if isinstance(node, Leaf):
        return _gather_leaf(node, path, typed, languages=languages)
    if isinstance(node, Group):
        parts = {
            name: gather_value(part, f"{path}.{name}", typed, languages=languages) for name, part in node.parts.items()
        }
        return {name: value for name, value in parts.items() if value is not None} or None
    rows = range(1, count_rows(path, typed) + 1)
    gathered = [gather_value(node.row, f"{path}.{number}", typed, languages=languages) for number in rows]
    return [{} if row is None else row for row in gathered] or None


def count_rows(path: str, typed: Typed) -> int:
    """As many as were sent, within reason."""
    count = typed.get(f"{path}.{COUNT}", "")
    return min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() else 0


def list_inputs(node: Node, path: str, typed: Typed, *, languages: Sequence[str]) -> Iterator[tuple[str, Leaf]]:
    """Every input of the node, as many rows as were sent, each with its leaf; those that count rows are left out."""
    if isinstance(node, Leaf):
        yield from ((name, node) for name in name_inputs(node, path, languages=languages))
    elif isinstance(node, Group):
        for name, part in node.parts.items():
            yield from list_inputs(part, f"{path}.{name}", typed, languages=languages)
    else:
        for number in range(1, count_rows(path, typed) + 1):
            yield from list_inputs(node.row, f"{path}.{number}", typed, languages=languages)


def name_inputs(leaf: Leaf, path: str, *, languages: Iterable[str]) -> Mapping[str, str]:
    """Input → its language, or none."""
    return {f"{path}.{language}": language for language in languages} if leaf.each else {path: ""}


def _flatten_leaf(leaf: Leaf, path: str, raw: Any, *, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    if leaf.ask is Ask.NAMES:
        raw = _turn_names(raw, languages=languages)
    translated = _is_translated(raw)
    for name, language in name_inputs(leaf, path, languages=languages).items():
        value = (raw.get(language) if language else next(iter(raw.values()))) if translated else raw
        yield name, _print(leaf, value)


def _gather_leaf(leaf: Leaf, path: str, typed: Typed, *, languages: Sequence[str]) -> Any:
    names = name_inputs(leaf, path, languages=languages)
    if leaf.ask is Ask.NAMES:
        return _gather_names({language: typed.get(name, "") for name, language in names.items()})
    values = {language: _parse(leaf, typed.get(name, "")) for name, language in names.items()}
    given = {language: value for language, value in values.items() if value not in (None, "", {}, [])}
    return (given or None) if leaf.each else given.get("")


def _turn_names(raw: Any, *, languages: Sequence[str]) -> Mapping[str, str]:
    """Code → language → name, as lines of each language."""
    names = raw if isinstance(raw, Mapping) else {}
    texts = {
        code: name if isinstance(name, Mapping) else dict.fromkeys(languages, name) for code, name in names.items()
    }
    return {
        language: "\n".join(f"{code} {text[language]}" for code, text in texts.items() if text.get(language))
        for language in languages
    }


def _gather_names(typed: Typed) -> Any:
    names: dict[str, dict[str, str]] = {}
    for language, lines in typed.items():
        for line in filter(str.strip, lines.splitlines()):
            code, _, name = line.strip().partition(" ")
            names.setdefault(code, {})[language] = name.strip()
    return names or None


def _print(leaf: Leaf, value: Any) -> str:
    if value is None:
        return ""
    if leaf.ask is Ask.FIGURE and isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if leaf.ask is Ask.PAIR and isinstance(value, Sequence):
        return " ".join(str(part) for part in value)
    if leaf.ask is Ask.TABLE and isinstance(value, Mapping):
        return "\n".join(f"{code} {figure}" for code, figure in value.items())
    return str(value)


def _parse(leaf: Leaf, text: str) -> Any:
    text = text.replace("\r\n", "\n").strip()
    if leaf.ask is Ask.FIGURE:
        return read_number(text)
    if leaf.ask is Ask.PAIR:
        return [read_number(part) for part in re.split(r"[\s;]+", text) if part]
    if leaf.ask is Ask.TABLE:
        return dict(map(_read_line, filter(str.strip, text.split("\n"))))
    return text


def _read_line(line: str) -> tuple[str, Any]:
    found = _LINE.match(line)
    return (found[1], read_number(found[2].strip())) if found else (line.strip(), "")


def read_number(text: str) -> Any:
    """A number as people write one: 35 000, 7,3 or -5; anything else as it is."""
    plain = _SPACES.sub("", text).replace(",", ".").replace("−", "-")
    if _WHOLE.fullmatch(plain):
        return int(plain)
    return float(plain) if _BROKEN.fullmatch(plain) else text


def _is_translated(raw: Any) -> bool:
    return isinstance(raw, Mapping) and bool(raw) and all(key in LANGUAGES for key in raw)


def _by_row(raw: Any) -> Sequence[Any]:
    """Rows for all languages; rows by language are merged, each part into its languages."""
    if not _is_translated(raw):
        return raw if isinstance(raw, Sequence) and not isinstance(raw, str) else []
    longest = max((len(rows) for rows in raw.values() if isinstance(rows, Sequence)), default=0)
    return [
        {code: rows[index] for code, rows in raw.items() if isinstance(rows, Sequence) and index < len(rows)}
        for index in range(longest)
    ]


def _by_part(raw: Any, parts: Mapping[str, Node]) -> Mapping[str, Any]:
    """Parts for all languages; a group by language has each part by language."""
    if not _is_translated(raw):
        return raw if isinstance(raw, Mapping) else {}
    whole = {code: value for code, value in raw.items() if isinstance(value, Mapping)}
    return {name: _collect(whole, name) for name in parts}


def _collect(whole: Mapping[str, Mapping[str, Any]], name: str) -> Any:
    """One part of every language; where each language has words by language itself, its own of them."""
    found = {code: value[name] for code, value in whole.items() if value.get(name) is not None}
    return {code: value.get(code) if _is_translated(value) else value for code, value in found.items()} or None
