"""Lines of logs without anybody's data. In: a record. Out: one line, for programs (JSON) or for people.

A log is kept for long, is read by many and is copied elsewhere, so it says what happened and where, never to whom. What
other libraries put into their messages may be an address with a token, an e-mail or a row's values: of theirs only the
pattern is told, with the numbers in it. Of an exception its kind and its way through the code are told, not its words,
for those often repeat what somebody typed. What we log ourselves (loggers “campaign…”) is ours to keep clean; figures
come as `extra={"fields": {…}}`.
"""

import json
import logging
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = ("campaign", "workers")
TOLD = ("name", "id")
"""Of what Celery says: a task's name and number."""
DEEPEST = 30
"""Frames told of one exception, the innermost."""


request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Which request is being answered, as the proxy calls it: the lines that belong together."""


class JsonLines(logging.Formatter):
    """One object a line: time (UTC), level, logger, event, then what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": _tell_time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": tell_event(record),
        }
        if request := request_id.get():
            told["request"] = request
        told |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            told["error"] = list(tell_exception(record.exc_info[1]))
        return json.dumps(told, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same to be read."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [_tell_time(record), record.levelname, record.name, tell_event(record)]
        parts += [f"{name}={value}" for name, value in getattr(record, "fields", {}).items()]
        lines = [" ".join(parts)]
        for error in tell_exception(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ():
            lines += [f"  {error['kind']}", *(f"    {step}" for step in error["way"])]
        return "\n".join(lines)


def tell_event(record: logging.LogRecord) -> str:
    """What happened."""
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    if status := getattr(record, "status_code", 0):
        return f"answered {status}"  # Django's own pattern is empty without the address
    if not record.args:
        return f"{record.module}:{record.lineno}"  # put together beforehand, nobody knows of what
    return " ".join([str(record.msg), *_tell_args(record.args)])


def tell_exception(error: BaseException) -> Iterator[dict[str, Any]]:
    """Its kind and its way, outermost first; then those that led to it."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        steps = traceback.extract_tb(current.__traceback__)[-DEEPEST:]
        yield {
            "kind": type(current).__name__,
            "way": [f"{_shorten(step.filename)}:{step.lineno} {step.name}" for step in steps],
        }
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _tell_args(args: object) -> Iterator[str]:
    if isinstance(args, Mapping):
        yield from (str(args[name]) for name in TOLD if name in args)
    elif isinstance(args, tuple):
        yield from (str(value) for value in args if isinstance(value, (int, float)))


def _tell_time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _shorten(path: str) -> str:
    """From the project or the package on: where it is installed is nobody's business."""
    inside = path.rpartition("/site-packages/")[2]
    return inside.removeprefix(f"{ROOT}/") if inside != path or path.startswith(str(ROOT)) else Path(path).name
