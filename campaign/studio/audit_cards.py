"""Lines of the audit log as people see them. In: rows. Out: frozen values, with what each is about as it is called now.

The log holds numbers alone; names and reasons are read from the rows they belong to, and are gone with them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from campaign.data.models import (
    AuditEvent,
    Campaign,
    Consent,
    Emergency,
    Player,
    Release,
    User,
    Withdrawal,
)
from campaign.studio.access import name_person
from campaign.studio.audit_words import ACTS, SUBJECTS


@dataclass(frozen=True)
class About:
    """What a line is about."""

    name: str
    url: str = ""
    why: str = ""


@dataclass(frozen=True)
class Line:
    """`who` is empty for the clock and the command line."""

    number: int
    at: datetime
    act: str | Promise
    who: str
    about: About
    organisation: str
    campaign: str
    detail: str


def show_lines(rows: Iterable[AuditEvent]) -> list[Line]:
    """In their order; a query a kind. Who is there no more, since nothing holds people and organisations, is empty."""
    events = list(rows)
    about = _find_about(events)
    return [
        Line(
            row.pk,
            row.at,
            ACTS.get(row.act, row.act),
            name_person(row.by),
            about.get((row.kind, row.ref), About(_name_gone(row))),
            str(row.organisation or ""),
            row.campaign,
            row.detail,
        )
        for row in events
    ]


def _name_gone(row: AuditEvent) -> str:
    """What has no page, or none any more: what kind of thing it is, and its number."""
    kind = str(SUBJECTS.get(row.kind, row.kind))
    return f"{kind}: {row.ref}" if row.ref else kind


def _find_about(events: Iterable[AuditEvent]) -> Mapping[tuple[str, str], About]:
    refs: defaultdict[str, set[str]] = defaultdict(set)
    for event in events:
        refs[event.kind].add(event.ref)
    found: dict[tuple[str, str], About] = {}
    for kind, wanted in refs.items():
        for ref, about in FINDERS[kind](wanted) if kind in FINDERS else ():
            found[kind, str(ref)] = about
    return found


Found = Iterator[tuple[object, About]]


def _find_consents(refs: set[str]) -> Found:
    for row in Consent.objects.filter(pk__in=refs).select_related("campaign"):
        yield row.pk, About(str(row), reverse("consent", args=[row.pk]))


def _find_people(refs: set[str]) -> Found:
    for row in User.objects.filter(pk__in=refs):
        yield row.pk, About(name_person(row), reverse("person", args=[row.pk]))


def _find_players(refs: set[str]) -> Found:
    for row in Player.objects.filter(pk__in=refs):
        yield row.pk, About(row.name, reverse("player", args=[row.pk]))


def _find_campaigns(refs: set[str]) -> Found:
    for row in Campaign.objects.filter(pk__in=refs):
        yield row.pk, About(row.slug, reverse("campaign", args=[row.slug]))


def _find_releases(refs: set[str]) -> Found:
    for row in Release.objects.filter(number__in=refs).defer("body"):
        yield row.number, About(str(row), reverse("release", args=[row.number]), row.called_off_why or row.why)


def _find_withdrawals(refs: set[str]) -> Found:
    for row in Withdrawal.objects.filter(pk__in=refs):
        yield row.pk, About(str(row), reverse("withdrawal", args=[row.pk]), row.why)


def _find_emergencies(refs: set[str]) -> Found:
    for row in Emergency.objects.filter(pk__in=refs):
        yield row.pk, About(f"№ {row.pk}", reverse("emergency-message", args=[row.pk]), row.why)


def _find_templates(refs: set[str]) -> Found:
    for slug in refs:
        yield slug, About(slug, reverse("template", args=[slug]))


FINDERS: Mapping[str, Callable[[set[str]], Found]] = {
    "consent": _find_consents,
    "person": _find_people,
    "player": _find_players,
    "campaign": _find_campaigns,
    "release": _find_releases,
    "withdrawal": _find_withdrawals,
    "emergency": _find_emergencies,
    "template": _find_templates,
}
