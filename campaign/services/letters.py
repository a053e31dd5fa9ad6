"""What letters say. In: a letter's parts as messages, and a language. Out: subject, text and a plain page.

They are written in the language of whoever reads them, and say no more than is needed: a mailbox is no safe place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext, override

from campaign.data.models import User
from campaign.spec.message import Message, say

Role = User.Role
ROLES: Mapping[str, Message] = {
    Role.STAFF: say("Staff"),
    Role.DESIGNER: say("Designer"),
    Role.LEAD: say("Campaign lead"),
    Role.OPERATOR: say("Screen operator"),
    Role.ADMINISTRATOR: say("Administrator"),
}
GREETING = say("Good day, %(name)s,")
NAMELESS = say("Good day,")
FOOT = say("Campaign studio writes such letters by itself; nobody reads an answer.")


@dataclass(frozen=True)
class Link:
    """An address and the words it stands under; in text it stands in a line of its own."""

    label: Message
    url: str


Line = Message | Link


@dataclass(frozen=True)
class Draft:
    """A letter before it is put into a language; `name` is whom it greets, or empty."""

    subject: Message
    lines: tuple[Line, ...]
    name: str = ""


@dataclass(frozen=True)
class Written:
    """A letter in one language; the subject is a single line."""

    subject: str
    text: str
    html: str
    language: str


def write_letter(draft: Draft, *, language: str) -> Written:
    with override(language):
        greeting = translate(say(GREETING.text, name=draft.name) if draft.name else NAMELESS)
        subject, foot = " ".join(translate(draft.subject).split()), translate(FOOT)
        texts = [_write_text(line) for line in draft.lines]
        pages = [_write_page(line) for line in draft.lines]
    text = "\n\n".join((greeting, *texts, f"-- \n{foot}")) + "\n"
    return Written(subject[:200], text, _dress((_wrap(greeting), *pages), foot=foot, language=language), language)


def translate(message: Message) -> str:
    """In the language in force; what fills a gap may be named in `ROLES`."""
    words = {name: _name(value, gap=name) for name, value in message.params.items()}
    text = gettext(message.text)
    return text % words if words else text


def _name(value: str | float, *, gap: str) -> str | float:
    return gettext(ROLES[str(value)].text) if gap == "role" and value in ROLES else value


def _write_text(line: Line) -> str:
    return f"{translate(line.label)}:\n{line.url}" if isinstance(line, Link) else translate(line)


def _write_page(line: Line) -> str:
    if isinstance(line, Link):
        return f'<p><a href="{escape(line.url)}">{escape(translate(line.label))}</a><br>{escape(line.url)}</p>'
    return _wrap(translate(line))


def _wrap(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _dress(parts: tuple[str, ...], *, foot: str, language: str) -> str:
    """No pictures, nothing fetched: a letter tells nobody that it was opened."""
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"></head>'
        '<body style="font: 16px/1.5 sans-serif; color: #14213d; max-width: 36em">\n'
        f'{body}\n<p style="color: #545e75; font-size: 14px">{escape(foot)}</p></body></html>\n'
    )
