"""Small words in templates. In: core values. Out: text in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel import dates
from django import template
from django.utils import formats
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, gettext

from campaign.forms.words import name_language, pick_text
from campaign.studio.notices import Screen
from campaign.studio.places import Section, list_sections
from campaign.studio.words import ROLES

register = template.Library()


@register.filter
def in_words(role: str) -> str:
    """A role as people call it."""
    return str(ROLES[role])


@register.filter
def language_name(code: str) -> str:
    return name_language(code)


@register.filter
def file_kind(media_type: str) -> str:
    """What people call a kind of file: image/jpeg is JPEG."""
    return media_type.rpartition("/")[2].upper()


@register.filter
def pick(texts: dict[str, str]) -> str:
    """The text in the reader's language."""
    return pick_text(texts)


@register.filter
def get(values: Mapping[str, str], name: str) -> str:
    """What stands under a name with dots in it."""
    return values.get(name, "")


@register.filter
def when(moment: datetime) -> str:
    """A moment as written in the language: 23 ноември 2026 г., 12:00."""
    return dates.format_datetime(
        localtime(moment),
        "d MMMM y 'г.', HH:mm" if _in_bulgarian() else "d MMMM y, HH:mm",
        locale=get_language() or "bg",
    )


def _in_bulgarian() -> bool:
    return (get_language() or "bg") == "bg"


@register.filter
def hour(moment: datetime) -> str:
    """The clock's face where the channel is: 05:00; whoever makes the value has put it into that zone."""
    return f"{moment:%H:%M}"


@register.filter
def in_seconds(seconds: float) -> str:
    """Seconds as people read them: 8 s, 7,5 s."""
    digits = 0 if seconds == int(seconds) else 1
    return gettext("%(seconds)s s") % {"seconds": formats.number_format(seconds, decimal_pos=digits)}


@register.filter
def clock(seconds: float) -> str:
    """A place in a loop: 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


@register.filter
def silence(screen: Screen) -> str:
    """How long ago a player was heard of: not heard of for 3 hours."""
    if screen.seen_at is None:
        return gettext("never heard of")
    long = dates.format_timedelta(now() - screen.seen_at, threshold=2, locale=get_language() or "bg")
    text = gettext("not heard of for %(long)s") if screen.quiet else gettext("heard of %(long)s ago")
    return text % {"long": long}


@register.simple_tag(takes_context=True)
def list_places(context: dict[str, Any]) -> tuple[Section, ...]:
    """The sections of the bar, for whoever is signed in; none where there is no request."""
    request = context.get("request")
    return list_sections(request.user, request) if request is not None else ()
