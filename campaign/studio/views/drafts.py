"""A draft's page. In: what is typed, saved by its script or posted whole. Out: the page, with what is missing at its
inputs; a version with its materials.

Everything works by plain posts too; the script only does it sooner.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campaign.data.models import Draft, DraftReader
from campaign.services import authoring, looking, submitting, uploads
from campaign.services.authoring import Aside, Saved
from campaign.services.days import find_today
from campaign.services.rights import AUTHORS
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person, name_person
from campaign.studio.draft_page import describe, make_page
from campaign.studio.draft_words import LABELS, list_wrong, refuse_findings, say_error
from campaign.studio.receiving import check_token, read_json, receives
from campaign.studio.template_choices import list_choices
from campaign.studio.views.draft_news import HERE
from campaign.studio.views.draft_pictures import read_typed
from campaign.studio.views.uploads import MOST_BYTES
from campaign.studio.words import KINDS
from campaign.studio.writers import find_draft

UPLOAD = "upload."
"""Stands before the name of an input whose file is posted with the page."""


@receives(MOST_BYTES)
@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
@check_token
def show_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; what is posted is saved first, then the act that was asked for is done."""
    draft = find_draft(request, pk)
    if not draft.template:
        return redirect("draft-template", pk=pk)
    if request.method == "POST":
        return _take_post(request, draft)
    looking.warm_up()
    return _render(request, draft, tell="check" in request.GET)


def _take_post(request: HttpRequest, draft: Draft) -> HttpResponse:
    refused: list[CampaignError] = []
    try:
        saved = _save_posted(request, draft, refused=refused)
    except CampaignError as error:
        messages.error(request, say_error(error))
        return _render(request, _again(draft), status=422)
    draft = _again(draft)
    for one in refused:
        messages.error(request, say_error(one))
    if refused and not saved.aside:
        return _render(request, draft, status=422)
    if saved.aside:
        return _render(request, draft, aside=saved.aside, status=409)
    act = request.POST.get("act", "save")
    if act in ("finish", "submit"):
        return _finish(request, draft, submits=act == "submit")
    if act == "check":
        return _render(request, draft, tell=True)
    messages.success(request, _("Saved."))
    return redirect("draft", pk=draft.pk)


def _save_posted(request: HttpRequest, draft: Draft, *, refused: list[CampaignError]) -> Saved:
    """Every input of the page against what the page began with; files that were posted along are kept first. One that
    is not taken goes to `refused`, and what was typed beside it is saved all the same."""
    by, now = get_person(request), timezone.now()
    typed = read_typed(request)
    if "consents" not in request.POST and "asked.consents" in request.POST:
        typed["consents"] = ",".join(request.POST.getlist("consent"))
    if "fictional" not in typed and "asked.fictional" in request.POST:
        typed["fictional"] = ""
    for name, upload in request.FILES.items():
        if name.startswith(UPLOAD) and isinstance(upload, UploadedFile):
            try:
                typed[name.removeprefix(UPLOAD)] = _keep_upload(request, draft, name.removeprefix(UPLOAD), upload)
            except CampaignError as error:
                refused.append(error)
    revision = request.POST.get("revision", "")
    base = authoring.read_at(draft, revision=int(revision) if revision.isdecimal() else draft.revision)
    _add_rows(request, typed)
    changed = {name: text for name, text in _level(typed).items() if text != _level(base).get(name, "")}
    return authoring.save(draft, changed=_with_rows(changed, typed), base=base, by=by, now=now)


def _level(typed: Mapping[str, str]) -> dict[str, str]:
    """Browsers send the ends of lines in two characters."""
    return {name: text.replace("\r\n", "\n") for name, text in typed.items()}


