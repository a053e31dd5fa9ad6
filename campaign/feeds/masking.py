"""Tokens kept out of logs. In: a record. Out: the same, with “…” where an address held a token.

A token is all that a player, or a calendar program, proves itself by; it stands in the address, and servers write down
addresses of what they could not answer. Logs are read, sent and kept by more people than may have it.
"""

import logging
import re
from typing import Any

LOGGERS = ("django.request", "django.server", "gunicorn.error", "gunicorn.access")
"""Those that write addresses."""
_TOKEN = re.compile(r"(/(?:feeds|calendars)/)[^/\s.?\"']+")


class Mask(logging.Filter):
    """Lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _mask(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_mask(value) for value in record.args)
        return True


def mask_logs() -> None:
    """Once in a process, for whichever server it is."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(Mask())


def _mask(value: Any) -> Any:
    return _TOKEN.sub(r"\1…", value) if isinstance(value, str) else value
