"""Files of the store that nothing needs. In: a moment. Out: marked first, gone after the grace, each with its row.

In two steps, since hashes come back: a text is changed and changed back, and its old picture is the right one again.
Whoever needs a file takes the mark off it (storage.keep_row, rendering.plan_rendering), within the transaction in which
it is named; a removal holds the rendering and the file while it asks once more. So nothing that is named is ever gone,
whoever is first.

A file goes in two transactions: its renderings say that they are gone; then the bytes go, and the row with them. Who
dies in between leaves a row that is marked, of which everybody knows that its bytes may be missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from campaign.adapters.stored import Kept
from campaign.data.models import Companion, JoinedLoop, Rendering, StoredFile
from campaign.services.needs import Needs
from campaign.services.storage import get_store, keep_row
from campaign.spec.errors import NotAllowed, StoreFailed
from campaign.spec.message import say

PARTS = "0123456789abcdef"
"""Files are looked at by the first digit of their hash: sixteen small steps instead of one that takes long."""
LEAST_DAYS = 14
"""A week of schedule ahead, and another in which a player may be without network and still come for its files."""
SETTLED = timedelta(days=1)
"""Longer than anybody takes between putting a file and writing its row."""


@dataclass(frozen=True)
class Swept:
    """Files: found unneeded by now (`marked`), needed again (`cleared`), gone (`removed`, of so many `bytes`), and
    `left` because the store did not answer. `halves` are uploads that were never ended."""

    marked: int = 0
    cleared: int = 0
    removed: int = 0
    bytes: int = 0
    left: int = 0
    halves: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(*(one + two for one, two in zip(_list(self), _list(other), strict=True)))


@dataclass(frozen=True)
class Waiting:
    """What a run would do: files that would be `marked` now, those that wait with a mark, and those to be removed at
    once, each with the bytes of all of them."""

    unmarked: tuple[int, int]
    waiting: tuple[int, int]
    due: tuple[int, int]


def find_grace() -> timedelta:
    """How long a file stays after nothing needs it. Raises NotAllowed for fewer days than players may be away."""
    if settings.GRACE_DAYS < LEAST_DAYS:
        raise NotAllowed(
            say("CAMPAIGN_GRACE_DAYS is %(days)d: players may still come for files.", days=settings.GRACE_DAYS),
            hint=say("Let files that nothing needs lie for %(least)d days at least.", least=LEAST_DAYS),
        )
    return timedelta(days=settings.GRACE_DAYS)


def sweep(*, now: datetime, part: str) -> Swept:
    """One step: the files whose hash begins with `part`, a digit or more. Raises NotAllowed, StoreFailed where the
    store cannot be listed."""
    limit, needs = now - find_grace(), Needs(now)
    adopted = _adopt_unnamed(part, now=now)
    cleared = _clear(part, needs)
    fresh = [file.pk for file in needs.list_unneeded(_list_files(part).filter(unneeded_since=None))]
    marked = sum(
        StoredFile.objects.filter(pk__in=chunk, unneeded_since=None).update(unneeded_since=now) for chunk in _cut(fresh)
    )
    done = Swept(marked=marked + adopted, cleared=cleared)
    for pk, size in _list_files(part).filter(unneeded_since__lte=limit).values_list("pk", "size"):
        done += _remove(pk, size, needs, limit=limit)
    return done


def foresee(*, now: datetime, part: str = "") -> Waiting:
    """What would be done, without doing it. Raises NotAllowed, StoreFailed."""
    limit, needs = now - find_grace(), Needs(now)
    files = list(needs.list_unneeded(_list_files(part)))
    unnamed = list(_find_unnamed(part, now=now))
    return Waiting(
        _weigh([*(file.size for file in files if file.unneeded_since is None), *(kept.size for kept in unnamed)]),
        _weigh([file.size for file in files if file.unneeded_since and file.unneeded_since > limit]),
        _weigh([file.size for file in files if file.unneeded_since and file.unneeded_since <= limit]),
    )


def remove_halves(*, now: datetime) -> int:
    """Uploads that were never ended; how many. Raises StoreFailed."""
    return get_store().remove_halves(before=now - SETTLED)


def _list_files(part: str) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(pk__startswith=part).order_by("pk")


def _clear(part: str, needs: Needs) -> int:
    """Take the mark off what is needed after all."""
    marked = set(_list_files(part).exclude(unneeded_since=None).values_list("pk", flat=True))
    if not marked:
        return 0
    still = {file.pk for file in needs.list_unneeded(_list_files(part).exclude(unneeded_since=None))}
    return sum(
        StoredFile.objects.filter(pk__in=chunk).update(unneeded_since=None) for chunk in _cut(sorted(marked - still))
    )


def _remove(pk: str, size: int, needs: Needs, *, limit: datetime) -> Swept:
    """Both steps for one file; nothing when it came to be needed meanwhile."""
    try:
        removed = _let_go(pk, needs, limit=limit) and _drop(pk, needs, limit=limit)
    except (StoreFailed, OSError):
        return Swept(left=1)
    return Swept(removed=1, bytes=size) if removed else Swept()


@transaction.atomic
def _let_go(pk: str, needs: Needs, *, limit: datetime) -> bool:
    """Its renderings are gone from now on, and what lay beside them is theirs no more. They are held before the file,
    as whoever plans one holds them."""
    beside = Companion.objects.filter(file=pk).values("rendering")
    keys = list(Rendering.objects.filter(Q(file=pk) | Q(pk__in=beside)).order_by("pk").values_list("pk", flat=True))
    list(Rendering.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    if not _hold(pk, needs, limit=limit):
        return False
    Companion.objects.filter(rendering__in=keys).delete()
    Rendering.objects.filter(pk__in=keys).update(
        state=Rendering.State.GONE, file=None, findings=[], checked=0, progress=0, heartbeat_at=None
    )
    return True


@transaction.atomic
def _drop(pk: str, needs: Needs, *, limit: datetime) -> bool:
    file = _hold(pk, needs, limit=limit)
    if file is None:
        return False
    get_store().remove(file.name)
    file.delete()
    return True


def _hold(pk: str, needs: Needs, *, limit: datetime) -> StoredFile | None:
    """The file, held, if it is still marked and nothing needs it at this very moment."""
    file = StoredFile.objects.select_for_update().filter(pk=pk, unneeded_since__lte=limit).first()
    if file is None or not list(needs.list_unneeded(StoredFile.objects.filter(pk=pk))):
        return None
    return file


def _adopt_unnamed(part: str, *, now: datetime) -> int:
    """Give files of the store that no row names a row with a mark: then they wait and go like all others."""
    adopted = 0
    for kept in _find_unnamed(part, now=now):
        with transaction.atomic():
            row = keep_row(kept.name.partition(".")[0], name=kept.name, size=kept.size, put=_leave)
            adopted += StoredFile.objects.filter(pk=row.pk, unneeded_since=None).update(unneeded_since=now)
    return adopted


def _leave() -> None:
    """What went meanwhile need not be put back."""


def _find_unnamed(part: str, *, now: datetime) -> Iterator[Kept]:
    named: set[str] = set(_list_files(part).values_list("name", flat=True))
    named |= set(JoinedLoop.objects.filter(name__startswith=part).values_list("name", flat=True))
    known = {name.partition(".")[0] for name in named}
    for kept in get_store().list_kept(part):
        if kept.name.partition(".")[0] not in known and kept.at < now - SETTLED:
            yield kept


def _cut(pks: list[str]) -> Iterator[list[str]]:
    """As many as a statement takes."""
    yield from (pks[at : at + 500] for at in range(0, len(pks), 500))


def _weigh(sizes: list[int]) -> tuple[int, int]:
    return len(sizes), sum(sizes)


def _list(swept: Swept) -> tuple[int, ...]:
    return swept.marked, swept.cleared, swept.removed, swept.bytes, swept.left, swept.halves
