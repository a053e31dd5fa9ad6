"""The form of a template. In: its manifest, the files to choose from, what was typed or a raw value. Out: raw values,
and every fault the core finds, in words, at its input.

The form itself knows no limits: render.values is the one place that does. Whatever is typed stays as it was typed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField

from campaign.forms.flat import COUNT, Typed, count_rows, flatten_value, gather_value, name_inputs
from campaign.forms.nodes import Ask, Group, Label, Leaf, Node, Rows, make_node
from campaign.forms.words import name_language, pick_text, translate
from campaign.render.manifest import Manifest
from campaign.render.values import check_values
from campaign.spec.content import RawValues
from campaign.spec.errors import InvalidValue
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import say

LINES_FROM = 45
"""Texts that may be longer than this many characters get an input of several lines."""


@dataclass(frozen=True)
class Input:
    """One input of a leaf: `language` is its code, or empty where one serves all."""

    bound: BoundField
    language: str = ""

    @property
    def name(self) -> str:
        return name_language(self.language) if self.language else ""


@dataclass
class Section:
    """A node as the page shows it: inputs of a leaf, sections of a group, of rows each with its number."""

    path: str
    kind: str
    title: str
    help: str
    required: bool
    ask: str = ""
    longest: int | None = None
    inputs: list[Input] = field(default_factory=list)
    parts: list["Section"] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    count: BoundField | None = None
    blank: "Section | None" = None
    number: int = 0
    type: str = ""

    def walk(self) -> Iterator["Section"]:
        yield self
        for part in self.parts:
            yield from part.walk()


class ValuesForm(forms.Form):
    """Bound by `typed`, or showing `values`. A field that what was typed knows nothing of shows its sample, a designer
    may have added it since; or nothing where only what people entered may stand (`samples`). `root` stands before the
    name of every input."""

    def __init__(
        self,
        manifest: Manifest,
        *,
        languages: Sequence[str],
        files: Sequence[str] = (),
        typed: Typed | None = None,
        values: RawValues | None = None,
        root: str = "",
        samples: bool = True,
    ):
        self._root, self._samples = root, samples
        self.manifest = manifest
        self.languages = tuple(languages)
        self.nodes: Mapping[str, Node] = {name: make_node(spec) for name, spec in manifest.fields.items()}
        self._files = tuple(files)
        super().__init__(data=self._complete(typed) if values is None else self._flatten(values), label_suffix="")
        self.sections = [self._make_section(node, root + name) for name, node in self.nodes.items()]
        for section in [section for top in self.sections for section in top.walk()]:
            self._add_blank(section)

    def read_raw(self) -> dict[str, Any]:
        """What was typed, as the core takes it; empty fields are left out."""
        typed: Typed = self.data
        read = {
            name: gather_value(node, self._root + name, typed, languages=self.languages)
            for name, node in self.nodes.items()
        }
        return {name: value for name, value in read.items() if value is not None}

    def check(self, languages: Sequence[str]) -> tuple[InvalidValue, ...]:
        """Look at it in these languages, and put every fault at its input."""
        errors = check_values(self.manifest, self.read_raw(), languages=languages)
        for error in errors:
            self._place(error)
        return errors

    def name_input(self, error: InvalidValue) -> str:
        """The input an error is about, or the field it is in."""
        parts = (self._root + error.place.field).split(".")
        language = error.place.language.partition("+")[0]
        for length in range(len(parts), 0, -1):
            path = ".".join(parts[:length])
            for name in (f"{path}.{language}", path):
                if name in self.fields:
                    return name
        return self._root + error.place.field

    def _place(self, error: InvalidValue) -> None:
        name = self.name_input(error)
        message, hint = error.message, error.hint
        if name in self.fields and not self.data.get(name, "").strip():
            message, hint = say("This field is required."), say("Fill it in.")
        words = " ".join(translate(part) for part in (message, hint) if part)
        if name in self.fields:
            self.errors.setdefault(name, self.error_class()).append(words)
            return
        owner = max(
            (section for top in self.sections for section in top.walk() if _is_within(name, section.path)),
            key=lambda section: len(section.path),
            default=None,
        )
        if owner is not None:
            owner.errors.append(words)

    def full_clean(self) -> None:
        """The inputs take anything; faults come from `check`."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}

    def _complete(self, typed: Typed | None) -> dict[str, str]:
        given = dict(typed.items()) if typed is not None else {}
        for name, node in self.nodes.items() if self._samples else ():
            if not any(_is_within(key, self._root + name) for key in given):
                sample = self.manifest.fields[name].sample
                given.update(flatten_value(node, self._root + name, sample, languages=self.languages))
        return given

    def _flatten(self, values: RawValues) -> dict[str, str]:
        pairs = (
            flatten_value(node, self._root + name, values.get(name), languages=self.languages)
            for name, node in self.nodes.items()
        )
        return {name: text for found in pairs for name, text in found}

    def _make_section(self, node: Node, path: str, *, number: int = 0) -> Section:
        section = Section(path, type(node).__name__.lower(), _say(node.label), pick_text(node.help), node.required)
        section.number = number
        if isinstance(node, Leaf):
            section.ask, section.longest = node.ask.value, node.longest
            section.inputs = [self._add(leaf_name, node, code) for leaf_name, code in self._name(node, path).items()]
        elif isinstance(node, Group):
            section.type = node.type
            section.parts = [self._make_section(part, f"{path}.{name}") for name, part in node.parts.items()]
        else:
            self.fields[f"{path}.{COUNT}"] = forms.CharField(required=False, widget=forms.HiddenInput)
            section.count = self[f"{path}.{COUNT}"]
            rows = range(1, count_rows(path, self.data) + 1)
            section.parts = [self._make_section(node.row, f"{path}.{row}", number=row) for row in rows]
        return section

    def _add_blank(self, section: Section) -> None:
        """The row that a page puts in when people add one; 0 stands for its number."""
        node = self._find(section.path)
        if isinstance(node, Rows):
            section.blank = self._make_section(node.row, f"{section.path}.0")

    def _find(self, path: str) -> Node | None:
        node: Node | None = None
        for part in path.removeprefix(self._root).split("."):
            if node is None:
                node = self.nodes.get(part)
            elif isinstance(node, Group):
                node = node.parts.get(part)
            elif isinstance(node, Rows):
                node = node.row
        return node

    def _name(self, leaf: Leaf, path: str) -> Mapping[str, str]:
        return name_inputs(leaf, path, languages=self.languages)

    def _add(self, name: str, leaf: Leaf, language: str) -> Input:
        label = " · ".join(filter(None, (_say(leaf.label), name_language(language) if language else "")))
        widget = _make_widget(leaf, self._list_options(leaf, self.data.get(name, "")), label=label, language=language)
        self.fields[name] = forms.CharField(required=False, label=label, widget=widget, strip=False)
        return Input(self[name], language)

    def _list_options(self, leaf: Leaf, given: str) -> list[tuple[str, str]]:
        """What there is to choose, with what was given even if it is not among it, so that nothing is lost."""
        if leaf.ask is Ask.PICK:
            options = [(code, _say(label)) for code, label in leaf.options.items()]
        else:
            options = [(name, name) for name in self._files if name.lower().endswith(leaf.suffixes)]
        known = {option[0] for option in options}
        return [("", "—"), *options, *([(given, given)] if given and given not in known else [])]


def _make_widget(leaf: Leaf, options: list[tuple[str, str]], *, label: str, language: str) -> forms.Widget:
    attributes: dict[str, str] = {"aria-label": label, "autocomplete": "off"}
    if language:
        attributes |= {"lang": language, "dir": LANGUAGES[language].direction}
    if leaf.longest:
        attributes["data-longest"] = str(leaf.longest)
    if leaf.ask in (Ask.PICK, Ask.FILE):
        return forms.Select(attributes, choices=options)
    if leaf.ask is Ask.DAY:
        return forms.TextInput(attributes | {"placeholder": "2025-12-09"})  # a browser's own takes no year alone
    if leaf.ask is Ask.FIGURE:
        return forms.TextInput(attributes | {"inputmode": "decimal"})
    if leaf.ask in (Ask.TABLE, Ask.NAMES):
        return forms.Textarea(attributes | {"rows": "6", "spellcheck": "false"})
    if leaf.ask is Ask.WORDS and (leaf.longest is None or leaf.longest > LINES_FROM):
        return forms.Textarea(attributes | {"rows": "2"})
    return forms.TextInput(attributes)


def _say(label: Label) -> str:
    return pick_text(label) if isinstance(label, Mapping) else str(label)


def _is_within(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}.")
