"""People as those see them who look after them. In: rows. Out: frozen values for the templates, in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.data.models import Campaign, Invitation, Mail, Organisation, SecondFactor, User
from campaign.forms.words import pick_text
from campaign.services import invitations, mailing
from campaign.services.accounts import OF_CAMPAIGNS, list_led, may_keep
from campaign.services.rights import ADMINISTRATORS, WITHOUT_ORGANISATION, Role, has_role
from campaign.studio.access import name_person
from campaign.studio.words import ROLES

Choice = tuple[str, str]
NEW = "new"
ALL = "all"
TELLS: dict[str, Promise] = {
    Role.STAFF: gettext_lazy("adds stories and figures, keeps consents"),
    Role.DESIGNER: gettext_lazy("makes templates and sees all pictures"),
    Role.LEAD: gettext_lazy("approves, schedules and releases, invites people"),
    Role.OPERATOR: gettext_lazy("looks after the screens and their players"),
    Role.ADMINISTRATOR: gettext_lazy("may do everything, for all organisations"),
}


@dataclass(frozen=True)
class Given:
    """A role on one campaign."""

    campaign: str
    title: str
    role: str


@dataclass(frozen=True)
class PersonCard:
    """`kept` is whether the reader may change role and access."""

    pk: int
    name: str
    username: str
    email: str
    role: str
    organisation: str
    given: tuple[Given, ...]
    is_active: bool
    second_factor: bool
    last_login: datetime | None
    kept: bool
    is_self: bool


@dataclass(frozen=True)
class InvitationCard:
    pk: int
    email: str
    role: str
    place: str
    by: str
    until: datetime
    letter: str


@dataclass(frozen=True)
class LetterCard:
    """One that did not go."""

    pk: int
    address: str
    subject: str
    error: str
    tries: int
    given_up: bool


def show_people(people: Iterable[User], *, by: User) -> tuple[PersonCard, ...]:
    """With their memberships of the campaigns that the reader leads."""
    rows, led = list(people), set(list_led(by).values_list("pk", flat=True))
    secured = set(
        SecondFactor.objects.filter(user__in=rows).exclude(confirmed_at=None).values_list("user_id", flat=True)
    )
    return tuple(_show(row, by=by, led=led, secured=row.pk in secured) for row in rows)


def show_invitations(rows: Iterable[Invitation]) -> tuple[InvitationCard, ...]:
    """With what became of their letters."""
    found = list(rows)
    letters = Mail.objects.filter(kind=invitations.LETTER, address__in=[row.email for row in found]).order_by("pk")
    last = {letter.address: letter for letter in letters}
    return tuple(
        InvitationCard(
            row.pk,
            row.email,
            str(ROLES[row.role]),
            _name_place(row),
            name_person(row.by),
            row.until,
            _tell_letter(last.get(row.email)),
        )
        for row in found
    )


def show_letters(rows: Iterable[Mail]) -> tuple[LetterCard, ...]:
    return tuple(
        LetterCard(
            row.pk, row.address, row.subject or _("A new password"), row.error, row.tries, mailing.is_given_up(row)
        )
        for row in rows
    )


def list_places(by: User) -> list[Choice | tuple[str, list[Choice]]]:
    """Where this person may invite to: organisations, single campaigns; administrators to all of it too."""
    is_administrator = has_role(by, ADMINISTRATORS)
    organisations = Organisation.objects.order_by("name")
    if not is_administrator:
        organisations = organisations.filter(user=by) if by.role == Role.LEAD else organisations.none()
    named: list[Choice] = [(f"organisation:{row.pk}", row.name) for row in organisations]
    if is_administrator:
        named += [(NEW, _("A new organisation")), (ALL, _("All organisations (for operators and administrators)"))]
    campaigns = [(f"campaign:{row.pk}", pick_text(row.body["title"])) for row in list_led(by)]
    groups = [(_("An organisation, with all its campaigns"), named), (_("A single campaign"), campaigns)]
    found: list[Choice | tuple[str, list[Choice]]] = [(title, choices) for title, choices in groups if choices]
    return [("", _("Choose")), *found] if len(named) + len(campaigns) > 1 else found


def list_roles(by: User) -> list[Choice]:
    """With what each does; those that this person may give."""
    roles = list(Role) if has_role(by, ADMINISTRATORS) else [role for role in Role if role in OF_CAMPAIGNS]
    return [(role.value, f"{ROLES[role]} – {TELLS[role]}") for role in roles]


def list_campaign_roles() -> list[Choice]:
    return [(role.value, str(ROLES[role])) for role in Role if role in OF_CAMPAIGNS]


def list_led_choices(by: User) -> list[Choice]:
    return [(str(row.pk), pick_text(row.body["title"])) for row in list_led(by)]


def list_organisations(by: User) -> list[Choice]:
    """In which somebody may be put; administrators alone put people elsewhere."""
    if has_role(by, ADMINISTRATORS):
        none = ("", _("None (for operators and administrators)"))
        return [none, *((str(row.pk), row.name) for row in Organisation.objects.order_by("name"))]
    return [(str(by.organisation_id), by.organisation.name)] if by.organisation else []


def needs_organisation(role: str) -> bool:
    return role not in WITHOUT_ORGANISATION


def _show(row: User, *, by: User, led: Collection[int], secured: bool) -> PersonCard:
    given = tuple(
        Given(one.campaign.slug, pick_text(one.campaign.body["title"]), str(ROLES[one.role]))
        for one in row.memberships.all()
        if one.campaign_id in led
    )
    return PersonCard(
        row.pk,
        name_person(row),
        row.username,
        row.email,
        str(ROLES[row.role]),
        row.organisation.name if row.organisation else "",
        given,
        row.is_active,
        secured,
        row.last_login,
        may_keep(row, by=by),
        row.pk == by.pk,
    )


def _name_place(row: Invitation) -> str:
    if row.campaign is not None:
        return pick_text(row.campaign.body["title"])
    return row.organisation.name if row.organisation else _("All organisations")


def _tell_letter(letter: Mail | None) -> str:
    if letter is None:
        return ""
    if letter.sent_at is not None:
        return _("The letter is sent.")
    if mailing.is_given_up(letter):
        return _("The letter could not be sent.")
    return _("The letter waits to be sent.")


def find_campaign(by: User, pk: str) -> Campaign | None:
    """One of those that this person leads."""
    return list_led(by).filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 10 else None
