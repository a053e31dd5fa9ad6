"""Copies of everything, to be brought back. In: a folder. Out: the database of one moment, and every file it names.

`FOLDER/store` and `FOLDER/private` hold files by their content, once for all copies; each copy is a folder named by its
moment, with the database, the keys and a list of its files. The database is copied first: a file that it names was
there before, and stays for longer than copying takes. What was erased since leaves the files of all copies with the
next one; its words leave with the last copy that has them, so copies are kept for a limited time.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connections

from campaign.adapters.dumps import dump, load, read_place
from campaign.adapters.file_store import FileStore
from campaign.adapters.files import write_whole
from campaign.adapters.scratch import open_scratch
from campaign.adapters.store import Store
from campaign.adapters.stored import hash_file
from campaign.data.models import Consent, PackImport, StoredFile
from campaign.services import signing, stops
from campaign.services.storage import get_private_store, get_store
from campaign.spec.errors import BrokenMedia, Place, UnknownName
from campaign.spec.message import say

DATABASE, LIST, KEYS, STOPS = "database", "backup.json", "keys", stops.FILE
DRAWN = "secret-key"
"""Where settings keep the secret that was drawn for want of another."""
FORMAT = 1
KEPT_DAYS = 35


@dataclass(frozen=True)
class Backup:
    """What was copied: all `files` with the `bytes` of the new ones; `missing` are named by a row and not in the
    store; `dropped` older copies, and files that no copy names any more."""

    folder: Path
    files: int
    new: int
    bytes: int
    missing: tuple[str, ...]
    dropped: int


@dataclass(frozen=True)
class Restored:
    """What was brought back: `files` into the stores, and what was stopped again because it was since the copy."""

    made_at: str
    files: int
    missing: tuple[str, ...]


def make_backup(to: Path, *, now: datetime, keep_days: int = KEPT_DAYS, tell: Callable[[int], None]) -> Backup:
    """Copy everything; `tell` is called with the number of files done. Raises DumpFailed, StoreFailed, NotAllowed."""
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = to / f"{now.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}"
    half = to / f".{folder.name}.{os.getpid()}.part"
    half.mkdir(mode=0o700)
    try:
        dump(read_place(connections["default"].settings_dict), out=half / DATABASE)
        public = list(StoredFile.objects.values_list("name", flat=True))
        private = _list_private()
        pools = (
            (get_store(), _open_pool(to, "store"), public),
            (get_private_store(), _open_pool(to, "private"), private),
        )
        new, size, missing = 0, 0, list[str]()
        for done, (source, pool, name) in enumerate((one, two, name) for one, two, names in pools for name in names):
            copied = _copy(name, source=source, pool=pool)
            if copied is None and (StoredFile.objects.filter(name=name).exists() or name in _list_private()):
                missing.append(name)
            new, size = new + bool(copied), size + (copied or 0)
            tell(done + 1)
        _keep_keys(half / KEYS)
        known = stops.write_stops(
            [*stops.read_stops(to / STOPS), *stops.read_stops(stops.find_file()), *stops.list_stops()]
        )
        _write(to / STOPS, known)
        facts = {"format": FORMAT, "made_at": now.isoformat(), "database": hash_file(half / DATABASE)}
        _write(half / LIST, json.dumps({**facts, "files": public, "private": private}).encode())
        half.rename(folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    dropped = _drop_old(to, before=now - timedelta(days=keep_days), newest=folder.name)
    return Backup(folder, len(public) + len(private), new, size, tuple(missing), dropped)


def find_newest(to: Path) -> Path:
    """The newest copy in the folder, or the folder itself where it is one. Raises UnknownName."""
    if (to / LIST).is_file():
        return to
    found = sorted(path.parent for path in to.glob(f"[0-9]*/{LIST}"))
    if not found:
        raise UnknownName(
            say("There is no copy in this folder."),
            place=Place(str(to)),
            hint=say("Name the folder that `campaign backup --to` was given, or one of the copies in it."),
        )
    return found[-1]


def bring_database(copy: Path) -> str:
    """The database out of a copy, into an empty one; the moment it was made. Raises BrokenMedia, NotAllowed,
    DumpFailed. Migrate afterwards."""
    facts = json.loads((copy / LIST).read_text())
    if hash_file(copy / DATABASE) != facts["database"]:
        raise BrokenMedia(
            say("The copy of the database is damaged."), place=Place(str(copy)), hint=say("Take the copy before it.")
        )
    connections.close_all()
    load(read_place(connections["default"].settings_dict), file=copy / DATABASE)
    _bring_keys(copy / KEYS)
    return str(facts["made_at"])


def bring_files(copy: Path, *, tell: Callable[[int], None]) -> Restored:
    """Every file that the database names, out of the copies, each held against its name. Raises StoreFailed."""
    facts = json.loads((copy / LIST).read_text())
    pools = (
        (_open_pool(copy.parent, "store"), get_store(), facts["files"]),
        (_open_pool(copy.parent, "private"), get_private_store(), facts["private"]),
    )
    missing, done = list[str](), 0
    for pool, target, names in pools:
        for name in names:
            if _copy(name, source=pool, pool=target) is None:
                missing.append(name)
            done += 1
            tell(done)
    return Restored(str(facts["made_at"]), done, tuple(missing))


def count_files(copy: Path) -> int:
    facts = json.loads((copy / LIST).read_text())
    return len(facts["files"]) + len(facts["private"])


def read_stops(copy: Path, others: Iterable[Path] = ()) -> list[stops.Stop]:
    """All that is known to have been stopped, also after the copy was made: beside the copies, on this host, and in
    other files. Raises InvalidDocument."""
    files = (copy.parent / STOPS, stops.find_file(), *others)
    return list(dict.fromkeys(stop for file in files for stop in stops.read_stops(file)))


def _open_pool(to: Path, name: str) -> FileStore:
    return FileStore(to / name, private=True)


def _list_private() -> list[str]:
    names = set(Consent.objects.exclude(document="").values_list("document", flat=True))
    return sorted(names | set(PackImport.objects.exclude(file="").values_list("file", flat=True)))


def _copy(name: str, *, source: Store, pool: Store) -> int | None:
    """Bytes that were copied, 0 for a file that was there; None where the source has none, or other bytes than its name
    says."""
    if pool.exists(name):
        return 0
    with open_scratch("backup") as folder:
        try:
            source.fetch(name, to=folder / name)
            pool.put(folder / name, name=name)
        except (UnknownName, BrokenMedia):
            return None
        return (folder / name).stat().st_size


def _keep_keys(to: Path) -> None:
    """Those that were drawn on this host: without them nobody's second step and no player's list holds; without the
    root no key can be revoked any more."""
    to.mkdir(mode=0o700)
    root = signing.get_root_path()
    for path in (*sorted(Path(settings.HOME).glob("*-key*")), root):
        if path.is_file():
            _write(to / path.name, path.read_bytes())


def _bring_keys(source: Path) -> None:
    """What is closed from here on must open with the copy's secret too, not with the one that this process drew."""
    drawn = Path(settings.HOME) / DRAWN
    was_drawn = drawn.is_file() and drawn.read_text() == settings.SECRET_KEY
    for path in sorted(source.iterdir()) if source.is_dir() else ():
        _write(Path(settings.HOME) / path.name, path.read_bytes())
    if was_drawn:
        settings.SECRET_KEY = drawn.read_text()


