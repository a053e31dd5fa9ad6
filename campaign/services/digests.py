"""The letter of the morning. In: now. Out: letters in the outbox, for leads whom something waits for.

Once a local morning, and only when there is something to tell. It counts and leads to pages; whose consent ends, and
what is in a story, is read there and not in a mailbox.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from campaign.data import convert, queries
from campaign.data.models import Consent, Player, User
from campaign.services.accounts import list_led
from campaign.services.days import find_today
from campaign.services.forecasts import look_ahead
from campaign.services.hearing import is_quiet
from campaign.services.letters import Draft, Line, Link
from campaign.services.mailing import post_letter
from campaign.services.rights import LEADS, Role
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Severity
from campaign.spec.message import Message, say

FROM = time(7)
"""On the clock of the installation's time zone: before it nobody is written to."""
SOON = timedelta(days=14)
"""So long before its last day a consent is told of."""
LETTER = "digest"


@dataclass(frozen=True)
class Waiting:
    """What there is to tell somebody; all counts, each as the page has it that the letter leads to."""

    review: int = 0
    expiring: int = 0
    silent: int = 0
    conflicts: int = 0

    def __bool__(self) -> bool:
        return any((self.review, self.expiring, self.silent, self.conflicts))


def write_due(*, now: datetime) -> int:
    """For everybody who has had none this morning; returns how many letters were written."""
    if localtime(now).time() < FROM:
        return 0
    people = list(_list_readers(now=now))
    ahead = _count_conflicts(now=now) if people else 0
    return sum(_write(person, ahead=ahead, now=now) for person in people)


def find_waiting(person: User, *, now: datetime, conflicts: int = 0) -> Waiting:
    """What waits for this person; conflicts are those of the schedule, which is everybody's."""
    return Waiting(
        review=queries.list_waiting(person).order_by().values("version__item").distinct().count(),
        expiring=_count_expiring(person, now=now),
        silent=_count_silent(now=now),
        conflicts=conflicts,
    )


def _list_readers(*, now: datetime) -> QuerySet[User]:
    """Leads and administrators, of an organisation or a single campaign, who want it."""
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = User.objects.filter(is_active=True, digest=True).exclude(email="")
    rows = rows.filter(Q(role__in=LEADS) | Q(memberships__role=Role.LEAD))
    return rows.filter(Q(digest_at=None) | Q(digest_at__lt=midnight)).distinct().order_by("pk")


@transaction.atomic
def _write(person: User, *, ahead: int, now: datetime) -> bool:
    """Noted also when there is nothing to tell; a second worker at this moment finds it noted."""
    due = User.objects.filter(pk=person.pk, digest_at=person.digest_at)
    if not due.update(digest_at=now):
        return False
    waiting = find_waiting(person, now=now, conflicts=ahead)
    if not waiting:
        return False
    draft = Draft(say("Campaign studio: what waits for you today"), tuple(_tell(waiting)), person.first_name)
    post_letter(draft, kind=LETTER, address=person.email, language=person.language, now=now, to=person)
    return True


def _tell(waiting: Waiting) -> list[Line]:
    """Gravest last is read least: screens first, then what has a date, then work."""
    told: list[tuple[int, Message, str]] = [
        (
            waiting.silent,
            say("Screens’ players that have fallen silent: %(number)d", number=waiting.silent),
            "channels",
        ),
        (
            waiting.expiring,
            say("Consents that end within 14 days: %(number)d", number=waiting.expiring),
            "consents",
        ),
        (
            waiting.review,
            say("Stories and statistics that wait for your review: %(number)d", number=waiting.review),
            "review",
        ),
        (
            waiting.conflicts,
            say("Errors in the schedule from today on: %(number)d", number=waiting.conflicts),
            "flights",
        ),
    ]
    lines: list[Line] = [Link(words, settings.PUBLIC_URL + reverse(page)) for number, words, page in told if number]
    return [
        *lines,
        Link(say("Not every morning? Turn it off in your account"), settings.PUBLIC_URL + reverse("account")),
    ]


def _count_silent(*, now: datetime) -> int:
    """One that nobody has connected yet is not silent."""
    connected = Player.objects.filter(revoked_at=None).exclude(seen_at=None)
    return sum(is_quiet(player, now=now) for player in connected)


def _count_expiring(person: User, *, now: datetime) -> int:
    """Consents in force of the campaigns that this person leads."""
    today = find_today(now)
    rows = Consent.objects.filter(campaign__in=list_led(person), withdrawn_at=None, erased_at=None)
    ends = (convert.read_agreement(row).until for row in rows)
    return sum(until is not None and today <= until <= today + SOON for until in ends)


def _count_conflicts(*, now: datetime) -> int:
    """Errors that speak against the schedule as it stands, as the page of flights tells them: what is mended there is
    mended. None before anything was released."""
    if queries.find_current_release(at=now) is None:
        return 0
    try:
        found = look_ahead(now=now, schedules=Path(settings.SCHEDULES_FOLDER)).conflicts
    except CampaignError as error:
        return len(error.singles)
    return sum(conflict.finding.severity is Severity.ERROR for conflict in found)
