"""Recording, changing and renewing a consent. In: a form. Out: the row, or the form with what is wrong beside it."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaign.data.models import Campaign, Consent, ConsentEvent, Draft, User
from campaign.services import authoring, consents, editing
from campaign.services.days import find_today
from campaign.services.editing import Overtaken, Sheet, read_sheet
from campaign.services.rights import AUTHORS
from campaign.spec import consent as spec
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.consent_cards import Entry, list_entries, list_facts
from campaign.studio.consent_form import ConsentForm, begin_guardians, list_faults, read_forms
from campaign.studio.consent_words import HELP, LABELS
from campaign.studio.views.consents import find_row
from campaign.studio.words import explain_error
from campaign.studio.writers import choose_campaign


@dataclass(frozen=True)
class Other:
    """What somebody else wrote into a field meanwhile."""

    label: str
    text: str


@dataclass(frozen=True)
class Page:
    """What the form is for; `row` is None while there is none yet."""

    campaign: Campaign
    heading: str
    button: str
    row: Consent | None = None
    told: str = ""


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def record_consent(request: HttpRequest) -> HttpResponse:
    """A new one: first the campaign, when there are several."""
    campaign = choose_campaign(request, page="studio/consent_campaign.html")
    if isinstance(campaign, HttpResponse):
        return campaign
    page = Page(campaign, _("Record a consent"), _("Record"))
    return _answer(request, page, Sheet(spec.Consent()))


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def change_consent(request: HttpRequest, pk: int) -> HttpResponse:
    row = find_row(request, pk)
    if row.erased_at is not None or row.withdrawn_at is not None:
        return redirect("consent", pk=pk)
    page = Page(row.campaign, _("Change the consent"), _("Save"), row)
    return _answer(request, page, _look(request, row))


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def renew_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """A new consent of the same person, in place of the one withdrawn: its day and way are asked for afresh."""
    row = find_row(request, pk)
    if row.withdrawn_at is None or row.erased_at is not None:
        return redirect("consent", pk=pk)
    told = _("The person must have agreed anew, after the withdrawal. What it stopped becomes drafts again.")
    page = Page(row.campaign, _("A new consent of the same person"), _("Record the new consent"), row, told)
    sheet = _look(request, row)
    afresh = replace(
        sheet.consent, given_on=None, given_how="", since=None, until=None, told_of_withdrawal=False, child_agreed=False
    )
    return _answer(request, page, Sheet(afresh, sheet.items))


def _look(request: HttpRequest, row: Consent) -> Sheet:
    """What the form begins with; opening it is a look that is logged, sending it is not another."""
    if request.method == "GET":
        now = timezone.now()
        consents.show(row, by=get_person(request), now=now, today=find_today(now))
    return read_sheet(row)


def _answer(request: HttpRequest, page: Page, sheet: Sheet) -> HttpResponse:
    if request.method != "POST":
        return _show(request, page, sheet)
    today = find_today(timezone.now())
    form = ConsentForm(page.campaign, sheet=sheet, today=today, new=page.row is None, data=request.POST)
    guardians = begin_guardians(sheet, data=request.POST)
    typed = read_forms(form, guardians)
    if typed is None:
        return _render(request, page, form, guardians, status=422)
    try:
        row = _save(request, page, form, typed, today=today)
    except Overtaken as error:
        return _show(
            request,
            page,
            error.merged,
            base=error.current,
            others=_list_others(error),
            last=_find_last(request, page),
            status=409,
        )
    except CampaignError as error:
        return _render(request, page, form, guardians, refused=explain_error(error), status=409)
    messages.success(request, _("Saved."))
    draft = _find_draft(request, row) if page.row is None else None
    if draft is None:
        return redirect("consent", pk=row.pk)
    authoring.choose_consent(draft, row, by=get_person(request), now=timezone.now())
    return redirect("draft", pk=draft.pk)


def _find_draft(request: HttpRequest, row: Consent) -> Draft | None:
    """The story that is being written, for which it was recorded."""
    number = request.GET.get("draft", "")
    known = Draft.objects.filter(campaign=row.campaign_id)
    return known.filter(pk=int(number[:18])).first() if number.isdecimal() else None


def _save(request: HttpRequest, page: Page, form: ConsentForm, typed: Sheet, *, today: date) -> Consent:
    by, now = get_person(request), timezone.now()
    if page.row is None:
        return _record(page.campaign, form.cleaned_data["slug"], typed, by=by, now=now)
    if page.row.withdrawn_at is not None:
        return editing.renew(page.row, typed, by=by, now=now, today=today)
    return editing.change(page.row, typed, base=form.read_base() or Sheet(spec.Consent()), by=by, now=now)


def _record(campaign: Campaign, slug: str, typed: Sheet, *, by: User, now: datetime) -> Consent:
    return consents.record(campaign, slug, typed.consent, items=typed.items, by=by, now=now)


def _show(
    request: HttpRequest,
    page: Page,
    sheet: Sheet,
    *,
    base: Sheet | None = None,
    others: list[Other] | None = None,
    last: Entry | None = None,
    status: int = 200,
) -> HttpResponse:
    form = ConsentForm(page.campaign, sheet=sheet, base=base, today=find_today(timezone.now()), new=page.row is None)
    return _render(request, page, form, begin_guardians(sheet), others=others, last=last, status=status)


def _find_last(request: HttpRequest, page: Page) -> Entry | None:
    """Who was faster."""
    if page.row is None:
        return None
    events = consents.list_events(page.row, by=get_person(request)).filter(act=ConsentEvent.Act.CHANGED)
    return next(iter(list_entries(events)), None)


def _list_others(error: Overtaken) -> list[Other]:
    """The other's words, for the fields that both wrote."""
    named = {name: error.both[name] for name in error.both if name != "items"}
    facts = {fact.label: fact.text for fact in list_facts(error.current.consent)}
    others = [
        Other(str(LABELS[part.name]), facts.get(str(LABELS[part.name]), ""))
        for part in fields(spec.Consent)
        if part.name in named
    ]
    if "items" in error.both:
        others.append(Other(str(LABELS["items"]), ", ".join(error.current.items)))
    return others


def _render(
    request: HttpRequest, page: Page, form: ConsentForm, guardians: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    faults = list(list_faults(form, guardians)) if form.is_bound else []
    context = {
        "page": page,
        "form": form,
        "guardians": guardians,
        "faults": faults,
        "guardians_help": HELP["guardians"],
    }
    return render(request, "studio/consent_form.html", {**context, **more}, status=status)
