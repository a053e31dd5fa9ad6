"""People and their consents (checks.md F1–F4, F7). In: an item with its consents, the channel, the day. Out: findings.

A fictional person has nobody to ask; the picture says that the person is fictional. Who is shown stays out of every
message: findings are read by people who may not know.
"""

from collections.abc import Iterator
from datetime import date

from campaign.checks.names import check_names
from campaign.checks.texts import place_in
from campaign.render.manifest import FieldType, Template, TemplateField
from campaign.spec.channels import Channel
from campaign.spec.consent import PUBLIC_SCREENS, Consent, Naming
from campaign.spec.content import Item, Kind
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say
from campaign.spec.rules.people import ADULT_FROM, CHILD_UNDER, OLD_MONTHS

_NEEDED = (
    "person",
    "given_to",
    "given_on",
    "given_how",
    "wording",
    "wording_version",
    "language",
    "told_of_withdrawal",
    "naming",
    "purposes",
)
"""What makes a consent provable: GDPR art. 7(1)."""

_GUARDIAN = ("name", "given_on", "given_how")
"""What makes a guardian's consent provable."""


def check_consent(item: Item, *, channel: Channel | None, today: date, template: Template) -> Iterator[Finding]:
    """Whether the people shown agreed to this, here, now. Without a channel those rules wait that need one."""
    if not item.fictional and not item.consents:
        yield from _ask_for_consent(item, template)
    for index, consent in enumerate(item.consents):
        place = "consent" if len(item.consents) == 1 else f"consent.{index}"
        yield from _check_one(item, consent, place, channel=channel, today=today)
    yield from check_names(item)


def _check_one(item: Item, consent: Consent, place: str, *, channel: Channel | None, today: date) -> Iterator[Finding]:
    if consent.withdrawn_on is not None:
        message = say("The consent was withdrawn on %(day)s.", day=consent.withdrawn_on.isoformat())
        hint = say("Do not show the person. Only a new consent, given afresh, makes this possible again.")
        yield _find("F3", item, message, hint, field=f"{place}.withdrawn_on")
        return
    yield from _check_record(item, consent, place)
    yield from _check_origin(item, consent, place)
    yield from _check_use(item, consent, place, channel=channel)
    yield from _check_dates(item, consent, place, today=today)
    yield from _check_age(item, consent, place, today=today)


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


def list_missing(consent: Consent) -> tuple[str, ...]:
    """The parts it lacks to be proven, or to be of any use on screens, by their names (F1, F2, F3, F4)."""
    missing = list(_list_unproven(consent))
    if not consent.channels:
        missing.append("channels")
    if consent.reveals_origin and not consent.origin_consent:
        missing.append("origin_consent")
    if consent.age is not None and consent.age < ADULT_FROM.value:
        known = [getattr(guardian, part) for guardian in consent.guardians for part in _GUARDIAN]
        if not known or not all(known):
            missing.append("guardians")
        if consent.age >= CHILD_UNDER.value and not consent.child_agreed:
            missing.append("child_agreed")
    return tuple(missing)


def _list_unproven(consent: Consent) -> Iterator[str]:
    yield from (part for part in _NEEDED if not getattr(consent, part))
    if consent.naming is Naming.PSEUDONYM and not consent.shown_as:
        yield "shown_as"


def _check_record(item: Item, consent: Consent, place: str) -> Iterator[Finding]:
    hint = say("Fill it in from the signed form: without it the consent cannot be proven.")
    for part in _list_unproven(consent):
        message = say("The consent does not say %(part)s.", part=part)
        yield _find("F1", item, message, hint, field=f"{place}.{part}")


def _check_origin(item: Item, consent: Consent, place: str) -> Iterator[Finding]:
    """F2: GDPR art. 9(2)(a). A reason why an ethnicity is named (E10) is a sign that one is."""
    if (consent.reveals_origin or "E10" in item.reasons) and not consent.origin_consent:
        message = say("The story reveals ethnicity, faith or origin without a separate consent to that.")
        hint = say("Ask for it explicitly, or leave the origin out.")
        yield _find("F2", item, message, hint, field=f"{place}.origin_consent")


def _check_use(item: Item, consent: Consent, place: str, *, channel: Channel | None) -> Iterator[Finding]:
    """F3: purpose and channel. Channels left out mean none: nobody agrees to what was not named."""
    if consent.purposes and PUBLIC_SCREENS not in consent.purposes:
        message = say("The consent does not cover public screens.")
        hint = say("Add the purpose “%(purpose)s” once the person agreed to it.", purpose=PUBLIC_SCREENS)
        yield _find("F3", item, message, hint, field=f"{place}.purposes", measured=", ".join(consent.purposes))
    if channel is not None and channel.id not in consent.channels:
        message = say("The person did not agree to the channel “%(channel)s”.", channel=channel.id)
        hint = say("Ask for it, or do not show the story there.")
        allowed = ", ".join(consent.channels)
        yield _find("F3", item, message, hint, field=f"{place}.channels", measured=channel.id, allowed=allowed)


