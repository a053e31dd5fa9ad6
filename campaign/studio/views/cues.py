"""The subtitle editor's questions. In: a draft, cues as its page has them. Out: a file that was saved, what the checks
say, what mending would change; and a file of subtitles to take away.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaign.data.models import Draft
from campaign.forms.words import pick_text
from campaign.render.manifest import FieldType
from campaign.render.subtitles import Cue
from campaign.services import cues
from campaign.services.cues import Told
from campaign.services.rights import AUTHORS
from campaign.spec.errors import CampaignError
from campaign.spec.files import MEDIA_TYPES
from campaign.spec.findings import Severity
from campaign.spec.languages import LANGUAGES
from campaign.studio.access import for_roles, get_person
from campaign.studio.receiving import read_json
from campaign.studio.views.uploads import find_template
from campaign.studio.words import explain_error, translate_message
from campaign.studio.writers import find_draft

MOST_SECONDS = 20 * 60.0
KINDS = ("srt", "vtt")


@require_GET
@for_roles(AUTHORS)
def show_cues(request: HttpRequest, pk: int, name: str) -> JsonResponse:
    """The cues of a file of the draft, in milliseconds."""
    draft = find_draft(request, pk)
    if name not in draft.media:
        raise Http404
    try:
        return JsonResponse({"cues": _describe(cues.read_file(draft, name))})
    except CampaignError as error:
        return JsonResponse({"error": " ".join(explain_error(error))}, status=422)


@require_GET
@for_roles(AUTHORS)
def export_cues(request: HttpRequest, pk: int, name: str, language: str, kind: str) -> HttpResponse:
    """The same as SRT or WebVTT, for other programs."""
    draft = find_draft(request, pk)
    if name not in draft.media or language not in LANGUAGES or kind not in KINDS:
        raise Http404
    try:
        text = cues.export_cues(cues.read_file(draft, name), language=language, kind=kind)
    except CampaignError:
        raise Http404 from None
    stem = name.rpartition(".")[0]
    answer = HttpResponse(text, content_type=f"{MEDIA_TYPES[kind]}; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{stem}.{kind}')}"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
@for_roles(AUTHORS)
def take_cues(request: HttpRequest, pk: int) -> JsonResponse:
    """Checks tracks; saves the one of a language where `save` names it, mends it where `mend` does. 422 in words for
    what cannot be read."""
    draft = find_draft(request, pk)
    try:
        asked = read_json(request)
        tracks = {code: cues.parse_cues(asked["tracks"][code]) for code in asked["tracks"] if code in LANGUAGES}
        start, end = (min(MOST_SECONDS, max(0.0, float(asked[name]))) for name in ("from", "to"))
        save, mend = (str(asked.get(name, "")) for name in ("save", "mend"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"error": _("The subtitles did not arrive whole. Try again.")}, status=400)
    except CampaignError as error:
        return JsonResponse({"error": " ".join(explain_error(error))}, status=422)
    try:
        answer = _answer(request, draft, tracks, save=save, mend=mend, end=end, film=str(asked.get("film", "")))
        told = cues.check_cues(tracks, start=start, end=end)
    except CampaignError as error:
        return JsonResponse({"error": " ".join(explain_error(error))}, status=422)
    return JsonResponse({**answer, "findings": list(map(_describe_told, told))})


def _answer(
    request: HttpRequest,
    draft: Draft,
    tracks: Mapping[str, tuple[Cue, ...]],
    *,
    save: str,
    mend: str,
    end: float,
    film: str,
) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if save in tracks and _takes_subtitles(draft):
        kept = cues.save_cues(draft, tracks[save], language=save, film=film, by=get_person(request), now=timezone.now())
        answer["name"] = kept.name if kept else ""
    if mend in tracks:
        mended = cues.mend(tracks[mend], language=mend, end=end)
        answer["cues"] = _describe(mended.cues)
        answer["why"] = [
            {"cue": change.before.number, "words": "; ".join(map(translate_message, change.why))}
            for change in mended.changes
        ]
    return answer


def _takes_subtitles(draft: Draft) -> bool:
    return any(field.type is FieldType.SUBTITLES for field in find_template(draft).manifest.fields.values())


def _describe(track: tuple[Cue, ...]) -> list[dict[str, object]]:
    return [{"start": max(0, cue.start), "end": max(0, cue.end), "text": cue.text} for cue in track]


def _describe_told(told: Told) -> dict[str, object]:
    finding = told.finding
    return {
        "language": finding.place.language,
        "cue": finding.place.cue,
        "rule": finding.rule,
        "error": finding.severity is Severity.ERROR,
        "message": translate_message(finding.message),
        "hint": translate_message(finding.hint),
        "channels": list(dict.fromkeys(map(pick_text, told.channels))),
    }
