"""The list of keys that sign playlists. In: keys and their days. Out: keys.json, which the root key signs; and back.

Two levels, as in The Update Framework (theupdateframework.io, "Roles and PKI"): players trust one root key for good,
and by it the newest list of playlist keys that they have seen. A higher `version` takes the place of a lower one, never
the other way round. The bytes are canonical: the same list always has the same signature.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from campaign.playlists.signature import NotSigned, PublicKey, name_signer
from campaign.spec.errors import InvalidDocument, Place
from campaign.spec.message import say

NAME = "keys.json"
SIGNATURE = f"{NAME}.minisig"
KIND = "campaign keys"


@dataclass(frozen=True)
class ListedKey:
    """`public` is what `minisign -V -P` takes. It signs from `since` on; what it signed counts before `until`, if that
    is set."""

    public: str
    since: datetime
    until: datetime | None = None

    def has_ended(self, at: datetime) -> bool:
        return self.until is not None and self.until <= at


@dataclass(frozen=True)
class KeyList:
    """`keys` in the order in which they sign; `revoked` are public keys whose signatures count for nothing, whenever
    they were made."""

    version: int
    issued: datetime
    keys: tuple[ListedKey, ...]
    revoked: tuple[str, ...] = ()

    def sort_signers(self, *, at: datetime) -> list[ListedKey]:
        """Who should sign at the moment, the best first: the newest whose time has come. A clock that was set back must
        not leave nobody, so those to come follow, the nearest first."""
        alive = [key for key in reversed(self.keys) if not key.has_ended(at)]
        begun = sorted((key for key in alive if key.since <= at), key=lambda key: key.since, reverse=True)
        return [*begun, *sorted((key for key in alive if key.since > at), key=lambda key: key.since)]

    def verify(self, data: bytes, signature: bytes, *, at: datetime) -> str:
        """The trusted comment of a signature by a key that counts at the moment. Raises KeyRevoked, NotSigned."""
        signer = name_signer(signature)
        if any(PublicKey(public).name == signer for public in self.revoked):
            raise KeyRevoked
        for key in self.keys:
            if not key.has_ended(at) and PublicKey(key.public).name == signer:
                return PublicKey(key.public).verify(data, signature)
        raise NotSigned

    def count(self, now: datetime) -> int:
        """The version after this one. It goes by the clock in seconds, so that a list that is made after an older copy
        of the database was brought back is still above those that players have seen."""
        return max(self.version + 1, count_first(now))

    def announce(self, public: str, *, since: datetime, until: datetime, now: datetime) -> "KeyList":
        """The next list: one more key, and an end for those before it. Keys that have ended are left out."""
        kept = (replace(key, until=min(key.until or until, until)) for key in self.keys if not key.has_ended(now))
        return KeyList(self.count(now), now, (*kept, ListedKey(public, since)), self.revoked)

    def revoke(self, public: str, *, now: datetime) -> "KeyList":
        """The next list, without the key; the last of the others goes on without an end."""
        kept = [key for key in self.keys if key.public != public]
        kept[-1:] = [replace(key, until=None) for key in kept[-1:]]
        return KeyList(self.count(now), now, tuple(kept), tuple(dict.fromkeys((*self.revoked, public))))


def count_first(now: datetime) -> int:
    """The version of a list before which there was none that anybody knows of."""
    return int(now.timestamp())


class KeyRevoked(NotSigned):
    """It was signed with a key that was revoked."""


def write_keys(keys: KeyList) -> bytes:
    """UTF-8 JSON with a line end."""
    body = {
        "kind": KIND,
        "version": keys.version,
        "issued": keys.issued.isoformat(timespec="seconds"),
        "keys": [dict(_describe(key)) for key in keys.keys],
        "revoked": list(keys.revoked),
    }
    return (json.dumps(body, separators=(",", ":")) + "\n").encode()


def read_keys(data: bytes) -> KeyList:
    """Raises InvalidDocument."""
    try:
        body: Any = json.loads(data)
        if body["kind"] != KIND or not isinstance(body["version"], int) or body["version"] < 1:
            raise ValueError(body["kind"])
        listed = tuple(_read(row) for row in body["keys"])
        return KeyList(body["version"], _read_moment(body["issued"]), listed, tuple(map(_check, body["revoked"])))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidDocument(
            say("This is no list of keys."),
            place=Place(NAME),
            hint=say("Fetch it again where the playlist comes from."),
        ) from None


def open_keys(data: bytes, signature: bytes, *, root: PublicKey) -> KeyList:
    """A list that the root signed. Raises NotSigned, InvalidDocument."""
    root.verify(data, signature)
    return read_keys(data)


def _describe(key: ListedKey) -> Iterator[tuple[str, str]]:
    yield "key", key.public
    yield "since", key.since.isoformat(timespec="seconds")
    if key.until is not None:
        yield "until", key.until.isoformat(timespec="seconds")


def _read(row: Any) -> ListedKey:
    until = _read_moment(row["until"]) if "until" in row else None
    return ListedKey(_check(row["key"]), _read_moment(row["since"]), until)


def _check(public: Any) -> str:
    return PublicKey(str(public)).text


def _read_moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