def _with_rows(changed: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """A list whose number of rows changed goes along whole."""
    lists = [name.removesuffix("rows") for name in changed if name.endswith(".rows")]
    return {**changed, **{name: text for name, text in typed.items() if any(name.startswith(one) for one in lists)}}


def _add_rows(request: HttpRequest, typed: dict[str, str]) -> None:
    """The button that adds a row posts the page, where scripts are off."""
    path = request.POST.get("add-row", "")
    count = typed.get(f"{path}.rows", "")
    if path and count.isdecimal():
        typed[f"{path}.rows"] = str(int(count) + 1)


def _keep_upload(request: HttpRequest, draft: Draft, name: str, upload: "UploadedFile[Any]") -> str:
    template = authoring.make_sheet(draft).template
    assert template is not None  # noqa: S101 - a page with inputs has one
    kind = uploads.find_kind(template.manifest, name)
    kept = uploads.attach_file(draft, upload, kind=kind, by=get_person(request), now=timezone.now())
    return kept.name


def _finish(request: HttpRequest, draft: Draft, *, submits: bool) -> HttpResponse:
    by, now = get_person(request), timezone.now()
    if submits and _list_missing(draft):
        return _render(request, draft, tell=True, status=422)
    if _is_unseen(request, draft):
        return _render(request, draft, status=409)  # it says who made the newer version, and leads to what is different
    try:
        version = authoring.finish(draft, by=by, now=now)
        submitted = authoring.submit_item(version.item, by=by) if submits else ()
    except CampaignError as error:
        return _render(request, _again(draft), tell=True, refused=error, status=422)
    if submitted:
        messages.success(request, _("Submitted. A campaign lead will look at it."))
    elif submits:
        messages.success(request, _("Nothing is new since it was submitted last."))
    else:
        messages.success(request, _("Kept as a version. Its pictures are being made."))
    return redirect("item", pk=version.item_id)


def _is_unseen(request: HttpRequest, draft: Draft) -> bool:
    """Whether somebody made a version since this draft began that the page did not tell of: finishing would take it
    back. Once the page has told, finishing means it."""
    if draft.item is None or draft.settled_at is not None or draft.base_id == draft.item.current_id:
        return False
    return request.POST.get("newest", "") != str(draft.item.current_id)


def _list_missing(draft: Draft) -> tuple[CampaignError, ...]:
    """What is not filled in, then what the rules would refuse on any screen: no lead should have to say that."""
    faults = authoring.read(draft).faults
    errors = submitting.find_errors(draft, today=find_today(timezone.now()))
    told = {one.place.field for fault in faults for one in fault.singles}
    refused = refuse_findings(errors, sheet=authoring.make_sheet(draft), typed=draft.typed)
    return (*faults, *(one for one in refused if one.place.field not in told))


def _again(draft: Draft) -> Draft:
    return Draft.objects.select_related("campaign", "item__current__author", "base").get(pk=draft.pk)


def _render(
    request: HttpRequest,
    draft: Draft,
    *,
    tell: bool = False,
    aside: Sequence[Aside] = (),
    refused: CampaignError | None = None,
    status: int = 200,
) -> HttpResponse:
    """`refused` may have told more than what is missing: a consent that was withdrawn meanwhile."""
    faults = refused.singles if refused else _list_missing(draft)
    page = make_page(draft, faults=faults, tell=tell, aside=aside)
    context = describe(page, person=get_person(request), today=find_today(timezone.now()))
    return render(request, "studio/draft.html", context, status=status)


@never_cache
@require_POST
@for_roles(AUTHORS)
def save_draft(request: HttpRequest, pk: int) -> JsonResponse:
    """What the script saves: inputs that changed, and what they were. 410 when the draft is gone, 422 with words."""
    draft = Draft.objects.filter(pk=pk).first()
    if draft is None:
        return JsonResponse({"gone": True}, status=410)
    draft = find_draft(request, pk)
    sent = _read_json(request)
    if sent is None:
        return JsonResponse({"why": _("The form could not be read.")}, status=422)
    try:
        saved = authoring.save(
            draft, changed=sent["changed"], base=sent["base"], by=get_person(request), now=timezone.now()
        )
    except CampaignError as error:
        return JsonResponse({"why": say_error(error)}, status=422)
    except Draft.DoesNotExist:
        return JsonResponse({"gone": True}, status=410)
    return JsonResponse(_tell_saved(_again(draft), saved))


def _read_json(request: HttpRequest) -> dict[str, dict[str, str]] | None:
    """Two mappings of texts, or nothing."""
    try:
        sent = read_json(request)
    except (ValueError, RecursionError):
        return None
    parts = {name: sent.get(name) for name in ("changed", "base")} if isinstance(sent, dict) else {}
    good = parts and all(isinstance(part, dict) and _are_texts(part) for part in parts.values())
    return parts if good else None  # type: ignore[return-value]  # just looked


def _are_texts(part: Mapping[Any, Any]) -> bool:
    return all(isinstance(text, str) for text in part.values())


def _tell_saved(draft: Draft, saved: Saved) -> dict[str, Any]:
    sheet = authoring.make_sheet(draft)
    wrong = list_wrong(_list_missing(draft), sheet=sheet)
    return {
        "revision": saved.revision,
        "taken": saved.taken,
        "aside": [_tell_aside(one) for one in saved.aside],
        "at": date_format(timezone.localtime(), "H:i"),
        "missing": len(wrong),
    }


def _tell_aside(aside: Aside) -> dict[str, str]:
    return {"name": aside.name, "theirs": aside.theirs, "by": aside.by}


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def choose_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Another template; what was typed stays where both ask for it, and comes back with the first one."""
    draft = find_draft(request, pk)
    cards = list_choices(draft.kind)
    if request.method == "POST":
        wanted = request.POST.get("template", "")
        if any(card.slug == wanted for card in cards):
            changed, base = {authoring.TEMPLATE: wanted}, {authoring.TEMPLATE: draft.template}
            authoring.save(draft, changed=changed, base=base, by=get_person(request), now=timezone.now())
            return redirect("draft", pk=pk)
    context = {"draft": draft, "cards": cards, "kind": KINDS[draft.kind], "label": LABELS["template"]}
    return render(request, "studio/draft_template.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def delete_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked first; versions stay."""
    draft = find_draft(request, pk)
    if request.method == "POST":
        item = draft.item
        authoring.discard(draft, by=get_person(request))
        messages.success(request, _("The draft was deleted."))
        return redirect("item", pk=item.pk) if item else redirect("stories")
    titles = [draft.typed.get(f"title.{code}", "") for code in authoring.make_sheet(draft).languages]
    heading = next(filter(None, titles), _("Without a title"))
    writers = DraftReader.objects.filter(draft=draft, seen_at__gt=timezone.now() - HERE)
    others = [name_person(row.user) for row in writers.exclude(user=get_person(request)).select_related("user")]
    return render(request, "studio/draft_delete.html", {"draft": draft, "heading": heading, "others": others})
