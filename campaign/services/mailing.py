"""The outbox. In: letters that are due. Out: each handed over once, again later while the server does not take it.

A letter is a row before it is anything else, so it goes out only if what it tells of came true, and survives a mail
server that is down. What was sent keeps no text. A letter with a key to the house in it, for a new password, is written
at the moment it is sent, so the key lies in no table, and asking for one takes the same time whether or not anybody has
the address.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from campaign.adapters.mail import Letter, MailFailed, send_letter
from campaign.data.models import Mail, User
from campaign.services.letters import Draft, Link, Written, write_letter
from campaign.spec.message import Message, say

RESET = "reset"
LEASE = timedelta(minutes=5)
"""For so long a letter belongs to whoever is sending it; after that they are thought to have died."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 240, 720))
"""After each try that failed; after the last one the letter is given up."""
TRIES = len(WAITS) + 1
KEPT = timedelta(days=30)
AT_ONCE = 50
CHANGES: Mapping[str, Message] = {
    "password": say("The password of your account was changed, and all other sessions were ended."),
    "email": say("Another e-mail address was put down for your account. This is the last letter to this one."),
    "second-factor-on": say("Signing in to your account now takes a code of an authenticator app as well."),
    "second-factor-off": say("Signing in to your account no longer takes a code of an authenticator app."),
}


def post_letter(draft: Draft, *, kind: str, address: str, language: str, now: datetime, to: User | None = None) -> Mail:
    """Into the outbox, in the reader's language."""
    written = write_letter(draft, language=language)
    return Mail.objects.create(
        to=to, address=address, kind=kind, subject=written.subject, text=written.text, html=written.html, due_at=now
    )


def tell_person(person: User, what: str, *, now: datetime, address: str = "") -> None:
    """That something of their account was changed, so that they hear of it if it was somebody else; to `address` when
    it is not theirs any more. Nothing for people without an e-mail address."""
    to = address or person.email
    if not to:
        return
    lines = (
        CHANGES[what],
        say("If this was not you, set a new password at once and tell your administrator."),
        Link(say("Set a new password"), settings.PUBLIC_URL + reverse("forgot")),
    )
    draft = Draft(say("Your account in Campaign studio was changed"), lines, person.first_name)
    post_letter(draft, kind=what, address=to, language=person.language, now=now, to=person)


@transaction.atomic
def ask_reset(address: str, *, now: datetime) -> None:
    """Somebody wants a letter with a link to set a new password. Nothing is looked up here; asking again while the
    letter before waits, or has gone within minutes, brings no second one."""
    typed = address.strip()
    recent = Mail.objects.filter(kind=RESET, address__iexact=typed, due_at__gt=now - timedelta(minutes=5))
    if not recent.exists():
        Mail.objects.create(address=typed, kind=RESET, subject="", due_at=now)


def send_due(*, now: Callable[[], datetime]) -> int:
    """Hand over what is due; returns how many letters went. `now` is asked for each, as a server may be slow."""
    sent = 0
    for pk in list(_list_due(now=now()).values_list("pk", flat=True)[:AT_ONCE]):
        row = _claim(pk, now=now())
        if row is not None:
            sent += _hand_over(row, now=now())
    return sent


def list_open() -> QuerySet[Mail]:
    """Letters that did not go yet: those that wait, and those that were given up."""
    return Mail.objects.filter(sent_at=None)


def is_given_up(row: Mail) -> bool:
    return row.sent_at is None and row.tries >= TRIES


def try_again(pk: int, *, now: datetime) -> bool:
    """A letter that was given up, or waits for its next try, is due at once."""
    return bool(list_open().filter(pk=pk).update(tries=0, due_at=now))


def remove_old(*, now: datetime) -> int:
    """Of what was sent or given up long ago nothing is kept, not even that it was."""
    return Mail.objects.filter(due_at__lt=now - KEPT).delete()[0]


def name_outbox() -> str:
    """The folder into which letters are written while there is no mail server; empty when there is one."""
    return settings.MAIL.removeprefix("file:") if settings.MAIL.startswith("file:") else ""


def _list_due(*, now: datetime) -> QuerySet[Mail]:
    return list_open().filter(due_at__lte=now, tries__lt=TRIES)


@transaction.atomic
def _claim(pk: int, *, now: datetime) -> Mail | None:
    """Ours for a while; None when another worker was first."""
    if not _list_due(now=now).filter(pk=pk).update(due_at=now + LEASE, tries=F("tries") + 1):
        return None
    return Mail.objects.select_related("to").get(pk=pk)


def _hand_over(row: Mail, *, now: datetime) -> bool:
    letters = _write_resets(row) if row.kind == RESET else (_read(row),)
    try:
        for number, letter in enumerate(letters):
            mark = f"letter-{row.pk}-{number}"
            parts = Letter(row.address, letter.subject, letter.text, letter.html, letter.language, mark)
            send_letter(parts, to=settings.MAIL, sender=settings.MAIL_FROM, now=now)
    except MailFailed as error:
        _put_off(row, error, now=now)
        return False
    row.sent_at, row.text, row.html, row.error = now, "", "", ""
    row.save(update_fields=["sent_at", "text", "html", "error"])
    return bool(letters)


def _put_off(row: Mail, error: MailFailed, *, now: datetime) -> None:
    if error.final or row.tries >= TRIES:
        row.tries, row.due_at = TRIES, now
    else:
        row.due_at = now + WAITS[row.tries - 1]
    row.error = str(error.message.params["why"])[:300]  # the server's own words
    row.save(update_fields=["tries", "due_at", "error"])


def _read(row: Mail) -> Written:
    language = row.to.language if row.to else "bg"
    return Written(row.subject, row.text, row.html, language)


def _write_resets(row: Mail) -> tuple[Written, ...]:
    """One for each person of this address; none when it is nobody's."""
    people = User.objects.filter(email__iexact=row.address, is_active=True).exclude(email="").order_by("pk")
    return tuple(_write_reset(person) for person in people)


def _write_reset(person: User) -> Written:
    """Django's token holds for an hour (PASSWORD_RESET_TIMEOUT), until the password changes or somebody signs in."""
    uid, token = urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)
    lines = (
        say("Somebody asked for a new password for your account “%(user)s”.", user=person.username),
        Link(say("Set a new password"), settings.PUBLIC_URL + reverse("reset", args=[uid, token])),
        say("The address works once, within an hour. If it was not you who asked, do nothing: your password stays."),
    )
    draft = Draft(say("A new password for Campaign studio"), lines, person.first_name)
    return write_letter(draft, language=person.language)
