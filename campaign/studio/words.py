"""The translation edge. In: the core's messages and texts in several languages. Out: words in the reader's language."""

import re

from django.utils.formats import get_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaign.data.models import Material, Rendering, User
from campaign.forms.words import name_language
from campaign.spec.boxes import Box
from campaign.spec.channels import Medium
from campaign.spec.content import Kind
from campaign.spec.errors import CampaignError, Place
from campaign.spec.message import Message

STATES: dict[str, Promise] = {
    Material.State.DRAFT: _("Draft"),
    Material.State.SUBMITTED: _("Waiting for approval"),
    Material.State.APPROVED: _("Approved"),
    Material.State.WITHDRAWN: _("Withdrawn"),
    Material.State.EXPIRED: _("Expired"),
}
ROLES: dict[str, Promise] = {
    User.Role.STAFF: _("Staff"),
    User.Role.DESIGNER: _("Designer"),
    User.Role.LEAD: _("Campaign lead"),
    User.Role.OPERATOR: _("Screen operator"),
    User.Role.ADMINISTRATOR: _("Administrator"),
}
KINDS: dict[str, Promise] = {
    Kind.STORY: _("Story"),
    Kind.STATISTIC: _("Statistic"),
    Kind.MYTH: _("Myth and fact"),
    Kind.NOTICE: _("Project notice"),
    Kind.EVENT: _("Event"),
}
MEDIUMS: dict[str, Promise] = {Medium.STILL: _("Still pictures"), Medium.LOOP: _("Moving pictures, silent")}
RENDERING: dict[str, Promise] = {
    Rendering.State.DUE: _("Waits for its turn"),
    Rendering.State.QUEUED: _("In the queue"),
    Rendering.State.RUNNING: _("Rendering now"),
    Rendering.State.DONE: _("Ready"),
    Rendering.State.FAILED: _("Failed"),
    Rendering.State.GONE: _("Removed: nothing needed it any more"),
}
NAMES: dict[str, Promise] = {
    **STATES,
    **ROLES,
    **KINDS,
    "submit": _("Submit for approval"),
    "approve": _("Approve"),
    "return": _("Return for changes"),
    "withdraw": _("Withdraw"),
}
PARTS: dict[str, Promise] = {
    "person": _("who it is"),
    "given_to": _("to whom it was given"),
    "given_on": _("on which day it was given"),
    "given_how": _("how it was given"),
    "wording": _("its exact words"),
    "wording_version": _("the version of its words"),
    "language": _("in which language it was given"),
    "told_of_withdrawal": _("that it can be withdrawn"),
    "naming": _("under which name the person is shown"),
    "shown_as": _("what the person is called"),
    "purposes": _("for which purposes"),
    "name": _("name"),
    "population": _("population"),
    "unit": _("unit"),
    "period": _("period"),
}
"""What a message about a consent or a source calls a part of it."""


DECIMAL = re.compile(r"%\((\w+)\)(?:[.\d]*[fg]|s)")
"""A gap that may be filled with a number."""


def translate_message(message: Message) -> str:
    """A core message in the language in force; its gaps are filled after translation."""
    text = gettext(message.text)
    if not message.params:
        return text
    text = DECIMAL.sub(lambda gap: _write_decimal(gap, message), text)
    return text % {name: _name(value, gap=name) for name, value in message.params.items()}


def _write_decimal(gap: re.Match[str], message: Message) -> str:
    """1.5 is 1,5 in Bulgarian; words stay for later."""
    if gap[0].endswith("s") and not isinstance(message.params.get(gap[1]), float):
        return gap[0]
    return (gap[0] % message.params).replace(".", str(get_format("DECIMAL_SEPARATOR"))).replace("%", "%%")


def _name(value: str | float, *, gap: str) -> str | float:
    """States, acts and roles, alone or in a list, and parts of a record, as people call them; else as it is."""
    if not isinstance(value, str):
        return value
    if gap == "part" and value in PARTS:
        return str(PARTS[value])
    parts = value.split(", ")
    return ", ".join(str(NAMES[part]) for part in parts) if all(part in NAMES for part in parts) else value


def explain_error(error: CampaignError) -> tuple[str, ...]:
    """Every fault as a sentence or two: what is wrong, and how to mend it."""
    return tuple(" ".join(translate_message(part) for part in (one.message, one.hint) if part) for one in error.singles)


REGIONS: dict[tuple[int, int], Promise] = {
    (0, 0): _("top left of the picture"),
    (0, 1): _("top middle of the picture"),
    (0, 2): _("top right of the picture"),
    (1, 0): _("left of the picture"),
    (1, 1): _("middle of the picture"),
    (1, 2): _("right of the picture"),
    (2, 0): _("bottom left of the picture"),
    (2, 1): _("bottom middle of the picture"),
    (2, 2): _("bottom right of the picture"),
}
"""Row and column of a picture's nine parts."""


def describe_place(place: Place, *, field: str = "", size: tuple[int, int] | None = None, spoken: str = "") -> str:
    """Where a finding is, in words, as far as the material's page does not say it already; `field` is what people call
    the place's field, `size` the picture's width and height, `spoken` the material's language."""
    parts = []
    if place.field:
        parts.append(gettext("field “%(field)s”") % {"field": field or place.field})
    if place.language and place.language != spoken:
        parts.append(gettext("in %(language)s") % {"language": name_language(place.language)})
    if place.box and size:
        parts.append(str(REGIONS[_find_region(place.box, size)]))
    if place.cue is not None:
        parts.append(gettext("subtitle %(number)d") % {"number": place.cue})
    if place.second is not None:
        parts.append(gettext("second %(second)s") % {"second": number_format(place.second, 1)})
    return ", ".join(parts)


def _find_region(box: Box, size: tuple[int, int]) -> tuple[int, int]:
    """Of the box's middle; what covers most of a side is in the middle of it by that."""
    (across, down), (width, height) = box.middle, size
    return min(2, max(0, int(3 * down / height))), min(2, max(0, int(3 * across / width)))
