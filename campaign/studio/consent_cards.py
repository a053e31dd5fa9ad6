"""Consents as people see them. In: rows and what the services tell. Out: frozen values for the templates."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign.checks.consent import list_missing
from campaign.data import convert
from campaign.data.models import Channel, Consent, ConsentEvent, Item, Material, Player, User
from campaign.data.withdrawals import list_asked
from campaign.forms.words import name_language, pick_text
from campaign.services.consents import ConsentState, tell_state
from campaign.services.register import Listed
from campaign.services.rights import AUTHORS, has_role
from campaign.services.states import State
from campaign.spec import consent as spec
from campaign.studio.access import name_person
from campaign.studio.consent_words import ACTS, DETAILS, LABELS, LOOKS, NAMINGS, PURPOSES, RELATIONS, STATES, STOPS
from campaign.studio.notices import Notice, make_notices
from campaign.studio.words import STATES as MATERIAL_STATES

SOON = 30
"""Days before its end in which a consent's state says how many are left."""


@dataclass(frozen=True)
class Badge:
    """A state in words and its look; `missing` are the fields that are not filled in."""

    words: str
    look: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A consent in the list, without the person."""

    pk: int
    slug: str
    campaign: str
    items: tuple[str, ...]
    badge: Badge
    until: date | None
    has_document: bool


@dataclass(frozen=True)
class Fact:
    """A field and what it says; `language` that of the words."""

    label: str
    text: str
    language: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class RestingMaterial:
    """A material that rests on a consent: one story, language and screen."""

    pk: int
    channel: str
    language: str
    state: str
    state_words: str


@dataclass(frozen=True)
class Story:
    """An item and its materials."""

    title: str
    materials: tuple[RestingMaterial, ...]


@dataclass(frozen=True)
class Entry:
    """A line of the log."""

    at: datetime
    who: str
    what: str
    detail: str
    look: str


def make_badge(row: Consent, state: ConsentState, *, today: date) -> Badge:
    """As lists and pages say it: “ends in 12 days” counts the last day itself."""
    if state is ConsentState.ERASED:
        return Badge(str(STATES[state]), LOOKS[state])
    consent = convert.read_agreement(row)
    missing = tuple(str(LABELS[part]) for part in list_missing(consent))
    words, look = str(STATES[state]), LOOKS[state]
    left = (consent.until - today).days if consent.until else None
    if state is ConsentState.HOLDS and left is not None and left < SOON:
        words, look = _tell_end(left), "submitted"
    elif state is ConsentState.HOLDS and missing:
        words, look = _("Incomplete"), "submitted"
    return Badge(words, look, missing)


def _tell_end(left: int) -> str:
    """`left` is 0 on the last day."""
    if left == 0:
        return _("Ends today")
    return ngettext("Ends in %(days)s day", "Ends in %(days)s days", left) % {"days": left}


def make_lines(listed: Sequence[Listed], *, today: date) -> list[Line]:
    titles = _name_items({ref for one in listed for ref in one.items})
    return [
        Line(
            one.row.pk,
            one.row.slug,
            pick_text(one.row.campaign.body["title"]),
            tuple(titles.get(ref, ref) for ref in one.items),
            make_badge(one.row, one.state, today=today),
            one.until,
            one.has_document,
        )
        for one in listed
    ]


def _name_items(refs: Collection[str]) -> dict[str, str]:
    slugs = {ref.partition("/")[2] for ref in refs}
    rows = Item.objects.filter(slug__in=slugs).select_related("campaign", "current")
    return {str(row): pick_text(row.current.body["title"]) for row in rows if row.current and str(row) in refs}


def list_facts(consent: spec.Consent) -> list[Fact]:
    """Every field that says something, and those that should."""
    missing = set(list_missing(consent))
    channels = {row.slug: pick_text(row.body["title"]) for row in Channel.objects.all()}
    texts = {
        "person": consent.person,
        "given_to": consent.given_to,
        "given_on": _write_day(consent.given_on),
        "given_how": consent.given_how,
        "wording": consent.wording,
        "wording_version": consent.wording_version,
        "language": name_language(consent.language) if consent.language else "",
        "told_of_withdrawal": _("Yes") if consent.told_of_withdrawal else "",
        "naming": str(NAMINGS[consent.naming]) if consent.naming else "",
        "shown_as": consent.shown_as,
        "purposes": ", ".join(str(PURPOSES.get(code, code)) for code in consent.purposes),
        "channels": " · ".join(channels.get(slug, slug) for slug in consent.channels) or _("None"),
        "since": _write_day(consent.since),
        "until": _write_day(consent.until) or _("Until it is withdrawn"),
        "reveals_origin": _("Yes") if consent.reveals_origin else "",
        "origin_consent": _("Yes") if consent.origin_consent else "",
        "age": "" if consent.age is None else str(consent.age),
        "child_agreed": _("Yes") if consent.child_agreed else "",
        "guardians": "\n".join(_write_guardian(row) for row in consent.guardians),
    }
    return [
        Fact(str(LABELS[name]), text, consent.language if name == "wording" else "", name in missing)
        for name, text in texts.items()
        if text or name in missing
    ]


def _write_guardian(row: spec.Guardian) -> str:
    relation = str(RELATIONS.get(row.relation, row.relation))
    return ", ".join(part for part in (row.name, relation, _write_day(row.given_on), row.given_how) if part)


def _write_day(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""


def list_stories(row: Consent) -> list[Story]:
    """What rests on it, each with its materials."""
    rows = Material.objects.filter(current=True, version__item__consents=row)
    rows = rows.select_related("version", "channel").order_by(
        "version__item__slug", "channel__position", "channel__slug", "language"
    )
    return [
        Story(pick_text(part[0].version.body["title"]), tuple(_show(one) for one in part))
        for part in (list(group) for _key, group in groupby(rows, key=lambda one: one.version.item_id))
    ]


def _show(row: Material) -> RestingMaterial:
    channel = pick_text(row.channel.body["title"])
    return RestingMaterial(row.pk, channel, name_language(row.language), row.state, str(MATERIAL_STATES[row.state]))


def count_players(row: Consent) -> int:
    """Players of the channels on which something that rests on it is approved."""
    channels = Material.objects.filter(current=True, version__item__consents=row, state=State.APPROVED).values(
        "channel"
    )
    return Player.objects.filter(channel__in=channels, revoked_at=None).count()


def list_notices(row: Consent, *, now: datetime) -> list[Notice]:
    """What its withdrawal, or end, took off the screens, and which players know."""
    rows = list(row.withdrawals.filter(lifted_at=None).select_related("by", "consent").order_by("-at", "-pk"))
    asked = list_asked(row.withdrawals.filter(lifted_at=None))
    return make_notices(rows, asked, now=now, tells_why=True)


def list_entries(events: Iterable[ConsentEvent]) -> list[Entry]:
    """Newest first."""
    entries = [
        Entry(
            event.at,
            name_person(event.by),
            str(ACTS[event.act]),
            ", ".join(str(DETAILS.get(part, part)) for part in event.detail.split(", ") if part),
            "stop" if event.act in STOPS else "",
        )
        for event in events
    ]
    return entries[::-1]


@dataclass(frozen=True)
class Link:
    """A consent that a material rests on; `may_withdraw` while it is not withdrawn."""

    pk: int
    slug: str
    badge: Badge
    may_withdraw: bool


def find_links(material: Material, person: User, *, today: date) -> list[Link]:
    """The consents a material rests on; none for those who may not know of them."""
    if not has_role(person, AUTHORS):
        return []
    rows = material.version.item.consents.select_related("campaign").order_by("slug")
    states = [(row, tell_state(row, today=today)) for row in rows]
    return [
        Link(
            row.pk,
            row.slug,
            make_badge(row, state, today=today),
            state not in (ConsentState.WITHDRAWN, ConsentState.ERASED),
        )
        for row, state in states
    ]
