"""Letters handed to a real server, and to a folder; what it refuses, and what tries to slip into headers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from campaign.adapters.mail import Letter, MailFailed, check_address, send_letter
from campaign.spec.errors import InvalidValue
from tests.servers import find_port

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SENDER = "Студио <studio@example.org>"
LETTER = Letter("maria@example.org", "Покана", "Добър ден\n", "<p>Добър ден</p>", "bg", "letter-7-0")


class Box:
    """Takes letters, but none for one who is not there, and none of one who is busy."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such mailbox"
        if address.startswith("busy"):
            return "451 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content: Any = envelope.content
        message: Any = message_from_bytes(content, policy=default)
        self.letters.append(message)
        return "250 OK"


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[str]:
    controller = Controller(box, hostname="127.0.0.1", port=find_port())
    controller.start()
    yield f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def test_a_server_gets_it_as_text_and_as_a_page_in_its_language(server: str, box: Box) -> None:
    send_letter(LETTER, to=server, sender=SENDER, now=NOW)
    (got,) = box.letters
    assert (got["From"], got["To"], got["Subject"]) == (SENDER, LETTER.to, "Покана")
    assert (got["Message-ID"], got["Auto-Submitted"], got["Content-Language"]) == (
        "<letter-7-0@example.org>",
        "auto-generated",
        "bg",
    )
    parts = [(part.get_content_type(), part.get_content().strip()) for part in got.iter_parts()]
    assert parts == [("text/plain", "Добър ден"), ("text/html", "<p>Добър ден</p>")]


@pytest.mark.parametrize(("to", "final", "said"), [("nobody@b.org", True, "550"), ("busy@b.org", False, "451")])
def test_what_a_server_refuses_is_told_and_for_good_only_when_it_says_so(
    to: str, final: bool, said: str, server: str, box: Box
) -> None:
    with pytest.raises(MailFailed) as failed:
        send_letter(replace(LETTER, to=to), to=server, sender=SENDER, now=NOW)
    assert (failed.value.final, said in str(failed.value), box.letters) == (final, True, [])


def test_no_server_is_a_reason_to_try_again() -> None:
    with pytest.raises(MailFailed) as failed:
        send_letter(LETTER, to=f"smtp://127.0.0.1:{find_port()}", sender=SENDER, now=NOW)
    assert failed.value.final is False


@pytest.mark.parametrize("scheme", ["smtp+tls://", "smtp://maria:secret@"])
def test_neither_a_password_nor_what_must_be_closed_goes_over_an_open_line(scheme: str, server: str, box: Box) -> None:
    with pytest.raises(MailFailed) as failed:
        send_letter(LETTER, to=scheme + server.removeprefix("smtp://"), sender=SENDER, now=NOW)
    assert ("offers no TLS" in str(failed.value), box.letters) == (True, [])


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, subject="Покана\nBcc: all@example.org"),
        replace(LETTER, to="maria@example.org\r\nBcc: all@example.org"),
        replace(LETTER, to="maria@example.org, all@example.org"),
        replace(LETTER, to=""),
    ],
)
def test_nothing_slips_into_headers(letter: Letter, server: str, box: Box) -> None:
    with pytest.raises(MailFailed) as failed:
        send_letter(letter, to=server, sender=SENDER, now=NOW)
    assert (failed.value.final, box.letters) == (True, [])


def test_a_folder_holds_letters_that_only_their_owner_reads(tmp_path: Path) -> None:
    for _ in range(2):  # sent again, it is the same letter
        send_letter(LETTER, to=f"file:{tmp_path / 'mail'}", sender=SENDER, now=NOW)
    (path,) = (tmp_path / "mail").iterdir()
    assert (path.name, path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (
        "20261123-080000-letter-7-0.eml",
        0o600,
        0o700,
    )
    assert message_from_bytes(path.read_bytes(), policy=default)["Subject"] == "Покана"


@pytest.mark.parametrize("to", ["", "smtp://", "http://example.org", "file:", "example.org"])
def test_where_letters_cannot_go_is_told(to: str) -> None:
    with pytest.raises(InvalidValue):
        check_address(to)
    check_address("smtps://user:word@mail.example.org")
