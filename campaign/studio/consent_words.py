"""What people call the parts of a consent. In: names as the core spells them. Out: words, for pages and forms."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from campaign.data.models import ConsentEvent
from campaign.services.consents import ConsentState
from campaign.services.erasure import Ground
from campaign.spec.consent import PUBLIC_SCREENS, Naming

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Act = ConsentEvent.Act

STATES: Mapping[str, "_StrPromise"] = {
    ConsentState.HOLDS: _("Valid"),
    ConsentState.NOT_YET: _("Not valid yet"),
    ConsentState.ENDED: _("Ended"),
    ConsentState.WITHDRAWN: _("Consent withdrawn"),
    ConsentState.ERASED: _("Erased"),
}
LOOKS: Mapping[str, str] = {
    ConsentState.HOLDS: "approved",
    ConsentState.NOT_YET: "submitted",
    ConsentState.ENDED: "failed",
    ConsentState.WITHDRAWN: "withdrawn",
    ConsentState.ERASED: "draft",
}
"""State → its colour and sign, those of materials."""

PURPOSES: Mapping[str, "_StrPromise"] = {
    PUBLIC_SCREENS: _("Screens in public places"),
    "website": _("The organisation’s website"),
    "social-media": _("Social media"),
    "print": _("Printed posters and leaflets"),
    "exhibition": _("Exhibitions"),
    "press": _("Newspapers, radio and television"),
}
NAMINGS: Mapping[str, "_StrPromise"] = {
    Naming.NAME: _("By their own name"),
    Naming.PSEUDONYM: _("By another name (a pseudonym)"),
    Naming.NOBODY: _("By no name at all"),
}
RELATIONS: Mapping[str, "_StrPromise"] = {
    "parent": _("Parent"),
    "guardian": _("Guardian"),
    "other": _("Other"),
}
ACTS: Mapping[str, "_StrPromise"] = {
    Act.RECORDED: _("recorded it"),
    Act.CHANGED: _("changed it"),
    Act.SEEN: _("looked at it"),
    Act.DOCUMENT_KEPT: _("kept the signed form"),
    Act.DOCUMENT_SEEN: _("opened the signed form"),
    Act.WITHDRAWN: _("withdrew the consent"),
    Act.RESTORED: _("replaced it with a new consent"),
    Act.EXPIRED: _("It ended by its date"),
    Act.ERASED: _("erased the personal data"),
}
GROUNDS: Mapping[str, "_StrPromise"] = {
    Ground.WITHDRAWN: _("The person withdrew the consent"),
    Ground.NO_LONGER_NEEDED: _("The data is no longer needed"),
    Ground.OBJECTED: _("The person objected"),
    Ground.UNLAWFUL: _("It should never have been kept"),
    Ground.LAW: _("A law demands it"),
}
"""Why something is erased, by GDPR 17(1)."""
STOPS = frozenset({Act.WITHDRAWN, Act.EXPIRED, Act.ERASED})
"""Acts that took something off the screens."""

LABELS: Mapping[str, "_StrPromise"] = {
    "campaign": _("Campaign"),
    "slug": _("Our name for this consent"),
    "person": _("Who agrees"),
    "given_to": _("To whom the consent is given"),
    "given_on": _("Day of the consent"),
    "given_how": _("How it was given"),
    "wording": _("The exact words of the consent"),
    "wording_version": _("Version of these words"),
    "language": _("Language of the consent"),
    "told_of_withdrawal": _("The person was told that the consent can be withdrawn at any time"),
    "naming": _("How the person is named on the screens"),
    "shown_as": _("Name on the screens"),
    "purposes": _("What for"),
    "channels": _("On which screens"),
    "since": _("First day"),
    "until": _("Last day"),
    "reveals_origin": _("The story reveals ethnicity, faith or origin"),
    "origin_consent": _("The person agreed to exactly that, separately"),
    "age": _("Age on the day of the consent"),
    "child_agreed": _("The child agreed too"),
    "guardians": _("Parents or guardians"),
    "items": _("What the consent is for"),
}
"""Parts of a consent, as forms and pages call them."""

DETAILS: Mapping[str, "_StrPromise"] = {
    **LABELS,
    **GROUNDS,
    "search": _("found by a search"),
    "pack": _("with a content pack"),
}
"""What the log says beside an act: fields that changed, why something was erased."""

HELP: Mapping[str, "_StrPromise"] = {
    "slug": _("Latin letters, digits and hyphens. It stands in lists and addresses: nothing of the person in it."),
    "person": _("First and last name, as in the signed form. Only staff and leads of your organisation see it."),
    "given_to": _("The organisation, as the form names it."),
    "given_how": _("For example: signed on paper, in the school, with an interpreter."),
    "wording": _("Word for word, in the language in which it was given."),
    "wording_version": _("As your organisation numbers its forms, for example: 2026-02."),
    "naming": _("What the person chose. Nothing else is shown."),
    "shown_as": _("The pseudonym, or as much of the name as the person agreed to. Empty: the whole name."),
    "purposes": _("Only what the person agreed to. Without public screens nothing can be shown there."),
    "channels": _("Nobody agrees to what was not named: screens without a tick stay closed to this story."),
    "since": _("Empty: from the day of the consent."),
    "until": _("Empty: until it is withdrawn. After two years we remind you to ask again."),
    "age": _("Only for people under 18."),
    "guardians": _("Under 14 a parent or guardian decides; from 14 to 17 both the child and the guardian must agree."),
    "items": _("The stories in which this person can be recognised."),
}
