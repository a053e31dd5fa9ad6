"""Before and after. In: templates that changed in the folder. Out: what taking them in use would make anew, each
material side by side; and, once somebody decides, the new versions in use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from campaign.data import convert
from campaign.data.models import Campaign, Channel, Material, User
from campaign.forms.words import pick_text
from campaign.render.manifest import Template
from campaign.services import dispatch
from campaign.services.days import find_today
from campaign.services.impact import Cost, count_places, estimate_cost, list_affected, put_in_use
from campaign.services.rights import DESIGNERS, has_role
from campaign.services.trials import Trial, draw_trial, find_trial
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Severity
from campaign.studio.access import MAKERS, for_roles, get_person
from campaign.studio.cards import Card, Picture, make_card, show_file
from campaign.studio.review_cards import Pair
from campaign.studio.shares import shared
from campaign.studio.template_cards import TemplateCard
from campaign.studio.views.templates import read_gallery
from campaign.studio.words import explain_error, translate_message

A_PAGE = 60
"""Materials whose before and after one page draws."""
KINDS = frozenset({"before", "after", "marks"})


@dataclass(frozen=True)
class Told:
    """A finding that was not there before."""

    rule: str
    look: str
    what: str
    mend: str


@dataclass(frozen=True)
class Change:
    """One material before and after; `trial` is None until it is drawn, `gone` says that the changed template is not
    for its screen any more."""

    card: Card
    digest: str
    trial: Trial | None
    pair: Pair | None = None
    told: tuple[Told, ...] = ()
    gone: bool = False

    @property
    def order(self) -> float:
        """What differs most comes first, what is not drawn yet last."""
        return -1.0 if self.gone else -self.trial.share if self.trial else 1.0

    @property
    def percent(self) -> float:
        return self.trial.share * 100 if self.trial else 0.0


@require_GET
@for_roles(MAKERS)
def show_changes(request: HttpRequest) -> HttpResponse:
    return _show(request, wanted=request.GET.getlist("of"))


@require_GET
@for_roles(MAKERS)
@shared
def show_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw one material anew, and show it beside what it is now. Asked for piece by piece by the page, or followed as
    a link without scripts."""
    person = get_person(request)
    row, template = _find_changed(person, pk)
    change = _draw(row, template)
    page = "studio/_template_change.html" if request.headers.get("HX-Request") else "studio/template_trial.html"
    return render(request, page, {"change": change, "drawn": True})


