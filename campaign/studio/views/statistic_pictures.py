"""The pictures that would tell a table, live: the honest ones first, and why others would mislead."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from campaign.data.models import Channel
from campaign.forms.words import name_language, pick_text
from campaign.services import statistics
from campaign.services.figures import Understood, list_gaps, list_languages, list_proposals, read_focus, understand
from campaign.services.picturing import draw_proposal
from campaign.services.rights import AUTHORS
from campaign.services.templating import find_templates
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.shares import shared
from campaign.studio.statistic_cards import list_cards, list_faults
from campaign.studio.statistic_steps import find_statistic, list_steps
from campaign.studio.words import explain_error

WIDTH = 640
MOST_FOCI = 60


@never_cache
@require_GET
@for_roles(AUTHORS)
def show_pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Not before the table can be read and its source is said."""
    draft = find_statistic(request, pk)
    known = understand(draft)
    if list_faults(known):
        messages.error(request, _("First mend the table: without it there are no pictures."))
        return redirect("statistic-table", pk=pk)
    if list_gaps(draft):
        return redirect(f"{reverse('statistic-source', args=[pk])}?missing=1")
    channels = list(Channel.objects.order_by("position", "slug"))
    channel = _find_channel(channels, request.GET.get("channel", ""))
    languages = list_languages(draft.campaign)
    language = request.GET.get("language", "")
    language = language if language in languages else languages[0]
    focus = request.GET.get("focus", "")
    asked = {"channel": channel.slug if channel else "", "language": language, "focus": focus}
    proposals = list_proposals(draft, focus=focus)
    query = f"?{urlencode(asked)}"
    good, bad, unfit = list_cards(draft, proposals, find_templates(), language=language, query=query if channel else "")
    context = {
        "draft": draft,
        "steps": list_steps(draft, "statistic-pictures"),
        "good": good,
        "bad": bad,
        "unfit": unfit,
        "channels": [(row.slug, pick_text(row.body["title"]), row == channel) for row in channels],
        "languages": [(code, name_language(code), code == language) for code in languages],
        "foci": list_foci(known, focus),
        "focus": focus,
        "headline": draft.typed.get(f"title.{language}", ""),
    }
    return render(request, "studio/statistic_pictures.html", context)


@require_GET
@for_roles(AUTHORS)
@shared
def give_picture(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    """Drawn when it is asked for, and kept by its content."""
    draft = find_statistic(request, pk)
    proposals = list_proposals(draft, focus=request.GET.get("focus", ""))
    proposal = next((one for one in proposals if one.template == template and one.values), None)
    channel = Channel.objects.filter(slug=request.GET.get("channel", "")).first()
    language, known = request.GET.get("language", ""), list_languages(draft.campaign)
    if proposal is None or channel is None or language not in known:
        raise Http404
    name, look = draw_proposal(
        draft, proposal, find_templates()[template], channel=channel, language=language, width=WIDTH
    )
    if not look.picture:
        raise Http404
    answer = HttpResponse(look.picture, content_type="image/jpeg")
    answer["ETag"] = f'"{name}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
@for_roles(AUTHORS)
def choose_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The template is filled, and the editor opens."""
    draft = find_statistic(request, pk)
    if list_gaps(draft) or list_faults(understand(draft)):
        return redirect("statistic-pictures", pk=pk)
    try:
        statistics.choose(
            draft,
            request.POST.get("template", ""),
            by=get_person(request),
            now=timezone.now(),
            focus=request.POST.get("focus", ""),
        )
    except CampaignError as error:
        for words in explain_error(error):
            messages.error(request, words)
        return redirect("statistic-pictures", pk=pk)
    return redirect("draft", pk=pk)


def list_foci(known: Understood, focus: str) -> list[tuple[str, str, bool]]:
    """The figures to choose from for pictures of one figure."""
    frame = known.frame
    chosen = read_focus(focus) or known.about.focus
    if len(frame.flat) < 2:
        return []
    foci = [
        (f"{row}.{column}", f"{name.text}, {over.text}" if len(frame.columns) > 1 else name.text,
         chosen == (row, column))
        for row, name in enumerate(frame.rows)
        for column, over in enumerate(frame.columns)
        if not frame.cells[row][column].is_unknown
    ]  # fmt: skip
    return foci[:MOST_FOCI]


def _find_channel(channels: list[Channel], wanted: str) -> Channel | None:
    return next((row for row in channels if row.slug == wanted), channels[0] if channels else None)
