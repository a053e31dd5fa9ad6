"""The language of templates, bounded. In: a loader. Out: a Jinja environment in which nothing runs on for ever.

Jinja's own sandbox keeps a template from Python, not from looping: here every turn of a loop and every call is counted,
and no text grows beyond what a page may hold. Whatever goes too far is stopped at its line. Nothing is left to chance
either: the same values always make the same page, and only texts and numbers are printed.
"""

from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, Undefined, nodes, pass_environment, pass_eval_context
from jinja2.filters import do_join, do_replace, do_sum, make_attrgetter
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import soft_str

T = TypeVar("T")

MOST_STEPS = 50_000
"""Turns of loops and calls of one page; the richest of ours takes six hundred."""
MOST_TEXT = 20_000_000
"""Characters: several photos are part of a page."""
MOST_REPEATED = 100_000
"""Characters, or entries, that `*` may make."""
MOST_POWER = 1e6
MOST_BITS = 4_096
"""Of a whole number: one that is squared again and again soon takes hours to multiply."""

FILTERS = (
    "abs", "default", "e", "escape", "first", "float", "int", "items", "join", "last", "length", "list", "lower", "map",
    "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr", "sort", "string",
    "sum", "trim", "unique", "upper",
)  # fmt: skip
"""The others make a text of any length out of a number, mark it as safe, print what is no text, or throw dice."""
GLOBALS = ("cycler", "dict", "joiner", "namespace", "range")
METHODS = frozenset({"endswith", "lower", "replace", "split", "startswith", "strip", "upper"})
"""Of texts; numbers have none."""


@dataclass
class Budget:
    """Steps that a page may still take."""

    left: int = MOST_STEPS


_budget: ContextVar[Budget] = ContextVar("budget")


class TooMuchError(ArithmeticError):
    """A template does more than any picture needs."""


@contextmanager
def count_steps() -> Iterator[None]:
    """What runs inside has so many steps in all."""
    token = _budget.set(Budget())
    try:
        yield
    finally:
        _budget.reset(token)


def open_sandbox(loader: BaseLoader, *, compiled: BytecodeCache) -> ImmutableSandboxedEnvironment:
    """Escapes all text, and knows no name that was not declared."""
    return _Bounded(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled,
    )


class _Bounded(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, finalize=print_value)
        own = {"counted_turns": _count_turns, "bounded_text": _bound_text, "printed": print_value}
        own |= {"join": _join, "replace": _replace, "string": _write, "sum": _sum}
        self.filters = {name: self.filters[name] for name in FILTERS} | own
        self.globals = {name: self.globals[name] for name in GLOBALS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, (str, int, float)) and callable(value) and attr not in METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """A width in a format makes a text of any length, so it is a method like others."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "*":
            _check_product(left, right)
        elif operator == "**" and (abs(left) > MOST_POWER or abs(right) > 64):
            raise TooMuchError(f"{left} ** {right} is more than a picture needs")
        elif operator == "%" and isinstance(left, str):
            raise TypeError("texts are put together by ~ or join_texts, not by %")
        result = super().call_binop(context, operator, left, right)
        return _bound_list(_bound_text(result))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 – as in Jinja
        _spend(1)
        _check_method(__obj, args, kwargs)
        return _bound_text(super().call(__context, __obj, *args, **kwargs))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Counting().visit(super()._parse(source, name, filename))
        return tree


class _Counting(NodeTransformer):
    """Loops count their turns, and texts that are joined their length."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 – named by Jinja after the node
        self.generic_visit(node)
        node.iter = _filter(node.iter, "counted_turns")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        node.nodes = [_filter(part, "printed") for part in node.nodes]
        return _filter(node, "bounded_text")

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.AssignBlock:  # noqa: N802
        self.generic_visit(node)
        node.filter = nodes.Filter(node.filter, "bounded_text", [], [], None, None, lineno=node.lineno)
        return node


