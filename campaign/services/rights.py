"""Who may do what, on whose content. In: a person, roles, a campaign. Out: yes or no; nothing, or NotAllowed.

Leads and staff act for their own organisation, administrators for all. A membership of a single campaign replaces the
role that a person has in the organisation, and may be given for another organisation's campaign.
"""

from campaign.data.models import Campaign, Membership, User
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say

Role = User.Role

AUTHORS = frozenset({Role.STAFF, Role.LEAD, Role.ADMINISTRATOR})
"""Who takes content in, asks for review, and may stop it again."""
LEADS = frozenset({Role.LEAD, Role.ADMINISTRATOR})
"""Who approves and releases."""
OPERATORS = frozenset({Role.OPERATOR, Role.ADMINISTRATOR})
"""Who looks after the screens, and says that a thing is gone from them."""
WARNERS = LEADS | OPERATORS
"""Who puts emergency messages on the screens, and ends them."""
WATCHERS = AUTHORS | OPERATORS
"""Who sees what was withdrawn, and which screens know it."""
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
DESIGNERS = frozenset({Role.DESIGNER, Role.LEAD, Role.ADMINISTRATOR})
"""Who takes a changed template in use."""
WITHOUT_ORGANISATION = frozenset({Role.OPERATOR, Role.ADMINISTRATOR})
"""Roles that work for every organisation."""


def has_role(person: User, roles: frozenset[Role], *, campaign: Campaign | None = None) -> bool:
    """Whether the person has one of the roles: on the campaign, or, without one, in the organisation or on any
    campaign. Superusers have every role."""
    if person.is_superuser or (campaign is None and person.role in roles):
        return True
    return not roles.isdisjoint(_list_roles(person, campaign=campaign))


def list_roles(person: User) -> frozenset[Role]:
    """Every role the person has, in the organisation or on any campaign. Superusers have every role."""
    if person.is_superuser:
        return frozenset(Role)
    return frozenset({Role(person.role)}) | _list_roles(person, campaign=None)


def has_role_everywhere(person: User, roles: frozenset[Role]) -> bool:
    """Whether the person has one of the roles in the organisation itself: for what reaches all screens, or campaigns
    that are not there yet, a role on a single campaign is not enough."""
    return person.is_superuser or person.role in roles


def _list_roles(person: User, *, campaign: Campaign | None) -> frozenset[Role]:
    """On the campaign; without one, by the memberships alone."""
    rows = Membership.objects.filter(user=person)
    if campaign is None:
        return frozenset(map(Role, rows.values_list("role", flat=True)))
    given = rows.filter(campaign=campaign).values_list("role", flat=True).first()
    if given is not None:
        return frozenset({Role(given)})
    own = person.role in WITHOUT_ORGANISATION or person.organisation_id == campaign.organisation_id
    return frozenset({Role(person.role)}) if own else frozenset()


def check_role(by: User, roles: frozenset[Role], *, campaign: Campaign) -> None:
    """Raise NotAllowed when the person has none of the roles on this campaign."""
    check_own(by, campaign=campaign)
    if not has_role(by, roles, campaign=campaign):
        raise NotAllowed(
            say("Your role may not do this in the campaign “%(slug)s”.", slug=campaign.slug),
            hint=say("Ask a campaign lead or the administrator."),
        )


def check_own(by: User, *, campaign: Campaign) -> None:
    """Raise NotAllowed when the campaign is another organisation's, and the person has no role on it."""
    if has_role_everywhere(by, ADMINISTRATORS) or by.organisation_id == campaign.organisation_id:
        return
    if Membership.objects.filter(user=by, campaign=campaign).exists():
        return
    raise NotAllowed(say("The campaign “%(slug)s” belongs to another organisation.", slug=campaign.slug))
