"""The outbox: each letter goes once, comes back while the server is away, and leaves nothing behind."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.adapters.mail import Letter, MailFailed
from campaign.data.models import Mail, User
from campaign.services import mailing
from campaign.services.letters import Draft, Link
from campaign.spec.message import say
from tests.factories.rows import NOON, make_person

pytestmark = pytest.mark.django_db

DRAFT = Draft(say("Good day, %(name)s,", name="A\nBcc: b@c.org"), (Link(say("Home"), "http://a.b/?x=1&y=2"),), "<Ана>")


class Server:
    """Takes letters, or refuses them as told."""

    def __init__(self) -> None:
        self.taken: list[Letter] = []
        self.failure: MailFailed | None = None

    def __call__(self, letter: Letter, *, to: str, sender: str, now: datetime) -> None:
        if self.failure is not None:
            raise self.failure
        self.taken.append(letter)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(mailing, "send_letter", server)
    return server


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def post(*, now: datetime = NOON) -> Mail:
    return mailing.post_letter(DRAFT, kind="try", address="ana@example.org", language="en", now=now)


def test_a_letter_goes_once_and_its_words_are_kept_no_longer(server: Server) -> None:
    row = post()
    assert [mailing.send_due(now=at(NOON)) for _ in range(2)] == [1, 0]
    (letter,) = server.taken
    assert (letter.to, letter.subject, "\n" in letter.subject) == (
        "ana@example.org",
        "Good day, A Bcc: b@c.org,",
        False,
    )
    assert "Home:\nhttp://a.b/?x=1&y=2\n" in letter.text
    assert "Good day, &lt;Ана&gt;," in letter.html
    assert '<a href="http://a.b/?x=1&amp;y=2">Home</a>' in letter.html
    row.refresh_from_db()
    assert (row.sent_at, row.text, row.html, row.error) == (NOON, "", "", "")


def test_while_the_server_is_away_it_comes_back_later_and_later_then_is_given_up(server: Server) -> None:
    row, moment = post(), NOON
    server.failure = MailFailed("connection refused")
    for wait in mailing.WAITS:
        mailing.send_due(now=at(moment))
        row.refresh_from_db()
        assert (row.due_at, mailing.is_given_up(row)) == (moment + wait, False)
        assert mailing.send_due(now=at(row.due_at - timedelta(seconds=1))) == 0
        moment = row.due_at
    mailing.send_due(now=at(moment))
    row.refresh_from_db()
    assert (mailing.is_given_up(row), row.tries, "connection refused" in row.error) == (True, mailing.TRIES, True)
    server.failure = None
    assert mailing.send_due(now=at(moment + timedelta(days=1))) == 0
    mailing.try_again(row.pk, now=moment)
    assert (mailing.send_due(now=at(moment)), len(server.taken)) == (1, 1)


def test_what_a_server_refuses_for_good_is_given_up_at_once(server: Server) -> None:
    row = post()
    server.failure = MailFailed("550 no such mailbox", final=True)
    mailing.send_due(now=at(NOON))
    row.refresh_from_db()
    assert mailing.is_given_up(row)


def test_one_that_another_worker_is_sending_is_left_to_it_for_a_while(server: Server) -> None:
    row = post()
    Mail.objects.filter(pk=row.pk).update(due_at=NOON + mailing.LEASE, tries=1)  # as its claim leaves it
    assert mailing.send_due(now=at(NOON)) == 0
    assert mailing.send_due(now=at(NOON + mailing.LEASE)) == 1  # it died


def test_asking_for_a_new_password_does_the_same_whether_anybody_has_the_address(
    server: Server, django_assert_num_queries: Callable[[int], object]
) -> None:
    person = make_person("lead", name="maria")
    User.objects.filter(pk=person.pk).update(email="Maria@example.org")
    for address in ("maria@example.org", "nobody@example.org"):
        with django_assert_num_queries(4):  # type: ignore[attr-defined]
            mailing.ask_reset(address, now=NOON)
        mailing.ask_reset(address.upper(), now=NOON + timedelta(minutes=1))
    assert list(Mail.objects.values_list("address", "text")) == [("maria@example.org", ""), ("nobody@example.org", "")]
    mailing.send_due(now=at(NOON))
    assert [(letter.to, letter.text.count("/reset/")) for letter in server.taken] == [("maria@example.org", 1)]
    assert Mail.objects.filter(sent_at=None).count() == 0


def test_without_a_mail_server_letters_are_files(settings: Settings, tmp_path: Path) -> None:
    settings.MAIL = f"file:{tmp_path}"
    post()
    assert mailing.send_due(now=at(NOON)) == 1
    assert (mailing.name_outbox(), [path.suffix for path in tmp_path.iterdir()]) == (str(tmp_path), [".eml"])
    settings.MAIL = "smtp://localhost"
    assert mailing.name_outbox() == ""


def test_old_letters_leave_no_trace(server: Server) -> None:
    post()
    mailing.send_due(now=at(NOON))
    assert [mailing.remove_old(now=NOON + timedelta(days=days)) for days in (30, 31)] == [0, 1]
