"""Which part of a dataset. In: a draft that came from Eurostat. Out: what goes down, what across, which categories."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaign.services import statistics
from campaign.services.rights import AUTHORS
from campaign.services.worksheets import Dimension, Origin, Way, read_worksheet
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.statistic_steps import find_statistic, list_steps
from campaign.studio.words import explain_error


@dataclass(frozen=True)
class Choice:
    """A dimension with its categories, and which of them are ticked."""

    id: str
    label: str
    use: str
    options: tuple[tuple[str, str, bool], ...]
    count: int


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def choose_dataset(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is fetched before something is chosen."""
    draft = find_statistic(request, pk)
    origin = read_worksheet(draft).origin
    if origin.way is not Way.EUROSTAT:
        raise Http404
    faults: list[tuple[str, str, str]] = []
    uses = {each.id: _find_use(origin, each) for each in origin.dimensions}
    chosen = {each.id: _list_chosen(origin, each) for each in origin.dimensions}
    if request.method == "POST":
        uses = {each.id: request.POST.get(f"use.{each.id}", uses[each.id]) for each in origin.dimensions}
        chosen = {each.id: request.POST.getlist(f"code.{each.id}") for each in origin.dimensions}
        down, across = (
            next((name for name, use in uses.items() if use == wanted), "") for wanted in ("down", "across")
        )
        faults = list(_check(origin, uses, chosen))
        if not faults:
            try:
                _draft, problem = statistics.choose_categories(
                    draft, chosen, down=down, across=across, by=get_person(request), now=timezone.now()
                )
            except CampaignError as error:
                faults = [("", "", words) for words in explain_error(error)]
            else:
                if problem is not None:
                    words = " ".join(explain_error(problem))
                    messages.warning(request, _("The copy that was kept serves: %(why)s") % {"why": words})
                return redirect("statistic-table", pk=draft.pk)
    context = {
        "draft": draft,
        "steps": list_steps(draft, "statistic-table"),
        "origin": origin,
        "choices": [_make_choice(each, uses[each.id], chosen[each.id]) for each in origin.dimensions],
        "faults": faults,
    }
    return render(request, "studio/statistic_dataset.html", context, status=422 if faults else 200)


def _check(origin: Origin, uses: dict[str, str], chosen: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    faults = []
    if list(uses.values()).count("down") != 1:
        faults.append(("", "", _("Choose one dimension whose categories are the rows.")))
    if list(uses.values()).count("across") > 1:
        faults.append(("", "", _("Only one dimension can be the columns.")))
    for each in origin.dimensions:
        if len(each.labels) > 1 and not chosen[each.id]:
            faults.append((f"d-{each.id}", each.label, _("Tick at least one.")))
        elif uses[each.id] == "one" and len(chosen[each.id]) > 1:
            words = _("Tick just one, or let it be the rows or the columns.")
            faults.append((f"d-{each.id}", each.label, words))
    return faults


def _find_use(origin: Origin, dimension: Dimension) -> str:
    return "down" if dimension.id == origin.down else "across" if dimension.id == origin.across else "one"


def _list_chosen(origin: Origin, dimension: Dimension) -> list[str]:
    """What is shown now: of what stands for one category, the first."""
    codes = list(origin.chosen.get(dimension.id, ())) or list(dimension.labels)
    return codes[:1] if _find_use(origin, dimension) == "one" else codes


def _make_choice(dimension: Dimension, use: str, chosen: list[str]) -> Choice:
    options = tuple((code, label, code in chosen) for code, label in dimension.labels.items())
    return Choice(dimension.id, dimension.label, use, options, len(options))
