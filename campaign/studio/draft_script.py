"""What a draft's scripts begin with. In: the draft, its sheet, who looks. Out: screens, addresses, words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from campaign.data import convert
from campaign.data.models import Channel, Draft, User
from campaign.forms.words import name_language, pick_text
from campaign.services.entries import Sheet
from campaign.spec.languages import LANGUAGES
from campaign.studio.access import name_person

FIRST = ("tram", "metro-platform", "metro-totem")
"""What is shown before anybody chooses: one screen of each kind."""
MOST_SHOWN = 3


@dataclass(frozen=True)
class Shown:
    """A channel that the draft can be looked at on."""

    slug: str
    title: str
    width: int
    height: int
    languages: tuple[str, ...]
    first: bool


def list_channels(sheet: Sheet) -> list[Shown]:
    """Those whose shape the template is for; three of them are shown first."""
    shapes = sheet.template.manifest.shapes if sheet.template else ()
    found = [convert.read_channel(row) for row in Channel.objects.order_by("position", "slug")]
    fit = [one for one in found if one.format.shape in shapes]
    first = [one.id for one in fit if one.id in FIRST]
    first += [one.id for one in fit if one.id not in first]
    return [
        Shown(
            one.id,
            pick_text(one.title),
            one.format.width,
            one.format.height,
            tuple(code for code in one.languages if all(part in sheet.languages for part in code.split("+"))),
            one.id in first[:MOST_SHOWN],
        )
        for one in fit
    ]


def describe_story(draft: Draft, sheet: Sheet, *, person: User) -> dict[str, Any]:
    """What the page's script begins with."""
    pk = draft.pk
    return {
        "draft": pk,
        "revision": draft.revision,
        "save": reverse("save-draft", args=[pk]),
        "news": reverse("draft-news", args=[pk]),
        "look": reverse("draft-look", args=[pk]),
        "signIn": reverse("sign-in"),
        "me": name_person(person),
        "languages": [
            {"code": code, "name": name_language(code), "direction": LANGUAGES[code].direction}
            for code in sheet.languages
        ],
        "channels": [
            {
                "slug": one.slug,
                "title": one.title,
                "width": one.width,
                "height": one.height,
                "languages": [{"code": code, "name": name_language(code)} for code in one.languages],
            }
            for one in list_channels(sheet)
        ],
        "words": list_words(),
    }


def list_words() -> dict[str, str]:
    """What the script says."""
    return {
        "saving": _("Saving…"),
        "saved": _("Saved %(time)s"),
        "unsaved": _("Not saved yet: the connection is lost. What you typed is kept in this browser and sent again."),
        "signed_out": _("You are signed out. Nothing is lost: sign in again in another tab, and it is saved here."),
        "sign_in": _("Sign in in another tab"),
        "refused": _("This could not be saved: %(why)s"),
        "gone": _("This draft was deleted meanwhile. What stands here is only in this browser: copy what you need."),
        "restored": _("Brought back what was typed here and not saved."),
        "others": _("%(names)s has this page open too. What each of you writes is put together."),
        "changed": _("%(name)s changed: %(field)s"),
        "clash": _("%(name)s wrote something else here while you did."),
        "theirs": _("Theirs:"),
        "mine": _("Yours:"),
        "keep_mine": _("Keep mine"),
        "take_theirs": _("Take theirs"),
        "left": _("%(count)s characters left"),
        "over": _("%(count)s characters too many"),
        "drawing": _("Drawing…"),
        "cannot": _("It cannot be drawn yet."),
        "no_findings": _("Nothing was found on these pictures."),
        "examples": _("Still the template’s example: %(fields)s"),
        "cut": _("Too long, shown in part: %(fields)s"),
        "error": _("To mend"),
        "warning": _("To look at"),
        "go": _("Show where"),
        "picture": _("%(screen)s, %(language)s: how it looks now"),
        "finding": _("Finding %(number)s: %(what)s"),
        "missing": _("Still missing: %(count)s"),
        "complete": _("Nothing is missing."),
        "row": _("Row %(number)s"),
        "removed": _("Row removed."),
        "settled": _("%(name)s made a new version of it. You go on from there."),
    }