def print_value(value: Any) -> Any:
    """What is printed: texts and numbers; of an empty field nothing. A figure or a day has a text, and is none."""
    if value is None:
        return ""
    if isinstance(value, (str, int, float, Undefined)):
        return value
    kind = type(value).__name__.lower()
    if hasattr(value, "text"):
        raise TypeError(f"a {kind} has several parts: to print it, write .text behind its name")
    raise TypeError(f"a {kind} cannot be printed: name the part of it that is a text")


def _filter(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _count_turns(entries: Iterable[T]) -> Iterable[T]:
    """The same entries; those without a length are counted as they come."""
    if isinstance(entries, Sized):
        _spend(len(entries))
        return entries
    return _count_each(entries)


def _count_each(entries: Iterable[T]) -> Iterator[T]:
    for entry in entries:
        _spend(1)
        yield entry


def _spend(steps: int) -> None:
    budget = _budget.get()
    budget.left -= steps
    if budget.left < 0:
        raise TooMuchError(f"more than {MOST_STEPS} turns of loops and calls")


def _bound_text(text: T) -> T:
    if isinstance(text, str) and len(text) > MOST_TEXT:
        raise TooMuchError(f"a text of more than {MOST_TEXT} characters")
    return text


def _bound_list(entries: T) -> T:
    if isinstance(entries, (list, tuple)) and len(entries) > MOST_REPEATED:
        raise TooMuchError(f"more than {MOST_REPEATED} entries")
    return entries


@pass_eval_context
def _join(context: nodes.EvalContext, entries: Iterable[Any], d: Any = "", attribute: str | int | None = None) -> Any:
    """Jinja's filter: what it would write is measured before."""
    named = entries if attribute is None else map(make_attrgetter(context.environment, attribute), entries)
    parts = [print_value(part) for part in _count_turns(named)]
    if sum(len(str(part)) for part in parts) + len(str(d)) * len(parts) > MOST_TEXT:
        raise TooMuchError(f"a text of more than {MOST_TEXT} characters")
    return do_join(context, parts, d)


@pass_eval_context
def _replace(context: nodes.EvalContext, s: Any, old: Any, new: Any, count: int | None = None) -> Any:
    """Jinja's filter, measured before."""
    _check_replaced(str(s), str(old), str(new))
    return do_replace(context, s, old, new, count)


@pass_environment
def _sum(environment: Any, entries: Iterable[Any], attribute: str | int | None = None, start: Any = 0) -> Any:
    """Jinja's filter, of numbers alone: lists that are added up copy each other over and over."""
    if not isinstance(start, (int, float)):
        raise TypeError("only numbers are summed up")
    return do_sum(environment, _count_turns(entries), attribute, start)


def _write(value: Any) -> Any:
    """Jinja's filter, of what may be printed."""
    return soft_str(print_value(value))


def _check_method(method: Any, args: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Methods of texts that make more than they are given."""
    text, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
    if not isinstance(text, str):
        return
    given = [*args, *named.values()]
    if name == "replace" and len(given) > 1:
        _check_replaced(text, str(given[0]), str(given[1]))
    elif name == "split" and len(text) > MOST_REPEATED:
        raise TooMuchError(f"a text of more than {MOST_REPEATED} characters is not split")


def _check_replaced(text: str, old: str, new: str) -> None:
    found = text.count(old) if old else len(text) + 1
    if len(text) + found * len(new) > MOST_TEXT:
        raise TooMuchError(f"a text of more than {MOST_TEXT} characters")


def _check_bits(*numbers: Any) -> None:
    if sum(number.bit_length() for number in numbers if isinstance(number, int)) > MOST_BITS:
        raise TooMuchError("a number of more digits than a picture needs")


def _check_product(left: Any, right: Any) -> None:
    _check_bits(left, right)
    for many, times in ((left, right), (right, left)):
        if isinstance(many, (str, list, tuple)) and isinstance(times, int) and len(many) * times > MOST_REPEATED:
            raise TooMuchError(f"more than {MOST_REPEATED} repetitions")
