"""The demonstration's secrets. In: the data folder. Out: passwords and tokens, drawn once, for the owner's eyes."""

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from campaign.adapters.files import settle_file

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike."""


@dataclass
class DemoKeys:
    """Passwords by user name, player tokens by channel."""

    passwords: dict[str, str] = field(default_factory=dict)
    players: dict[str, str] = field(default_factory=dict)


def read_keys(path: Path, *, people: Iterable[str]) -> DemoKeys:
    """The kept keys, with a password for each of these people."""
    keys = DemoKeys(**json.loads(path.read_text())) if path.exists() else DemoKeys()
    for name in people:
        keys.passwords.setdefault(name, draw_password())
    return keys


def write_keys(keys: DemoKeys, *, path: Path) -> None:
    """Keep them, whole or not at all."""
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"passwords": keys.passwords, "players": keys.players}, file, indent=1)
    settle_file(half, out=path)


def draw_password() -> str:
    """Twelve characters that can be typed from a screen: 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
