"""Live pictures of a draft. In: what the page holds at this moment. Out: the picture with what was found on it, and the
templates' own examples.

Nothing is saved here, and no picture of a draft is kept: it comes within the answer.
"""

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaign.checks.content import check_content
from campaign.data import convert
from campaign.data.models import Channel, Consent, Draft
from campaign.render.manifest import Template
from campaign.services import authoring, entries, looking
from campaign.services.consents import check_may
from campaign.services.days import find_today
from campaign.services.entries import Sheet
from campaign.services.looking import Overtaken, Seen
from campaign.services.rights import AUTHORS
from campaign.services.templating import find_template
from campaign.spec.channels import Channel as Surface
from campaign.spec.content import Item
from campaign.spec.errors import CampaignError, NotAllowed
from campaign.spec.findings import Finding
from campaign.spec.formats import PANELS, Shape
from campaign.studio.access import for_roles, get_person
from campaign.studio.draft_words import Canvas, mark_faults, mark_findings, name_input, say_error
from campaign.studio.shares import shared
from campaign.studio.writers import find_draft

WIDTHS = (320, 480, 640, 960, 1280)
EXAMPLE_WIDTH = 320
FOR_A_DAY = "private, max-age=86400"


@never_cache
@require_POST
@for_roles(AUTHORS)
@shared
def show_look(request: HttpRequest, pk: int) -> JsonResponse:
    """One screen, in one language; no picture where the template is not for it. With `checks` what the rules find too,
    which takes longer. 409 when the same page has asked for a newer one."""
    draft = find_draft(request, pk)
    typed = read_typed(request)
    draft.template = typed.get(authoring.TEMPLATE, "") or draft.template
    sheet = authoring.make_sheet(draft)
    channel = Channel.objects.filter(slug=request.POST.get("screen", "")).first()
    item = entries.read_entry(typed, sheet=sheet).item
    if item is None or sheet.template is None or channel is None:
        return JsonResponse({"fits": False})
    surface = convert.read_channel(channel)
    if surface.format.shape not in sheet.template.manifest.shapes:
        return JsonResponse({"fits": False})
    try:
        seen = _look(request, draft, item, sheet.template, surface)
    except Overtaken:
        return JsonResponse({}, status=409)
    except CampaignError as error:
        return JsonResponse({"fits": True, "picture": "", "marks": [], "told": say_error(error)})
    found: tuple[Finding, ...] = ()
    if request.POST.get("checks"):
        whole = replace(item, consents=_read_consents(request, draft))
        language = request.POST.get("language", surface.languages[0])
        found = (*_find(draft, whole, sheet.template, surface, language=language), *seen.look.findings)
    return JsonResponse(_describe(seen, surface, found, sheet=sheet, typed=typed))


def _look(request: HttpRequest, draft: Draft, item: Item, template: Template, surface: Surface) -> Seen:
    asked = request.POST
    wanted, number = (int(word) if (word := asked.get(name, "")).isdecimal() else 0 for name in ("width", "number"))
    return looking.look_at(
        item,
        template=template,
        campaign=draft.campaign,
        media=draft.media,
        channel=surface,
        language=asked.get("language", surface.languages[0]),
        width=next((width for width in WIDTHS if width >= wanted), WIDTHS[-1]),
        checks=bool(asked.get("checks")),
        slot=f"{draft.pk} {asked.get('page', '')[:40]} {surface.id} {asked.get('place', '')[:20]}",
        number=number,
    )


def _find(draft: Draft, item: Item, template: Template, surface: Surface, *, language: str) -> tuple[Finding, ...]:
    """What the rules find in the words as they are typed."""
    return check_content(
        campaign=convert.read_campaign(draft.campaign),
        item=item,
        channel=surface,
        language=language,
        today=find_today(timezone.now()),
        template=template,
    )


def _read_consents(request: HttpRequest, draft: Draft) -> tuple[Any, ...]:
    """Those that are chosen on the page, for whoever may know of them."""
    try:
        check_may(draft.campaign, by=get_person(request))
    except NotAllowed:
        return ()
    numbers = authoring.read_numbers(request.POST.get("consents", ""))
    return tuple(map(convert.read_consent, Consent.objects.filter(campaign=draft.campaign, pk__in=numbers)))


def _describe(
    seen: Seen, surface: Surface, findings: tuple[Finding, ...], *, sheet: Sheet, typed: Mapping[str, str]
) -> dict[str, Any]:
    look = seen.look
    canvas = Canvas(look.boxes, surface.format.width, surface.format.height)
    marks = mark_faults(look.faults, canvas=canvas, sheet=sheet, typed=typed)
    marks += mark_findings(findings, canvas=canvas, sheet=sheet, typed=typed)
    return {
        "fits": True,
        "picture": f"data:image/jpeg;base64,{base64.b64encode(look.picture).decode()}" if look.picture else "",
        "marks": marks,
        "examples": _name_all(seen.shown.fields, sheet),
        "cut": _name_all(seen.shown.cut, sheet),
    }


def _name_all(fields: tuple[str, ...], sheet: Sheet) -> list[str]:
    return list(dict.fromkeys(name_input(entries.ROOT + name, sheet=sheet) for name in fields))


def read_typed(request: HttpRequest) -> dict[str, str]:
    """The inputs of a page, without what is no input of an item."""
    known = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    return {name: text for name, text in known.items() if authoring.is_input(name)}


@require_safe
@for_roles(AUTHORS)
def give_example(request: HttpRequest, template: str, shape: str) -> HttpResponse:
    """A template's own example, small."""
    found = find_template(template)
    if found is None or shape not in {one.value for one in found.manifest.shapes}:
        raise Http404
    language = request.GET.get("language", "bg")
    look = looking.draw_sample(
        found, screen=PANELS[Shape(shape)], language=language if language in ("bg", "en") else "bg", width=EXAMPLE_WIDTH
    )
    if not look.picture:
        raise Http404
    return HttpResponse(look.picture, content_type="image/jpeg", headers={"Cache-Control": FOR_A_DAY})
