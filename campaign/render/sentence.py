"""Sentences of a manifest's [alt]. In: a Jinja text and what it may name. Out: the sentence in plain words.

A smaller language than a page's: expressions, if, for over values, filters. Nothing is called and nothing multiplied,
so no sentence is slow: it is composed where no time limit stands over it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from campaign.render.numbers import format_number
from campaign.render.spoken import add_unit, close_up, end_sentence, say_value
from campaign.render.typography import loosen
from campaign.spec.errors import InvalidTemplate, Place
from campaign.spec.languages import LANGUAGES, Texts
from campaign.spec.message import say

NAMES = frozenset({"values", "source", "words", "fictional", "language"})
FILTERS = (
    "default", "first", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr",
    "replace", "round", "select", "selectattr", "sort", "string", "sum", "trim", "unique", "upper",
)  # fmt: skip
OPERATORS = frozenset({"*", "**"})
"""What could make a text of any length out of a short one."""
FORBIDDEN = (nodes.Call, nodes.CallBlock, nodes.Macro, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends,
             nodes.Block)  # fmt: skip
DEEPEST = 2
"""Loops inside one another."""
_FILE = "<alt>"


class _Sentences(ImmutableSandboxedEnvironment):
    intercepted_binops = OPERATORS

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        raise TypeError(f"“{operator}” has no place in a sentence")


@pass_context
def _say(context: Context, value: Any) -> str:
    return say_value(value, language=str(context["language"]))


@pass_context
def _end(context: Context, value: Any) -> str:
    return end_sentence(value, language=str(context["language"]))


@pass_context
def _add_unit(context: Context, value: Any, unit: Any) -> str:
    return add_unit(value, unit, language=str(context["language"]))


@pass_context
def _join(context: Context, values: Iterable[Any], between: str = "") -> str:
    return between.join(say_value(value, language=str(context["language"])) for value in values)


@pass_context
def _print_number(context: Context, amount: float) -> str:
    return loosen(format_number(amount, language=str(context["language"])))


@lru_cache(maxsize=1)
def _open_environment() -> _Sentences:
    environment = _Sentences(undefined=StrictUndefined, finalize=_say, autoescape=False)
    known: Mapping[str, Callable[..., Any]] = environment.filters
    own = {"join": _join, "number": _print_number, "sentence": _end, "unit": _add_unit}
    environment.filters = {name: known[name] for name in FILTERS} | own
    environment.globals = {}
    return environment


def render_sentence(text: str, names: Mapping[str, Any], *, folder: Path, language: str) -> str:
    """Fill the sentence in. Raises InvalidTemplate with the manifest's line."""
    try:
        return close_up(_compile(text).render(names))
    except Exception as error:  # as with pages: whatever a sentence raises is its own fault
        raise _refuse(folder, language, str(error), line=_find_line(error)) from None


def check_sentences(alt: Texts, *, fields: Collection[str], folder: Path) -> Iterator[InvalidTemplate]:
    """What is wrong before any value is there: grammar, names, fields that are not declared."""
    for language, text in alt.items():
        if language not in LANGUAGES:
            yield _refuse(folder, language, f"“{language}” is no language", line=1)
            continue
        try:
            tree = _open_environment().parse(text)
            _compile(text)
        except TemplateSyntaxError as error:
            yield _refuse(folder, language, error.message or "", line=error.lineno)
        except TemplateError as error:
            yield _refuse(folder, language, str(error), line=1)
        else:
            for line, problem in sorted({*_find_problems(tree, frozenset(fields))}):
                yield _refuse(folder, language, problem, line=line)


def _find_problems(tree: nodes.Template, fields: Collection[str]) -> Iterator[tuple[int, str]]:
    for name in sorted(meta.find_undeclared_variables(tree) - NAMES):
        yield next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), 1), f"“{name}” is unknown"
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == "values" and node.attr not in fields:
            yield node.lineno, f"there is no field “{node.attr}”"
    for forbidden in tree.find_all(FORBIDDEN):
        yield forbidden.lineno, f"“{type(forbidden).__name__.lower()}” has no place in a sentence"
    for loop in tree.find_all(nodes.For):
        if _measure_depth(loop) > DEEPEST:
            yield loop.lineno, "too many loops inside one another"


def _measure_depth(loop: nodes.For) -> int:
    inner = (node for part in loop.body for node in (part, *part.find_all(nodes.For)) if isinstance(node, nodes.For))
    return 1 + max(map(_measure_depth, inner), default=0)


@lru_cache(maxsize=256)
def _compile(text: str) -> Template:
    environment = _open_environment()
    code = environment.compile(text, filename=_FILE)
    return Template.from_code(environment, code, environment.make_globals(None))


def _find_line(error: Exception) -> int:
    """The innermost line of the sentence in the traceback."""
    line = getattr(error, "lineno", None) or 1
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return int(line)


def _refuse(folder: Path, language: str, problem: str, *, line: int) -> InvalidTemplate:
    file = folder / "template.toml"
    return InvalidTemplate(
        say("The sentence for listeners cannot be said: %(problem)s.", problem=problem.rstrip(".")),
        place=Place(f"{folder.name}/{file.name}", _locate(file, language, line), f"alt.{language}"),
        hint=say("It may use: %(names)s; if, for and filters, and no calls.", names=", ".join(sorted(NAMES))),
    )


def _locate(file: Path, language: str, line: int) -> int | None:
    """The manifest's line for a line of the sentence: after three quotes and a line break the text starts below."""
    inside = False
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if header := re.match(r"\s*\[\[?([\w.-]+)\]", text):
            inside = header[1] == "alt"
        elif inside and re.match(rf"\s*{re.escape(language)}\s*=", text):
            below = re.search(r"=\s*(\"\"\"|''')\s*$", text) is not None
            return number + line - 1 + below
    return None
