"""People and their consent (checks.md F1–F4, F7). In: an item, the channel and the day. Out: findings.

A fictional person has nobody to ask; the picture says that the person is fictional.
"""

from collections.abc import Iterator
from datetime import date

from campaign.checks.texts import place_in
from campaign.render.manifest import FieldType, Template, TemplateField
from campaign.spec.channels import Channel
from campaign.spec.consent import Consent
from campaign.spec.content import Item, Kind
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say

OLD_MONTHS = 24  # F7, common practice: ask again after two years
CHILD_UNDER = 14  # F4, Bulgarian Persons and Family Act art. 3: under 14 a guardian decides
ADULT_FROM = 18  # F4, art. 4: from 14 to 17 the child decides together with the guardian
PURPOSE = "public-screens"  # F3: what we do with it

_NEEDED = ("person", "given_to", "given_on", "given_how", "wording", "wording_version", "language", "purposes")
"""What makes a consent provable: GDPR art. 7(1)."""


def check_consent(item: Item, *, channel: Channel | None, today: date, template: Template) -> Iterator[Finding]:
    """Whether the people shown agreed to this, here, now. Without a channel those rules wait that need one."""
    consent = item.consent
    if consent is not None and consent.fictional:
        return
    if consent is None:
        yield from _ask_for_consent(item, template)
        return
    yield from _check_record(item, consent)
    yield from _check_origin(item, consent)
    yield from _check_use(item, consent, channel=channel)
    yield from _check_dates(item, consent, today=today)
    yield from _check_age(item, consent)


def _ask_for_consent(item: Item, template: Template) -> Iterator[Finding]:
    """F1. Stories, quotes and clips show people; of a photo elsewhere only a person can tell."""
    fields = template.manifest.fields.items()
    shown = {kind for name, spec in fields for kind in _list_shown(item.values.get(name), spec)}
    hint = say("Record the consent, or say that the person is fictional.")
    if item.kind is Kind.STORY or shown & {FieldType.QUOTE, FieldType.CLIP}:
        yield _find("F1", item, say("A person is shown, and no consent is recorded."), hint)
    elif FieldType.IMAGE in shown:
        message = say("If a person can be recognised in the photo, a consent is missing.")
        yield _find("F1", item, message, hint, severity=Severity.WARNING)


def _list_shown(value: object, spec: TemplateField) -> Iterator[FieldType]:
    """The kinds of what is filled in, in the rows of a list too; a drawing shows nobody."""
    if isinstance(value, dict) and spec.parts:  # a list of rows for each language
        for rows in value.values():
            yield from _list_shown(rows, spec)
    elif isinstance(value, list) and spec.parts:
        for row in value:
            for name, part in spec.parts.items() if isinstance(row, dict) else ():
                yield from _list_shown(row.get(name), part)
    elif value and not _is_drawn(value):
        yield spec.type


def _is_drawn(value: object) -> bool:
    return isinstance(value, dict) and str(value.get("file", "")).lower().endswith(".svg")


def _check_record(item: Item, consent: Consent) -> Iterator[Finding]:
    for part in _NEEDED:
        if not getattr(consent, part):
            message = say("The consent does not say %(part)s.", part=part)
            hint = say("Fill it in from the signed form: without it the consent cannot be proven.")
            yield _find("F1", item, message, hint, field=f"consent.{part}")


def _check_origin(item: Item, consent: Consent) -> Iterator[Finding]:
    """F2: GDPR art. 9(2)(a)."""
    if consent.reveals_origin and not consent.origin_consent:
        message = say("The story reveals ethnicity, faith or origin without a separate consent to that.")
        hint = say("Ask for it explicitly, or leave the origin out.")
        yield _find("F2", item, message, hint, field="consent.origin_consent")


def _check_use(item: Item, consent: Consent, *, channel: Channel | None) -> Iterator[Finding]:
    """F3: purpose and channel. Channels left out mean none: nobody agrees to what was not named."""
    if consent.purposes and PURPOSE not in consent.purposes:
        message = say("The consent does not cover public screens.")
        hint = say("Add the purpose “%(purpose)s” once the person agreed to it.", purpose=PURPOSE)
        yield _find("F3", item, message, hint, field="consent.purposes", measured=", ".join(consent.purposes))
    if channel is not None and channel.id not in consent.channels:
        message = say("The person did not agree to the channel “%(channel)s”.", channel=channel.id)
        hint = say("Ask for it, or do not show the story there.")
        allowed = ", ".join(consent.channels)
        yield _find("F3", item, message, hint, field="consent.channels", measured=channel.id, allowed=allowed)


def _check_dates(item: Item, consent: Consent, *, today: date) -> Iterator[Finding]:
    """F3: `until` is the last day of use. F7: consents grow old."""
    if consent.until is not None and consent.until < today:
        message = say("The consent ended on %(day)s.", day=consent.until.isoformat())
        hint = say("Ask again, or withdraw the story.")
        yield _find("F3", item, message, hint, field="consent.until", measured=str(today), allowed=str(consent.until))
    if consent.given_on is None:
        return
    if consent.given_on > today:
        message = say("The consent is dated in the future: %(day)s.", day=consent.given_on.isoformat())
        yield _find("F3", item, message, say("Correct the date."), field="consent.given_on")
    elif count_months(consent.given_on, today) > OLD_MONTHS:
        message = say("The consent is older than %(months)s months.", months=OLD_MONTHS)
        hint = say("Ask the person whether it still holds.")
        yield _find("F7", item, message, hint, field="consent.given_on", severity=Severity.WARNING)


def count_months(start: date, end: date) -> int:
    """Months begun between two days: one day more than 24 months are 25."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months + (1 if end.day > start.day else 0)


def _check_age(item: Item, consent: Consent) -> Iterator[Finding]:
    if consent.age is None or consent.age >= ADULT_FROM or consent.guardian:
        return
    message = say("The person is %(age)s, and no guardian agreed.", age=consent.age)
    hint = say("A parent or guardian must agree; from the age of 14 both must.")
    if consent.age < CHILD_UNDER:
        hint = say("Under 14 a parent or guardian must agree for the child.")
    yield _find("F4", item, message, hint, field="consent.guardian", measured=str(consent.age), allowed=str(ADULT_FROM))


def _find(
    rule: str,
    item: Item,
    message: Message,
    hint: Message,
    *,
    field: str = "consent",
    severity: Severity = Severity.ERROR,
    measured: str = "",
    allowed: str = "",
) -> Finding:
    return Finding(rule, severity, message, hint, place_in(item, field=field), measured, allowed)
