"""Emergency messages begun and ended. In: words, channels, minutes, who and why. Out: on every feed at the next poll.

A message waits for no second person: who put it up, when and why stays with it. It is drawn and checked before anything
changes, so a message that no screen can show takes none over.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from campaign.data import convert
from campaign.data.models import Channel, Emergency, EmergencyPicture, EmergencyReceipt, StoredFile, User
from campaign.services import announcing
from campaign.services.announcing import Shown, Words
from campaign.services.audit import Act, note
from campaign.services.changes import mark_change
from campaign.services.channels import find_channels, find_players
from campaign.services.rights import WARNERS, has_role_everywhere
from campaign.services.storage import get_store, keep_row
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import InvalidValue, NotAllowed, Place, UnknownName
from campaign.spec.message import say

MOST_MINUTES = 24 * 60
"""What lasts longer is no emergency any more; a message can be prolonged."""
AGAIN = timedelta(minutes=1)


def start(words: Words, *, channels: Collection[str], minutes: int, by: User, why: str, now: datetime) -> Emergency:
    """Draw the message, check it, and let it take over the channels (by slug). It lasts until the full minute after so
    many minutes. The same message again within a minute, as of a button pressed twice, is the first one. Raises
    NotAllowed, InvalidValue, UnknownName, and what drawing raises."""
    _check_person(by)
    _check_minutes(minutes)
    clean, rows = announcing.read_words(words), find_channels(channels)
    again = _find_same(clean, rows, by=by, now=now)
    if again is not None:
        return again
    shown = announcing.draw(clean, [convert.read_channel(row) for row in rows], today=localdate(now))
    kept = [(one, _keep(one)) for one in shown]
    until, since = find_end(now, minutes=minutes), now.replace(microsecond=0)
    with transaction.atomic():
        message = Emergency.objects.create(texts=clean, since=since, until=until, why=why, by=by)
        _write_pictures(message, rows, kept)
        note(Act.EMERGENCY_BEGUN, by=by, now=now, kind="emergency", ref=message.pk, detail=f"{minutes} min")
        asked = find_players(rows).values_list("pk", flat=True)
        EmergencyReceipt.objects.bulk_create(
            EmergencyReceipt(emergency_id=message.pk, player_id=player) for player in asked
        )
        mark_change(now=now)
    return message


def _find_same(words: Words, rows: Collection[Channel], *, by: User, now: datetime) -> Emergency | None:
    """What this person put up just now, if it says the same on the same channels and still shows."""
    wanted = {row.pk for row in rows}
    for row in list_on(at=now).filter(by=by, since__gt=now - AGAIN):
        if row.texts == words and set(row.pictures.values_list("channel", flat=True)) == wanted:
            return row
    return None


def _write_pictures(message: Emergency, rows: Collection[Channel], kept: Collection[tuple[Shown, StoredFile]]) -> None:
    channels = {row.slug: row for row in rows}
    EmergencyPicture.objects.bulk_create(
        EmergencyPicture(
            emergency=message,
            channel=channels[one.channel],
            language=one.language,
            file=file,
            alt=one.alt,
            seconds=one.seconds,
        )
        for one, file in kept
    )


def _keep(shown: Shown) -> StoredFile:
    digest = hash_bytes(shown.data)
    ending = shown.media_type.rpartition("/")[2].replace("jpeg", "jpg")
    name, size = f"{digest}.{ending}", shown.format
    put = partial(get_store().put_bytes, shown.data, name=name)
    put()
    return keep_row(digest, name=name, size=len(shown.data), put=put, width=size.width, height=size.height)


@transaction.atomic
def end(message: Emergency, *, by: User, now: datetime) -> bool:
    """End it before its time; False when it had ended already. Raises NotAllowed."""
    _check_person(by)
    return _end(Emergency.objects.filter(pk=message.pk), by=by, now=now) > 0


@transaction.atomic
def end_all(*, by: User, now: datetime) -> int:
    """End every message that shows now; returns how many. Whoever calls it has looked at who acts."""
    return _end(Emergency.objects.all(), by=by, now=now)


def _end(rows: QuerySet[Emergency], *, by: User, now: datetime) -> int:
    showing = rows.filter(lifted_at=None, until__gt=now).order_by()
    numbers = list(showing.values_list("pk", flat=True))
    ended = showing.filter(pk__in=numbers).update(lifted_at=now, lifted_by=by)
    if ended:
        for number in numbers:
            note(Act.EMERGENCY_ENDED, by=by, now=now, kind="emergency", ref=number)
        mark_change(now=now)
    return ended


@transaction.atomic
def prolong(message: Emergency, *, minutes: int, by: User, now: datetime) -> Emergency:
    """Let it last so many minutes from now. Raises NotAllowed when it has ended."""
    _check_person(by)
    _check_minutes(minutes)
    current = Emergency.objects.select_for_update().get(pk=message.pk)
    if not is_on(current, at=now):
        raise NotAllowed(say("This message has ended."), hint=say("Put it up anew."))
    current.until = find_end(now, minutes=minutes)
    current.save(update_fields=["until"])
    note(Act.EMERGENCY_PROLONGED, by=by, now=now, kind="emergency", ref=message.pk, detail=f"{minutes} min")
    mark_change(now=now)
    return current


def is_on(message: Emergency, *, at: datetime) -> bool:
    """Whether it shows at the moment."""
    return message.lifted_at is None and message.since <= at < message.until


def list_on(*, at: datetime) -> QuerySet[Emergency]:
    """Those that show at the moment, the newest first: where two meet, the newest shows."""
    return Emergency.objects.filter(lifted_at=None, since__lte=at, until__gt=at).select_related("by", "lifted_by")


def find_end(now: datetime, *, minutes: int) -> datetime:
    """The full minute after so many minutes."""
    exact = now + timedelta(minutes=minutes)
    whole = exact.replace(second=0, microsecond=0)
    return whole if whole == exact else whole + timedelta(minutes=1)


def find_message(pk: int) -> Emergency:
    """Raises UnknownName."""
    row = Emergency.objects.filter(pk=pk).first()
    if row is None:
        raise UnknownName(
            say("There is no emergency message %(number)d.", number=pk),
            hint=say("`campaign emergency list` names them all."),
        )
    return row


def _check_person(by: User) -> None:
    if not has_role_everywhere(by, WARNERS):
        raise NotAllowed(
            say("Only campaign leads and the operators of the screens may put up and end emergency messages."),
            hint=say("Ask a lead or an operator."),
        )


def _check_minutes(minutes: int) -> None:
    if not 1 <= minutes <= MOST_MINUTES:
        raise InvalidValue(
            say("A message cannot last %(minutes)d minutes.", minutes=minutes),
            place=Place(field="minutes"),
            hint=say("Give between 1 and %(most)d minutes; it can be prolonged while it shows.", most=MOST_MINUTES),
        )
