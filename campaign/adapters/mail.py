"""Letters on their way out. In: a letter, and where letters go. Out: nothing, or MailFailed.

`file:FOLDER` writes one .eml a letter, which any mail program opens; `smtp://[user:password@]host[:25]` talks plainly,
or under TLS where the server offers it; `smtp+tls://…[:587]` insists on STARTTLS (RFC 3207), `smtps://…[:465]` on TLS
from the first byte (RFC 8314). A password never goes over an open line. Headers are made by `email`, which refuses line
breaks.
"""

import os
import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from campaign.adapters.files import settle_file
from campaign.spec.errors import CampaignError, InvalidValue
from campaign.spec.message import say

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
PATIENCE = 20
"""Seconds that a server may take for each answer."""
NAMED = re.compile(r"^\s*(?P<name>.*?)\s*<(?P<address>[^<>]+)>\s*$")


class MailFailed(CampaignError):
    """A letter was not taken; `final` when trying again is no use."""

    def __init__(self, why: str, *, final: bool = False):
        self.why = " ".join(why.split())[:250]
        super().__init__(say("The letter was not taken: %(why)s", why=self.why))
        self.final = final


@dataclass(frozen=True)
class Letter:
    """`mark` is the same however often it is sent, so that a mail program shows it once."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    mark: str


def send_letter(letter: Letter, *, to: str, sender: str, now: datetime) -> None:
    """`to` is where letters go, `sender` an address or `Name <address>`. Raises MailFailed."""
    try:
        message = write_message(letter, sender=sender, now=now)
    except (ValueError, IndexError) as error:  # a line break in a header, an address that is none
        raise MailFailed(str(error), final=True) from None
    if to.startswith("file:"):
        _write(message, folder=Path(to.removeprefix("file:")), now=now, mark=letter.mark)
    else:
        _send(message, urlsplit(to))


def write_message(letter: Letter, *, sender: str, now: datetime) -> EmailMessage:
    """As text and as a plain page; automatic, so that no holiday answers it (RFC 3834). Raises ValueError."""
    named = NAMED.match(sender)
    message = EmailMessage(policy=SMTP)
    if named:
        message["From"] = Address(named["name"].strip('"'), addr_spec=named["address"])
    else:
        message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.mark}@{sender.strip('<> ').rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = letter.language  # last: what stands before goes into the first part
    return message


def check_address(to: str) -> None:
    """Raise InvalidValue when letters could never go there."""
    parts = urlsplit(to)
    if (parts.scheme == "file" and parts.path) or (parts.scheme in PORTS and parts.hostname):
        return
    raise InvalidValue(
        say("CAMPAIGN_MAIL does not say where letters go."),
        hint=say("Write smtp://host, smtp+tls://user:password@host, smtps://user:password@host or file:FOLDER."),
    )


def knock(to: str) -> None:
    """See whether a server would take letters from us, without sending one; nothing for a folder. Raises MailFailed."""
    if to.startswith("file:"):
        return
    try:
        with _connect(urlsplit(to)) as line:
            line.noop()
    except smtplib.SMTPResponseException as error:
        raise MailFailed(f"{error.smtp_code} {_read(error.smtp_error)}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(str(error) or type(error).__name__) from None


def _write(message: EmailMessage, *, folder: Path, now: datetime, mark: str) -> None:
    """Readable by its owner only: letters carry keys."""
    path = folder / f"{now:%Y%m%d-%H%M%S}-{mark}.eml"
    half = path.with_suffix(".part")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message.as_bytes())
        settle_file(half, out=path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise MailFailed(error.strerror or str(error)) from None


def _send(message: EmailMessage, server: SplitResult) -> None:
    try:
        with _connect(server) as line:
            line.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, why = next(iter(error.recipients.values()))
        raise MailFailed(f"{code} {_read(why)}", final=code >= 500) from None
    except smtplib.SMTPResponseException as error:
        about_letter = isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused)
        said = f"{error.smtp_code} {_read(error.smtp_error)}"
        raise MailFailed(said, final=about_letter and error.smtp_code >= 500) from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(str(error) or type(error).__name__) from None


def _connect(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "", server.port or PORTS[server.scheme]
    trust = ssl.create_default_context()
    if server.scheme == "smtps":
        line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=trust)
    else:
        line = smtplib.SMTP(host, port, timeout=PATIENCE)
        _close_line(line, server, trust=trust)
    if server.username:
        line.login(unquote(server.username), unquote(server.password or ""))
    return line


def _close_line(line: smtplib.SMTP, server: SplitResult, *, trust: ssl.SSLContext) -> None:
    """TLS where it is insisted on or a password follows; a server of the house that offers it may sign for itself."""
    line.ehlo()
    must = server.scheme == "smtp+tls" or bool(server.username)
    if line.has_extn("starttls"):
        line.starttls(context=trust if must else ssl._create_unverified_context())  # noqa: S323
        line.ehlo()
    elif must:
        line.close()
        raise MailFailed("the server offers no TLS")


def _read(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
