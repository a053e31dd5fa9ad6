"""The brake on guessing. In: whom a visitor says to be, where from, now. Out: nothing, or TooManyTries.

Wrong tries are counted in the database, so for all processes together, by the name that was typed and by the address
they come from. A try is written down before the password is looked at: a hundred at once are no way around. Names that
nobody has are counted as well, so that an answer never tells who exists. Somebody else's guesses do not keep the
rightful person out: a browser in which they signed in before carries a mark of its own, and its tries are counted
apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.core import signing
from django.utils.crypto import get_random_string, salted_hmac

from campaign.data.models import SignInTry, User
from campaign.spec.errors import CampaignError
from campaign.spec.message import say

WINDOW = timedelta(minutes=15)
"""How far back tries count, and so the longest that anybody waits. OWASP's cheat sheet on authentication asks for
a brake that ends by itself, so that nobody can be locked out for good."""
BY_NAME = 10
BY_ADDRESS = 40
"""A whole office may share one address."""
BY_CODE = 6
"""Of six digits, of which three hold at a time: one in 55,000 for who knows the password already."""
LETTERS_BY_ADDRESS = 10
KNOWN_FOR = timedelta(days=365)
SALT = "campaign.sign-in"


@dataclass(frozen=True)
class Visitor:
    """Where a try comes from: an address, and the mark that a browser carries, or empty."""

    address: str
    mark: str = ""


class TooManyTries(CampaignError):
    """Somebody has to wait; `wait` says how long."""

    def __init__(self, wait: timedelta):
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(
            say("There were too many wrong tries."),
            hint=say("Wait, then try again. Minutes to wait: %(minutes)d.", minutes=minutes),
        )
        self.wait = wait


@dataclass(frozen=True)
class Try:
    """One that is written down already; `forgive` takes it back once it was right."""

    rows: tuple[int, ...]
    whos: tuple[str, ...]

    def forgive(self) -> None:
        """It was right: what was counted for the name before is over; the address keeps its other tries."""
        SignInTry.objects.filter(who=self.whos[0]).delete()
        SignInTry.objects.filter(pk__in=self.rows).delete()


def take_try(name: str, *, visitor: Visitor, now: datetime) -> Try:
    """Before a password is looked at. Raises TooManyTries."""
    known = _read_mark(visitor.mark, name=name)
    if known:
        return _take((_hash(f"mark:{known}"), BY_NAME), now=now)
    by_address = (_hash(f"address:{_shorten(visitor.address)}"), BY_ADDRESS)
    return _take((_hash(f"name:{name.strip().casefold()}"), BY_NAME), by_address, now=now)


def take_code_try(person: User, *, visitor: Visitor, now: datetime) -> Try:
    """Before a code is looked at. Raises TooManyTries."""
    return _take(
        (_hash(f"code:{person.pk}"), BY_CODE), (_hash(f"address:{_shorten(visitor.address)}"), BY_ADDRESS), now=now
    )


def take_letter_try(*, visitor: Visitor, now: datetime) -> Try:
    """Before a letter is asked for. Raises TooManyTries."""
    return _take((_hash(f"letters:{_shorten(visitor.address)}"), LETTERS_BY_ADDRESS), now=now)


def make_mark(person: User) -> str:
    """For a browser in which this person has signed in."""
    return signing.dumps([person.get_username().casefold(), get_random_string(16)], salt=SALT)


def remove_old(*, now: datetime) -> int:
    """Tries that count no more."""
    return SignInTry.objects.filter(at__lt=now - WINDOW).delete()[0]


def _read_mark(mark: str, *, name: str) -> str:
    """What is the browser's own in it, while it is this name's; else empty."""
    try:
        owner, own = signing.loads(mark, salt=SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(own) if owner == name.strip().casefold() else ""


def _take(*limits: tuple[str, int], now: datetime) -> Try:
    """Write it down, then count. A try that is refused does not count: nobody waits longer for trying on."""
    rows = SignInTry.objects.bulk_create([SignInTry(who=who, at=now) for who, _limit in limits])
    taken = Try(tuple(row.pk for row in rows), tuple(who for who, _limit in limits))
    waits = list(_list_waits(limits, now=now))
    if waits:
        SignInTry.objects.filter(pk__in=taken.rows).delete()
        raise TooManyTries(max(waits))
    return taken


def _list_waits(limits: tuple[tuple[str, int], ...], *, now: datetime) -> Iterator[timedelta]:
    """Until so many of the tries have aged that there is room for another."""
    for who, limit in limits:
        found = list(
            SignInTry.objects.filter(who=who, at__gt=now - WINDOW).order_by("-at").values_list("at", flat=True)
        )
        if len(found) > limit:
            yield max(found[limit] + WINDOW - now, timedelta(seconds=1))


def _shorten(address: str) -> str:
    """A household has 2^64 addresses of version 6: they count as one."""
    try:
        known = ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address):
        known = known.ipv4_mapped or known
    if isinstance(known, IPv6Address):
        return str(IPv6Address(int(known) >> 64 << 64))
    return str(known)


def _hash(who: str) -> str:
    """The table names nobody: neither people nor where they are."""
    return salted_hmac(SALT, who, algorithm="sha256").hexdigest()
