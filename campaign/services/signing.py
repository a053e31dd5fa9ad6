"""Who signs playlists. In: a moment. Out: the key that signs at it, and the list of keys that players trust.

A root key signs the list, the keys on it sign playlists. An installation that was given none draws both once: the root
in a file beside the data, the playlist key closed in the database, where every web host finds it. CAMPAIGN_SIGNING_KEY,
and the key that older versions kept in a file, go on as playlist keys.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from campaign.data.models import PlaylistKey, SignedKeys
from campaign.playlists.key_list import KeyList, ListedKey, count_first, read_keys, write_keys
from campaign.playlists.signature import SigningKey
from campaign.services import seeds
from campaign.services.audit import Act, note
from campaign.services.changes import take_turn
from campaign.services.seeds import NoSigningKey
from campaign.spec.message import say

FILE = "signing-key"
"""Where older versions kept the one key."""
ROOT = "signing-root"


@dataclass(frozen=True)
class Trust:
    """A version of the list as it is served: `text` and its .minisig, and the `root` that signed it, as
    `minisign -V -P` takes it."""

    keys: KeyList
    text: bytes
    signature: bytes
    root: str


def find_key(*, at: datetime) -> SigningKey:
    """The key that signs at the moment. Raises NoSigningKey."""
    trust = find_trust(at=at)
    if (given := _find_given()) is not None and not _is_known(given, trust.keys) and has_root(trust.root):
        trust = _admit(given, at=at)
    return choose_key(trust, find_secret, at=at)


def choose_key(trust: Trust, find: Callable[[str], SigningKey | None], *, at: datetime) -> SigningKey:
    """The first of those that may sign at the moment whose secret `find` knows. Raises NoSigningKey."""
    for listed in trust.keys.sort_signers(at=at):
        if (key := find(listed.public)) is not None:
            return key
    raise NoSigningKey(
        say("No key that signs playlists can be opened."),
        hint=say("Give back the CAMPAIGN_SECRET_KEY of before, or draw a new key: campaign signing rotate --now."),
    )


def find_trust(*, at: datetime) -> Trust:
    """The list in force; the first is made by whoever asks first. Raises NoSigningKey."""
    return read_trust() or _begin(at=at)


def read_trust() -> Trust | None:
    """None before anything was signed."""
    row = SignedKeys.objects.first()
    if row is None:
        return None
    text = row.text.encode()
    return Trust(read_keys(text), text, row.signature.encode(), row.root)


def find_secret(public: str) -> SigningKey | None:
    """Of a playlist key, wherever it is kept; None when it is not here."""
    row = PlaylistKey.objects.filter(public=public).first()
    if row is not None and (key := seeds.open_sealed(row.sealed)) is not None:
        return key
    return next((key for key in _list_outside() if key.public == public), None)


def get_root_path() -> Path:
    """Where the root lies that was drawn for want of another."""
    return settings.HOME / ROOT


def has_root(public: str) -> bool:
    """Whether that root lies on this host."""
    path = get_root_path()
    return path.is_file() and seeds.read(path).public == public


def find_absent_root() -> str:
    """The root that players trust, where it does not lie on this host; else nothing."""
    trust = read_trust()
    return trust.root if trust and not has_root(trust.root) else ""


def publish(keys: KeyList, *, root: SigningKey, now: datetime) -> Trust:
    """Let a list be in force. Inside a transaction that took its turn."""
    text = write_keys(keys)
    signature = root.sign(text, comment=f"campaign keys {keys.version}")
    SignedKeys.objects.create(
        version=keys.version, text=text.decode(), signature=signature.decode(), root=root.public, made_at=now
    )
    return Trust(keys, text, signature, root.public)


def store(key: SigningKey, *, now: datetime) -> None:
    """Keep the secret where every web host finds it."""
    PlaylistKey.objects.get_or_create(public=key.public, defaults={"sealed": seeds.close(key), "made_at": now})


@transaction.atomic
def begin(*, root: SigningKey, now: datetime) -> Trust:
    """The first list, of what this installation signs with already, else of a new key."""
    take_turn()
    if (made := read_trust()) is not None:
        return made
    outside = list(_list_outside())
    first = outside[0] if outside else seeds.draw()
    if _find_given() is None:
        store(first, now=now)
    note(Act.KEY_MADE, by=None, now=now, kind="key", ref=first.public)
    return publish(KeyList(count_first(now), now, (ListedKey(first.public, now),)), root=root, now=now)


def _begin(*, at: datetime) -> Trust:
    with transaction.atomic():
        take_turn()  # of hosts that start together one draws, and the others see what it drew
        return read_trust() or begin(root=seeds.keep(get_root_path()), now=at)


@transaction.atomic
def _admit(key: SigningKey, *, at: datetime) -> Trust:
    """CAMPAIGN_SIGNING_KEY is another one than before: whoever sets it wants it to sign."""
    take_turn()
    trust = find_trust(at=at)
    if _is_known(key, trust.keys):
        return trust
    keys = trust.keys
    note(Act.KEY_MADE, by=None, now=at, kind="key", ref=key.public)
    listed = KeyList(keys.count(at), at, (*keys.keys, ListedKey(key.public, at)), keys.revoked)
    return publish(listed, root=seeds.read(get_root_path()), now=at)


def _is_known(key: SigningKey, keys: KeyList) -> bool:
    return key.public in keys.revoked or any(listed.public == key.public for listed in keys.keys)


def _find_given() -> SigningKey | None:
    return seeds.parse(settings.SIGNING_KEY) if settings.SIGNING_KEY else None


def _list_outside() -> Iterator[SigningKey]:
    """Keys that are not in the database."""
    if (given := _find_given()) is not None:
        yield given
    if (path := settings.HOME / FILE).is_file():
        yield seeds.read(path)
