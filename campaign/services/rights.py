"""Who may do what, on whose content. In: a person, roles, a campaign. Out: yes or no; nothing, or NotAllowed.

Leads and staff act for their own organisation, administrators for all.
"""

from campaign.data.models import Campaign, User
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


def has_role(person: User, roles: frozenset[Role]) -> bool:
    """Superusers have every role."""
    return person.is_superuser or person.role in roles


def check_own(by: User, *, campaign: Campaign) -> None:
    """Raise NotAllowed when the campaign is another organisation's."""
    if has_role(by, ADMINISTRATORS) or by.organisation_id == campaign.organisation_id:
        return
    raise NotAllowed(say("The campaign “%(slug)s” belongs to another organisation.", slug=campaign.slug))