def _write(path: Path, data: bytes) -> None:
    """Whole, and for its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, data)
    path.chmod(0o600)


def _drop_old(to: Path, *, before: datetime, newest: str) -> int:
    """Copies older than that, but never the newest; then the files that no copy names, and those of the erased."""
    dropped = 0
    for listing in sorted(to.glob(f"[0-9]*/{LIST}")):
        made_at = datetime.fromisoformat(json.loads(listing.read_text())["made_at"])
        if made_at < before and listing.parent.name != newest:
            shutil.rmtree(listing.parent)
            dropped += 1
    facts = [json.loads(listing.read_text()) for listing in to.glob(f"[0-9]*/{LIST}")]
    proofs = [proof or {} for proof in Consent.objects.exclude(erased_at=None).values_list("proof", flat=True)]
    erased = {digest for proof in proofs for digest in (*proof.get("files", ()), proof.get("document", ""))}
    still = set(StoredFile.objects.values_list("pk", flat=True))
    for pool, part in (("store", "files"), ("private", "private")):
        named = {name for one in facts for name in one[part]}
        store = _open_pool(to, pool)
        for name in list(store.names()):
            digest = name.partition(".")[0]
            if name not in named or (digest in erased and digest not in still):
                store.remove(name)
                dropped += 1
    return dropped
