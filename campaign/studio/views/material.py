"""One material. In: its number, and an act to confirm. Out: its page, or its new state."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaign.checks import flashing
from campaign.data import convert, queries
from campaign.data.models import Material, Rendering, Reopening, ReviewEvent, User, Withdrawal
from campaign.data.screens import sum_screens
from campaign.forms.words import name_language
from campaign.services import acceptances, dispatch, rendering, review
from campaign.services.acknowledgements import find_holders
from campaign.services.days import find_today
from campaign.services.rights import AUTHORS, has_role
from campaign.services.states import Act
from campaign.spec.document import read_plain
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding
from campaign.spec.languages import split_languages
from campaign.studio import acts
from campaign.studio.access import EVERYBODY, MAKERS, for_roles, get_person, name_person
from campaign.studio.acts import FORMS, Form, perform
from campaign.studio.beside import show_beside
from campaign.studio.cards import list_renderings, make_card, show_file
from campaign.studio.consent_cards import find_links
from campaign.studio.remarks import read_remarks
from campaign.studio.review_cards import ACTS
from campaign.studio.words import explain_error, translate_message


@dataclass(frozen=True)
class Said:
    """The alternative text in one language, and where it comes from."""

    code: str
    language: str
    text: str
    origin: str


@dataclass(frozen=True)
class Step:
    """Something that happened to the material."""

    at: datetime
    who: str
    what: str
    why: str = ""
    look: str = ""


@require_GET
@for_roles(EVERYBODY)
def show_material(request: HttpRequest, pk: int) -> HttpResponse:
    material = find_or_404(request, pk)
    return render(request, "studio/material.html", describe(get_person(request), material))


@require_http_methods(["GET", "POST"])
@for_roles(MAKERS)
def act_on_material(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask first, then act; a refusal is shown in words above the question."""
    person, material = get_person(request), find_or_404(request, pk)
    form = FORMS[act]
    if request.method == "POST":
        faults = _try(form, material, person=person, request=request)
        if not faults:
            messages.success(request, str(form.done))
            return redirect("material", pk=pk)
        return _ask(request, material, form=form, faults=faults, status=409)
    return _ask(request, material, form=form, faults=_foresee(form, material, person=person), status=200)


@require_POST
@for_roles(MAKERS)
def retry_rendering(request: HttpRequest, pk: int) -> HttpResponse:
    """Make its failed renderings due again, and go back to where the button was."""
    material = find_or_404(request, pk)
    failed = [row for row in list_renderings(material) if row.state == Rendering.State.FAILED]
    if sum(rendering.retry(row.key) for row in failed):
        dispatch.queue_due()
        messages.success(request, _("It is being rendered again."))
    return redirect("material", pk=pk)


def find_or_404(request: HttpRequest, pk: int) -> Material:
    material = queries.find_material(get_person(request), pk)
    if material is None:
        raise Http404
    return material


def _try(form: Form, material: Material, *, person: User, request: HttpRequest) -> tuple[str, ...]:
    reason = request.POST.get("reason", "").strip()[:2000]
    if form.must_say_why and not reason:
        return (_("Please say why: whoever worked on it will want to know."),)
    try:
        perform(form.act, material, by=person, key=request.POST.get("key", ""), reason=reason)
    except CampaignError as error:
        return explain_error(error)
    return ()


def _foresee(form: Form, material: Material, *, person: User) -> tuple[str, ...]:
    """What would stand against an approval, told before anybody presses the button."""
    if form.act is not Act.APPROVE:
        return ()
    obstacles = review.find_obstacles(material, by=person, key=material.shown.key, reason="")
    return tuple(line for error in obstacles for line in explain_error(error))