def _check_dates(item: Item, consent: Consent, place: str, *, today: date) -> Iterator[Finding]:
    """F3: from the first to the last day of use. F7: consents grow old."""
    if consent.until is not None and consent.until < today:
        message = say("The consent ended on %(day)s.", day=consent.until.isoformat())
        hint = say("Ask again, or withdraw the story.")
        yield _find(
            "F3", item, message, hint, field=f"{place}.until", measured=str(today), allowed=f"≤ {consent.until}"
        )
    if consent.since is not None and consent.since > today:
        message = say("The consent begins on %(day)s.", day=consent.since.isoformat())
        hint = say("Wait until then: nothing of it may be shown before.")
        yield _find(
            "F3", item, message, hint, field=f"{place}.since", measured=str(today), allowed=f"≥ {consent.since}"
        )
    if consent.since and consent.until and consent.until < consent.since:
        message = say("The consent ends before it begins.")
        yield _find("F3", item, message, say("Correct the dates."), field=f"{place}.until")
    yield from _check_given(item, consent, place, today=today)


def _check_given(item: Item, consent: Consent, place: str, *, today: date) -> Iterator[Finding]:
    if consent.given_on is None:
        return
    if consent.given_on > today:
        message = say("The consent is dated in the future: %(day)s.", day=consent.given_on.isoformat())
        yield _find("F3", item, message, say("Correct the date."), field=f"{place}.given_on")
    elif count_months(consent.given_on, today) > OLD_MONTHS.value:
        message = say("The consent is older than %(months)s months.", months=int(OLD_MONTHS.value))
        hint = say("Ask the person whether it still holds.")
        yield _find("F7", item, message, hint, field=f"{place}.given_on", severity=Severity.WARNING)


def count_months(start: date, end: date) -> int:
    """Months begun between two days: one day more than 24 months are 25."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months + (1 if end.day > start.day else 0)


def count_years(start: date, end: date) -> int:
    """Whole years between two days; those of 29 February are full on 1 March."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _check_age(item: Item, consent: Consent, place: str, *, today: date) -> Iterator[Finding]:
    """F4. Nobody stays a child: whoever was one when it was given is asked again once the years have passed."""
    if consent.age is None or consent.age >= ADULT_FROM.value:
        return
    if not consent.guardians:
        hint = say("A parent or guardian must agree; from the age of 14 both must.")
        if consent.age < CHILD_UNDER.value:
            hint = say("Under 14 a parent or guardian must agree for the child.")
        yield _find("F4", item, say("The person is a child, and no guardian agreed."), hint, field=f"{place}.guardians")
    for index, guardian in enumerate(consent.guardians):
        for part in _GUARDIAN:
            if not getattr(guardian, part):
                message = say("The guardian’s consent does not say %(part)s.", part=part)
                hint = say("Fill it in from the signed form: without it the consent cannot be proven.")
                yield _find("F4", item, message, hint, field=f"{place}.guardians.{index}.{part}")
    if consent.age >= CHILD_UNDER.value and not consent.child_agreed:
        message = say("From the age of 14 the child decides too, and did not agree.")
        hint = say("Ask the child; without a yes of their own it is not shown.")
        yield _find("F4", item, message, hint, field=f"{place}.child_agreed")
    yield from _check_growing(item, consent, place, today=today)


def _check_growing(item: Item, consent: Consent, place: str, *, today: date) -> Iterator[Finding]:
    """At least as many birthdays have passed as years."""
    if consent.given_on is None or consent.age is None:
        return
    age = consent.age + max(0, count_years(consent.given_on, today))
    if age >= ADULT_FROM.value:
        message = say("The person is of age by now, and only agreed as a child.")
        hint = say("Ask the person, and record the new consent.")
        yield _find("F4", item, message, hint, field=f"{place}.age", severity=Severity.WARNING)
    elif age >= CHILD_UNDER.value and not consent.child_agreed and consent.age < CHILD_UNDER.value:
        message = say("The child is 14 by now and was never asked.")
        hint = say("Ask the child, and record the answer.")
        yield _find("F4", item, message, hint, field=f"{place}.child_agreed", severity=Severity.WARNING)


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
