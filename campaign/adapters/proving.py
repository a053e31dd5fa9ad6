"""Is this a whole bundle of ours? In: its files, a public key, a moment. Out: what is wrong with it.

The signature proves the checksums, the checksums prove every file, and the playlist says what must be there and until
when it may be shown. Every byte is read.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaign.adapters.bundles import UNREADABLE, Files
from campaign.playlists.bundle import MEDIA
from campaign.playlists.key_list import NAME as KEYS
from campaign.playlists.key_list import SIGNATURE as KEYS_SIGNATURE
from campaign.playlists.key_list import KeyList, KeyRevoked, open_keys
from campaign.playlists.signature import NotSigned, PublicKey, name_signer
from campaign.playlists.sums import NAME, SIGNATURE, read_sums
from campaign.spec.errors import BrokenMedia, CampaignError, InvalidDocument, NotAllowed, Place, UnknownName
from campaign.spec.message import Message, say

PIECE = 1 << 20
WEEK = "playlist.json"
AGAIN = say("Export the bundle again.")
MOST_TEXT = 100_000_000
"""Bytes of a proof or a playlist that is read whole."""


@dataclass(frozen=True)
class Shown:
    """A file of the playlist, and what it shows: the material's id, its campaign and item, empty for the plain
    picture."""

    path: str
    sha256: str
    material: str
    campaign: str
    item: str


@dataclass(frozen=True)
class Week:
    """What the playlist says: its channel and release, its files, the first window's start and the last one's end."""

    channel: str
    release: int
    shown: tuple[Shown, ...]
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class Proof:
    """`faults` is empty for a bundle that may be played; `comment` is the signature's, empty when it proves nothing."""

    faults: tuple[CampaignError, ...]
    comment: str = ""
    files: int = 0
    week: Week | None = None


def prove(files: Files, *, key: PublicKey, now: datetime, known: KeyList | None = None) -> Proof:
    """Look at every file; what only follows from an earlier fault is not named. `key` is the root, by which the
    bundle's own list of keys is believed, or the very key that signed it. `known` is the newest list that
    somebody has: it takes the place of an older one in the bundle, and knows what was revoked since."""
    paths = Counter(files.list_paths())
    for name in (NAME, SIGNATURE):
        if name not in paths:
            hint = say("Export it again: an export that was broken off goes on.")
            return _fail(
                BrokenMedia(say("This is no bundle, or its export has not ended."), place=_at(name), hint=hint)
            )
    try:
        sums, signature = _read(files, NAME), _read(files, SIGNATURE)
    except UNREADABLE:
        return _fail(BrokenMedia(say("This file is damaged."), place=_at(NAME), hint=AGAIN))
    try:
        digests = read_sums(sums)
        comment = _verify(files, sums, signature, key=key, known=known, now=now)
    except InvalidDocument as error:
        return _fail(error)
    except KeyRevoked:
        hint = say("Do not play it: somebody else may have made it. Export the bundle again.")
        return _fail(NotAllowed(say("It is signed with a key that was revoked."), place=_at(SIGNATURE), hint=hint))
    except NotSigned:
        hint = say("Compare the key with what `campaign signing root key` tells where the bundle was made.")
        return _fail(NotAllowed(say("It is not signed with this key."), place=_at(SIGNATURE), hint=hint))
    faults = [*_check_names(paths, digests), *_check_bytes(files, digests, paths)]
    if faults:
        return Proof(tuple(faults), comment, len(digests))
    week = _read_week(_read(files, WEEK)) if WEEK in digests else None
    return Proof(tuple(_check_week(week, digests, now=now)), comment, len(digests), week)


def _verify(
    files: Files, sums: bytes, signature: bytes, *, key: PublicKey, known: KeyList | None, now: datetime
) -> str:
    """The comment. Raises KeyRevoked, NotSigned, InvalidDocument for a list of keys that is none."""
    keys = _choose_keys(files, root=key, known=known)
    if name_signer(signature) != key.name:
        if keys is None:
            raise NotSigned
        return keys.verify(sums, signature, at=now)
    if keys is not None and key.text.strip() in keys.revoked:
        raise KeyRevoked
    return key.verify(sums, signature)


def _choose_keys(files: Files, *, root: PublicKey, known: KeyList | None) -> KeyList | None:
    """The newer of what is known and what the root signed in the bundle."""
    try:
        carried = open_keys(_read(files, KEYS), _read(files, KEYS_SIGNATURE), root=root)
    except (*UNREADABLE, KeyError, NotSigned):
        return known
    return carried if known is None or carried.version > known.version else known


def _fail(fault: CampaignError) -> Proof:
    return Proof((fault,))


def _at(path: str) -> Place:
    return Place(path)


def _read(files: Files, path: str) -> bytes:
    with files.open(path) as file:
        return file.read(MOST_TEXT)


def _check_names(paths: Mapping[str, int], digests: Mapping[str, str]) -> Iterator[CampaignError]:
    for path in sorted(digests.keys() - paths.keys()):
        yield UnknownName(say("This file is missing."), place=_at(path), hint=AGAIN)
    for path in sorted(paths.keys() - digests.keys() - {NAME, SIGNATURE}):
        hint = say("Remove it: only what was exported may be on it.")
        yield NotAllowed(say("This file does not belong to the bundle."), place=_at(path), hint=hint)
    for path in sorted(path for path, count in paths.items() if count > 1):
        yield NotAllowed(say("This file is there twice."), place=_at(path), hint=AGAIN)


def _check_bytes(files: Files, digests: Mapping[str, str], paths: Mapping[str, int]) -> Iterator[CampaignError]:
    for path in sorted(digests.keys() & paths.keys()):
        if _hash(files, path) != digests[path]:
            yield BrokenMedia(say("This file is damaged."), place=_at(path), hint=AGAIN)


def _hash(files: Files, path: str) -> str:
    """Empty when it cannot be read."""
    digest = hashlib.sha256()
    try:
        with files.open(path) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except UNREADABLE:
        return ""
    return digest.hexdigest()


def _read_week(data: bytes) -> Week | None:
    """None for what is no playlist; it was signed, so that is our own doing."""
    try:
        body: Any = json.loads(data)
        shown = tuple(_read_shown(material, row) for material, row in body["media"].items())
        spans = [(datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])) for row in body["windows"]]
        since, until = min((one for one, _ in spans), default=None), max((end for _, end in spans), default=None)
        return Week(body["channel"]["id"], body["release"], shown, since, until)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _read_shown(material: str, row: Mapping[str, str]) -> Shown:
    return Shown(f"{MEDIA}/{row['name']}", row["sha256"], material, row["campaign"], row["item"])


def _check_week(week: Week | None, digests: Mapping[str, str], *, now: datetime) -> Iterator[CampaignError]:
    if week is None:
        yield _complain(say("There is no playlist of the week."))
        return
    for path in sorted({file.path for file in week.shown if digests.get(file.path) != file.sha256}):
        yield UnknownName(say("The playlist wants this file, and it is not there."), place=_at(path), hint=AGAIN)
    if week.until is not None and week.until <= now:
        yield _complain(say("It has ended: its last window closed on %(day)s.", day=week.until.date().isoformat()))


def _complain(message: Message) -> CampaignError:
    return NotAllowed(message, place=_at(WEEK), hint=AGAIN)
