"""Keys come and go. In: the root key, a moment. Out: the next list of keys, which players take over within the hour.

The next key is announced before it signs, so that players that were offline for as long as a list lasts, and operators
who keep keys by hand, know it when it does; what the one before signed counts for a while longer, for sticks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from campaign.data.models import PlaylistKey
from campaign.playlists.key_list import KeyList
from campaign.playlists.signature import SigningKey
from campaign.services import seeds, signing, stops
from campaign.services.audit import Act, note
from campaign.services.changes import mark_change, take_turn
from campaign.services.seeds import NoSigningKey
from campaign.services.signing import Trust
from campaign.spec.errors import CampaignError, NotAllowed, Place, UnknownName
from campaign.spec.message import say

AHEAD = timedelta(days=8)
"""A list lasts seven days: whoever was offline longer shows nothing, and asks for keys before it does again."""
AFTER = timedelta(days=31)
"""So long what the older key signed counts beside the newer: a stick holds a week, and is written ahead."""


@dataclass(frozen=True)
class KeyState:
    """A key as people see it. `signs`: it is the one; `here`: its secret can be opened on this host."""

    public: str
    since: datetime | None
    until: datetime | None
    revoked: bool
    signs: bool
    here: bool


def make_root(path: Path) -> str:
    """Draw a root key into a new file; its public key. Raises NotAllowed."""
    root = seeds.draw()
    seeds.write(root, path=path)
    return root.public


def take_root_away(path: Path) -> str:
    """Move the root that was drawn here into a file elsewhere; its public key. Raises NotAllowed, NoSigningKey."""
    here = signing.get_root_path()
    if not here.is_file():
        hint = say("It was taken away, or another host drew it.")
        raise NotAllowed(say("There is no root key on this host."), hint=hint)
    root = seeds.read(here)
    seeds.write(root, path=path)
    if seeds.read(path).seed != root.seed:  # before the only other copy goes
        raise NotAllowed(say("The key was not written whole."), place=Place(str(path)), hint=say("Take another stick."))
    here.unlink()
    return root.public


@transaction.atomic
def issue(*, root: Path | None, now: datetime, replace_root: bool = False) -> Trust:
    """Sign the list anew with the root of the file, as its next version; the first where there is none. Another root
    than before is taken only when told so: players that keep the old one refuse all that follows. Raises NotAllowed,
    NoSigningKey."""
    take_turn()
    trust = signing.read_trust()
    key = _read_root(root, trust=trust, other=replace_root)
    if trust is None:
        return signing.begin(root=key, now=now)
    keys = KeyList(trust.keys.count(now), now, trust.keys.keys, trust.keys.revoked)
    note(Act.KEY_MADE, by=None, now=now, kind="root key", ref=key.public, detail=f"list {keys.version}")
    made = signing.publish(keys, root=key, now=now)
    mark_change(now=now)
    return made


@transaction.atomic
def rotate(*, root: Path | None, now: datetime, ahead: timedelta = AHEAD) -> Trust:
    """Draw the next playlist key. It signs after `ahead`; those before it count for a month longer. Raises NotAllowed
    while one waits for its day already, NoSigningKey."""
    take_turn()
    trust = signing.find_trust(at=now)
    key = _read_root(root, trust=trust)
    waiting = next((listed for listed in trust.keys.keys if listed.since > now), None)
    if waiting is not None and ahead:
        raise NotAllowed(
            say("The next key is announced already; it signs from %(day)s on.", day=f"{waiting.since:%Y-%m-%d}"),
            hint=say("Wait for that day, or let a new one sign at once: campaign signing rotate --now."),
        )
    new = seeds.draw()
    signing.store(new, now=now)
    note(Act.KEY_ROTATED, by=None, now=now, kind="key", ref=new.public)
    since = now + ahead
    made = signing.publish(
        trust.keys.announce(new.public, since=since, until=since + AFTER, now=now), root=key, now=now
    )
    mark_change(now=now)
    return made


@transaction.atomic
def revoke(public: str, *, root: Path | None, now: datetime) -> Trust:
    """Nothing that this key signed counts any more, from when players see the list. Where no other one is left, a new
    one signs at once. Raises UnknownName, NotAllowed, NoSigningKey."""
    take_turn()
    trust = signing.find_trust(at=now)
    key = _read_root(root, trust=trust)
    _check_listed(public, trust.keys)
    keys = trust.keys.revoke(public, now=now)
    if not any(not listed.has_ended(now) and signing.find_secret(listed.public) for listed in keys.keys):
        new = seeds.draw()
        signing.store(new, now=now)
        announced = keys.announce(new.public, since=now, until=now, now=now)
        keys = KeyList(keys.version, now, announced.keys, keys.revoked)
    PlaylistKey.objects.filter(public=public).update(sealed="")
    stops.note_ended(stops.KEY, public, now=now)
    note(Act.KEY_REVOKED, by=None, now=now, kind="key", ref=public)
    made = signing.publish(keys, root=key, now=now)
    mark_change(now=now)  # every list is signed anew
    return made


def list_keys(*, now: datetime) -> Iterator[KeyState]:
    """Those that sign, and those that were revoked. Raises NoSigningKey."""
    trust = signing.find_trust(at=now)
    try:
        signer = signing.find_key(at=now).public
    except NoSigningKey:
        signer = ""
    for listed in trust.keys.keys:
        here = signing.find_secret(listed.public) is not None
        yield KeyState(listed.public, listed.since, listed.until, False, listed.public == signer, here)
    for public in trust.keys.revoked:
        yield KeyState(public, None, None, True, False, False)


def _check_listed(public: str, keys: KeyList) -> None:
    if public in keys.revoked:
        raise NotAllowed(say("This key was revoked before."), hint=say("There is nothing left to do."))
    if not any(listed.public == public for listed in keys.keys):
        raise UnknownName(say("There is no such key on the list."), hint=say("`campaign signing list` names them all."))


def _read_root(path: Path | None, *, trust: Trust | None, other: bool = False) -> SigningKey:
    """The root of the file, else the one that was drawn here; it must be the one that players trust."""
    if path is None and not signing.get_root_path().is_file():
        raise _miss_root()
    root = seeds.read(path or signing.get_root_path())
    if trust is not None and root.public != trust.root and not other:
        raise NotAllowed(
            say("This is another root key than the one that players trust."),
            place=Place(str(path or signing.get_root_path())),
            hint=say(
                "Use the root %(root)s. If it is lost: campaign signing keys issue --root FILE --new-root, and write"
                " installed players anew.",
                root=trust.root,
            ),
        )
    return root


def _miss_root() -> CampaignError:
    return NotAllowed(
        say("The root key is not on this host."),
        hint=say("Bring the stick that it lies on, and name its file: --root FILE."),
    )
