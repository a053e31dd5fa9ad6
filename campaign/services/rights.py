"""Who may act on whose content. In: a person and a campaign. Out: nothing, or NotAllowed.

Leads and staff act for their own organisation, administrators for all.
"""

from campaign.data.models import Campaign, User
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say


def check_own(by: User, *, campaign: Campaign) -> None:
    """Raise NotAllowed when the campaign is another organisation's."""
    if by.is_superuser or by.role == User.Role.ADMINISTRATOR or by.organisation_id == campaign.organisation_id:
        return
    raise NotAllowed(say("The campaign “%(slug)s” belongs to another organisation.", slug=campaign.slug))