def _ask(request: HttpRequest, material: Material, *, form: Form, faults: tuple[str, ...], status: int) -> HttpResponse:
    context = {
        "card": make_card(material),
        "form": form,
        "faults": faults,
        "key": material.shown.key,
        "reason": request.POST.get("reason", ""),
        "loop": show_file(material.loop),
    }
    if form.act is Act.WITHDRAW:
        players = find_holders(scope=Withdrawal.Scope.MATERIAL, ref=str(material.pk), now=timezone.now())
        context |= {"stops": True, "screens": sum_screens(players), "item": str(material.version.item)}
    return render(request, "studio/confirm.html", context, status=status)


def describe(person: User, material: Material) -> dict[str, object]:
    """All that its page shows this person."""
    file, findings = show_file(material.shown), convert.read_findings(material)
    card = make_card(material)
    may_judge = acts.may_judge(person, material) and material.current and card.percent is None
    return {
        "card": card,
        "material": material,
        "loop": show_file(material.loop),
        "beside": show_beside(material.loop, findings=findings),
        "calm": not any(finding.rule in flashing.RULES for finding in findings),
        "file": file,
        "alts": list_alts(material),
        "remarks": read_remarks(material, picture=file or card.picture),
        "may_accept": may_judge and material.state in acceptances.OPEN,
        "may_take_back": may_judge and material.state != Material.State.APPROVED,
        "waits_for": acts.may_judge(person, material) and material.state == Material.State.SUBMITTED,
        "reopening": find_reopening(material),
        "steps": list_steps(material),
        "acts": acts.list_acts(person, material),
        "may_retry": has_role(person, MAKERS),
        "may_edit": material.current and has_role(person, AUTHORS, campaign=material.version.item.campaign),
        "links": find_links(material, person, today=find_today(timezone.now())),
    }


def list_alts(material: Material) -> list[Said]:
    """Its alternative text, each language by itself; what was written for the item comes before what is composed."""
    languages = split_languages(material.language)
    own = convert.read_item(material.version).alt
    return [
        Said(
            code,
            name_language(code),
            text,
            _("Written for this item.") if own.get(code, "").strip() else _("Composed from the content."),
        )
        for code, text in zip(languages, material.alt.split("\n"), strict=False)
        if text
    ]


def list_steps(material: Material) -> list[Step]:
    """What happened to it, oldest first."""
    author = name_person(material.version.author)
    steps = [Step(material.version.made_at, author, _("wrote this version"))]
    for event in material.events.exclude(act=ReviewEvent.Act.APPROVED).select_related("by"):
        look = "stop" if event.act == ReviewEvent.Act.RETURNED else ""
        steps.append(Step(event.at, name_person(event.by), str(ACTS[event.act]), event.note, look))
    for reopening in material.reopenings.all():
        steps.append(Step(reopening.at, "", _("A check took it off the screens"), tell_why(reopening), "stop"))
    for acceptance in material.acceptances.select_related("by"):
        told = _("accepted the warning of rule %(rule)s") % {"rule": acceptance.rule}
        steps.append(Step(acceptance.at, name_person(acceptance.by), told, acceptance.reason))
    for approval in material.approvals.select_related("by"):
        steps.append(Step(approval.at, name_person(approval.by), _("approved it"), approval.reason))
    item = material.version.item
    refs = (str(material.pk), str(item), item.campaign.slug)
    for row in Withdrawal.objects.filter(ref__in=refs).select_related("by"):
        steps.append(Step(row.at, name_person(row.by), _("withdrew it"), row.why, "stop"))
        if row.lifted_at:
            steps.append(Step(row.lifted_at, "", _("The withdrawal was lifted")))
    return sorted(steps, key=lambda step: step.at)


def find_reopening(material: Material) -> Reopening | None:
    """The newest, while it still waits to be approved again."""
    newest = material.reopenings.last()
    if newest is None or material.state != Material.State.SUBMITTED:
        return None
    return None if material.approvals.filter(at__gte=newest.at).exists() else newest


def tell_why(reopening: Reopening) -> str:
    """What was found then, each in a sentence."""
    found = read_plain(reopening.findings, tuple[Finding, ...])
    return " ".join(dict.fromkeys(translate_message(finding.message) for finding in found))
