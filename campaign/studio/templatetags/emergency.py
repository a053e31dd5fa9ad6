"""What every page says of emergency messages. In: the person. Out: those that show now, and whether to offer more."""

from django import template
from django.utils import timezone

from campaign.data.models import User
from campaign.forms.words import pick_text
from campaign.services.announcing import HEADLINE
from campaign.services.emergencies import list_on
from campaign.services.rights import WATCHERS, has_role

register = template.Library()


@register.simple_tag
def list_alarms() -> list[tuple[int, str]]:
    """Number and words of each message that shows now."""
    return [(row.pk, pick_text(row.texts[HEADLINE])) for row in list_on(at=timezone.now())]


@register.filter
def may_act(person: User) -> bool:
    """Whether the person may put up messages, or take something down."""
    return has_role(person, WATCHERS)
