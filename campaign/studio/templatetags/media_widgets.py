"""What the widgets of photos, films and subtitles need. In: a section of a draft's form. Out: its inputs by parts,
addresses, limits, and the words that scripts say.

Their inputs are called as campaign.forms names them, so a page without scripts posts the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from campaign.adapters.media import MAX_BYTES
from campaign.data.models import Draft
from campaign.forms.nodes import FILMS, MAPS, PICTURES, SUBTITLES
from campaign.forms.values import Input, Section
from campaign.forms.words import name_language, pick_text
from campaign.render.guide import LEAST_SECONDS, MOST_LINES, MOST_SECONDS, count_room, find_pace
from campaign.render.manifest import FieldType
from campaign.services import crops, templating, uploads
from campaign.spec.formats import Shape
from campaign.spec.languages import LANGUAGES

register = template.Library()

ACCEPT = {
    FieldType.IMAGE: ",".join(("image/jpeg", "image/png", "image/webp", "image/svg+xml", *PICTURES)),
    FieldType.CLIP: ",".join(("video/mp4", "video/quicktime", "video/webm", "video/x-matroska", *FILMS)),
    FieldType.SUBTITLES: ",".join(SUBTITLES),
    FieldType.MAP: ",".join(("application/geo+json", *MAPS)),
}
"""What a browser offers to choose; without HEIC among them, phones turn their photos into JPEG by themselves."""
UPLOAD = "upload."
"""Stands before the name of an input whose file is posted with the page, where scripts are off."""


@dataclass(frozen=True)
class Medium:
    """`parts` are the sections of a photo or film by name; `desk` is what its script begins with."""

    section: Section
    parts: Mapping[str, Section]
    accept: str
    desk: Mapping[str, Any]
    file: Input | None = None
    known: Mapping[str, Any] = field(default_factory=dict)

    @property
    def upload(self) -> str:
        return UPLOAD + (self.file.bound.html_name if self.file else self.section.path)


@register.simple_tag
def is_subtitles(section: Section, draft: Draft) -> bool:
    """Whether a section takes files of subtitles, one a language."""
    return section.ask == "file" and _find_type(section, draft) is FieldType.SUBTITLES


@register.simple_tag
def read_any(section: Section, draft: Draft) -> Medium:
    """The widget of a file that needs nothing but to be handed in, such as a map: a leaf with one input."""
    kind = _find_type(section, draft) or FieldType.MAP
    medium = _read(section, draft, kind, words={})
    return replace(medium, file=section.inputs[0])


@register.simple_tag
def read_photo(section: Section, draft: Draft) -> Medium:
    """The widget of a photo."""
    return _read(section, draft, FieldType.IMAGE, words=_list_photo_words())


@register.simple_tag
def read_clip(section: Section, draft: Draft) -> Medium:
    """The widget of a film."""
    found = templating.find_template(draft.template)
    lengths = crops.list_lengths(found) if found else None
    more = {"lengths": _describe_lengths(lengths)} if lengths else {}
    return _read(section, draft, FieldType.CLIP, words=_list_clip_words(), more=more)


@register.simple_tag
def read_cues(section: Section, draft: Draft) -> Medium:
    """The widget of subtitles."""
    more = {
        "address": reverse("cues", args=[draft.pk]),
        "languages": [_describe_language(one.language, one.bound.html_name) for one in section.inputs],
        "lines": MOST_LINES,
        "room": count_room(Shape.LANDSCAPE),
        "least": round(LEAST_SECONDS, 2),
        "most": MOST_SECONDS,
    }
    return _read(section, draft, FieldType.SUBTITLES, words=_list_cue_words(), more=more)


def _find_type(section: Section, draft: Draft) -> FieldType | None:
    found = templating.find_template(draft.template)
    spec = uploads.find_field(found.manifest, section.path) if found else None
    return spec.type if spec else None


def _read(
    section: Section,
    draft: Draft,
    kind: FieldType,
    *,
    words: Mapping[str, str],
    more: Mapping[str, Any] | None = None,
) -> Medium:
    parts = {part.path.rpartition(".")[2]: part for part in section.parts}
    file = parts["file"].inputs[0] if "file" in parts else None
    row = uploads.find_file(draft, str(file.bound.value() or "")) if file else None
    known = {"width": row.width, "height": row.height, "seconds": row.seconds} if row else {}
    desk = {
        "draft": draft.pk,
        "upload": reverse("upload", args=[draft.pk]),
        "crops": reverse("crops", args=[draft.pk]),
        "media": reverse("medium", args=[draft.pk, "x"])[:-1],
        "most": MAX_BYTES[kind],
        "known": known,
        "words": {**_list_words(kind), **words},
        **(more or {}),
    }
    return Medium(section, parts, ACCEPT[kind], desk, file, known)


def _describe_language(code: str, name: str) -> dict[str, Any]:
    pace = find_pace(code)
    return {
        "code": code,
        "input": name,
        "called": name_language(code),
        "own": LANGUAGES[code].name,
        "direction": LANGUAGES[code].direction,
        "most": pace.most,
        "comfortable": pace.comfortable,
    }


def _describe_lengths(lengths: crops.Lengths) -> dict[str, Any]:
    return {
        "most": lengths.most,
        "least": lengths.least,
        "title": lengths.title,
        "partners": lengths.partners,
        "fade": lengths.fade,
        "places": [
            {"slot": place.slot_seconds, "channels": ", ".join(map(pick_text, place.channels))}
            for place in lengths.places
        ],
    }


def _list_words(kind: FieldType) -> dict[str, str]:
    """What an upload says, of any file."""
    return {
        "sending": _("Sending %(name)s: %(percent)s %%"),
        "looking": _("Looking at %(name)s…"),
        "kept": _("%(name)s is here."),
        "stopped": _("Stopped. Nothing was changed."),
        "lost": _("The file did not arrive: the connection was lost. Try again."),
        "signed_out": _("You are signed out. Sign in again in another tab, then choose the file once more."),
        "too_large": _("%(name)s has %(size)s MB. At most %(most)s MB are taken."),
        "one": _("One file at a time, please: the first one was taken."),
        "no_file": _("There is no file in what you pasted or dropped."),
    }


def _list_photo_words() -> dict[str, str]:
    return {
        "focus": _("Focal point: %(x)s %% from the left, %(y)s %% from the top. The arrow keys move it."),
        "soft": _("Enlarged %(times)s times: it will look soft here. %(width)s × %(height)s pixels would be sharp."),
        "crop": _("How it is cropped: %(shape)s"),
    }


def _list_clip_words() -> dict[str, str]:
    return {
        **_list_photo_words(),
        "play": _("Play"),
        "pause": _("Pause"),
        "cannot": _("Your browser cannot play this kind of film. A copy that it can play is being made…"),
        "copied": _("You see a small copy. On the screens the film itself is shown."),
        "no_copy": _("Choose by the pictures: this film plays in no browser."),
        "at": _("%(second)s s"),
        "from": _("The clip begins at %(second)s seconds"),
        "to": _("The clip ends at %(second)s seconds"),
        "lasts": _("The clip lasts %(film)s s"),
        "lasts_with": _("The clip lasts %(film)s s, with the cards about %(total)s s"),
        "too_long": _("The clip lasts %(film)s s: at most %(most)s s are shown. End it at %(end)s s or earlier."),
        "backwards": _("The clip ends before it begins. Give it a later end."),
        "beyond": _("The film lasts %(seconds)s s: choose a beginning and an end inside it."),
        "place": _("%(channels)s: it takes one place of %(slot)s s."),
        "places": _("%(channels)s: it takes %(count)s places of %(slot)s s. One would hold a clip of %(fits)s s."),
        "places_only": _("%(channels)s: it takes %(count)s places of %(slot)s s."),
        "no_number": _("Write seconds, as 2.5 or 0:02.5."),
    }


def _list_cue_words() -> dict[str, str]:
    return {
        "number": _("Subtitle %(number)s"),
        "in": _("Begins, s"),
        "out": _("Ends, s"),
        "now_in": _("Begins now"),
        "now_out": _("Ends now"),
        "text": _("Text of subtitle %(number)s, %(language)s"),
        "play": _("Play it"),
        "split": _("Split"),
        "join": _("Join with the next"),
        "remove": _("Remove"),
        "calm": _("%(speed)s characters a second: easy to read"),
        "fast": _("%(speed)s characters a second: fast, %(most)s is comfortable"),
        "over": _("%(speed)s characters a second: too fast, at most %(most)s"),
        "empty": _("no text yet"),
        "wordless": _("Nothing is written in %(language)s yet."),
        "count": _("Subtitles in %(language)s: %(count)s"),
        "all_well": _("Nothing is wrong with them."),
        "wrong": _("To mend: %(count)s"),
        "warned": _("to look at: %(count)s"),
        "saved": _("Saved %(time)s"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet: the connection is lost. What you typed is kept in this browser and sent again."),
        "restored": _("Brought back what was typed here and not saved."),
        "no_time": _("Write the time in seconds, as 12.4 or 0:12.4."),
        "mended": _("Mended: %(count)s. Undo brings back what was."),
        "nothing_mended": _("There is nothing that can be mended without you."),
        "copied": _("Times taken from %(language)s: %(count)s. Now write the words."),
        "imported": _("Read from %(name)s: %(count)s subtitles."),
        "undone": _("Undone."),
        "no_film": _("Choose the film first: then it plays here, and the subtitles stand on its timeline."),
        "other": _("%(language)s: %(text)s"),
        "on": _("On: %(channels)s"),
        "on_many": _("On %(count)s channels"),
        "lost": _("The file did not arrive: the connection was lost. Try again."),
    }
