"""Names by content. In: core values. Out: the SHA-256 of their canonical JSON, lower-case hex."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any


def to_plain(value: Any) -> Any:
    """Turn a core value into JSON-ready data; raises TypeError for what has no canonical form."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def to_canonical_json(value: Any) -> str:
    """Same value, same text: keys sorted, no spaces, no escapes but JSON's own."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_value(value: Any) -> str:
    """Hash a core value by its canonical JSON."""
    return hash_bytes(to_canonical_json(value).encode())


def hash_bytes(data: bytes) -> str:
    """Hash a file's bytes."""
    return hashlib.sha256(data).hexdigest()