@require_safe
@for_roles(MAKERS)
def give_trial(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    row, template = _find_changed(get_person(request), pk)
    data = draw_trial(row, template).pictures.get(kind) if kind in KINDS else None
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/webp", headers={"Cache-Control": "private, max-age=3600"})


@require_POST
@for_roles(DESIGNERS, everywhere=True)
def use_templates(request: HttpRequest) -> HttpResponse:
    """Take in use exactly what was looked at."""
    digests = dict(_read_digests(request.POST.getlist("use")))
    why, now = request.POST.get("why", "").strip()[:2000], timezone.now()
    if not digests:
        return _show(request, wanted=[], faults=(_("Choose at least one template."),), status=409)
    try:
        taken = put_in_use(digests, by=get_person(request), now=now, today=find_today(now), why=why)
    except CampaignError as error:
        return _show(request, wanted=list(digests), faults=explain_error(error), status=409)
    dispatch.queue_due()
    made = taken.planned.made
    told = ngettext(
        "In use now; %(number)s picture is made anew.", "In use now; %(number)s pictures are made anew.", made
    )
    messages.success(request, told % {"number": made})
    if taken.waiting:
        asked = ngettext(
            "%(number)s of them waits for review again.", "%(number)s of them wait for review again.", taken.waiting
        )
        messages.info(request, asked % {"number": taken.waiting})
    for problem in taken.planned.problems[:5]:
        messages.error(request, " ".join(explain_error(problem)))
    return redirect("template", slug=next(iter(digests))) if len(digests) == 1 else redirect("templates")


def _read_digests(entries: Sequence[str]) -> list[tuple[str, str]]:
    """Template:digest, as the page's boxes say them."""
    parts = [entry.partition(":") for entry in entries[:100]]
    return [(slug, digest) for slug, _colon, digest in parts if slug and digest]


def _show(
    request: HttpRequest, *, wanted: Sequence[str], faults: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    person = get_person(request)
    waiting = read_gallery(person).waiting
    chosen = [card for card in waiting if card.slug in wanted] or list(waiting)
    names = [card.slug for card in chosen]
    rows = list_affected(names, person=person)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    templates = {card.slug: card.changed for card in chosen if card.changed}
    changes = sorted((_find(row, templates[row.version.body["template"]]) for row in page), key=lambda one: one.order)
    everybodys, table = list_affected(names), _count_table(person, names)
    context = {
        "waiting": waiting,
        "chosen": chosen,
        "names": names,
        "page": page,
        "changes": changes,
        "left": sum(one.trial is None and not one.gone for one in changes),
        "table": table,
        "columns": list(zip(table.channels, zip(*(row.counts for row in table.rows), strict=True), strict=False)),
        "cost": estimate_cost(everybodys),
        "minutes": _count_minutes(estimate_cost(everybodys)),
        "elsewhere": everybodys.count() - page.paginator.count,
        "approved": everybodys.filter(state=Material.State.APPROVED).count(),
        "may_use": has_role(person, DESIGNERS),
        "faults": faults,
        "why": request.POST.get("why", ""),
    }
    return render(request, "studio/template_changes.html", context, status=status)


def _count_minutes(cost: Cost) -> int | None:
    """Rounded up."""
    return None if cost.seconds is None else max(1, -int(-cost.seconds // 60))


@dataclass(frozen=True)
class Row:
    """A campaign's materials by channel, in the order of the table's head."""

    campaign: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Table:
    channels: tuple[str, ...]
    rows: tuple[Row, ...]


def _count_table(person: User, names: Sequence[str]) -> Table:
    counts = count_places(list_affected(names, person=person))
    channels = [row for row in Channel.objects.order_by("position", "slug") if any(pk == row.pk for _c, pk in counts)]
    campaigns = Campaign.objects.filter(pk__in={pk for pk, _channel in counts}).order_by("slug")
    rows = [
        Row(pick_text(campaign.body["title"]), tuple(counts.get((campaign.pk, row.pk), 0) for row in channels))
        for campaign in campaigns
    ]
    return Table(tuple(pick_text(row.body["title"]) for row in channels), tuple(rows))


def _find_changed(person: User, pk: int) -> tuple[Material, Template]:
    """A material this person sees, and its template as the folder has it. Raises Http404 when that is in use."""
    cards: Mapping[str, TemplateCard] = {card.slug: card for card in read_gallery(person).waiting}
    row = list_affected(list(cards), person=person).filter(pk=pk).first()
    changed = cards[row.version.body["template"]].changed if row else None
    if row is None or changed is None:
        raise Http404
    return row, changed


def _find(row: Material, template: Template) -> Change:
    if _is_gone(row, template):
        return Change(make_card(row), template.digest[:16], None, gone=True)
    trial = find_trial(row, template)
    return _tell(row, template, trial) if trial else Change(make_card(row), template.digest[:16], None)


def _draw(row: Material, template: Template) -> Change:
    if _is_gone(row, template):
        return Change(make_card(row), template.digest[:16], None, gone=True)
    return _tell(row, template, draw_trial(row, template).trial)


def _is_gone(row: Material, template: Template) -> bool:
    shape = convert.read_channel(row.channel).format.shape
    return shape not in template.manifest.shapes


def _tell(row: Material, template: Template, trial: Trial) -> Change:
    told = [
        Told("", "error", translate_message(fault.message), translate_message(fault.hint) if fault.hint else "")
        for fault in trial.faults
    ]
    told += [
        Told(
            finding.rule,
            "error" if finding.severity is Severity.ERROR else "warning",
            translate_message(finding.message),
            translate_message(finding.hint) if finding.hint else "",
        )
        for finding in trial.findings
    ]
    return Change(make_card(row), template.digest[:16], trial, _make_pair(row, template, trial), tuple(told))


def _make_pair(row: Material, template: Template, trial: Trial) -> Pair | None:
    if not trial.width or show_file(row.still) is None:
        return None

    def locate(kind: str) -> str:
        return f"{reverse('template-trial-picture', args=[row.pk, kind])}?of={trial.name[:16]}"

    def show(kind: str) -> Picture:
        return Picture(locate(kind), "image/webp", trial.width, trial.height, 0, 0.0)

    marks = locate("marks") if trial.share else ""
    return Pair(show("before"), show("after"), marks, _("In use"), _("In the folder"))
