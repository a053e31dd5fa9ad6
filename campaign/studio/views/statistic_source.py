"""Source and notes of a statistic: asked here, so that they cannot be forgotten."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaign.data.models import Draft
from campaign.services import statistics
from campaign.services.figures import Understood, guess_source, list_gaps, list_languages, understand
from campaign.services.looking import warm_up
from campaign.services.rights import AUTHORS
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.statistic_form import FiguresForm
from campaign.studio.statistic_steps import find_statistic, list_steps
from campaign.studio.words import explain_error


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def ask_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything typed is kept, whatever is missing; the way on is open once nothing is."""
    draft = find_statistic(request, pk)
    warm_up()  # what draws stands ready when the pictures are asked for
    known = understand(draft)
    languages = list_languages(draft.campaign)
    taken = parse_date(known.worksheet.origin.taken)
    said = {"measure": known.about.measure.value, "taken": f"{taken:%d.%m.%Y}" if taken else "", **_begin(known)}
    said |= known.worksheet.said
    data = request.POST if request.method == "POST" else None
    form = FiguresForm(languages=languages, said=said, typed=draft.typed, data=data)
    faults: list[tuple[str, str, str]] = []
    if data is not None and form.is_valid():
        try:
            draft = _keep(request, draft, form)
        except CampaignError as error:
            faults = [("", "", words) for words in explain_error(error)]
        else:
            if data.get("act") == "back":
                return redirect("statistic-table", pk=draft.pk)
            gaps = list_gaps(draft)
            if not gaps:
                return redirect("statistic-pictures", pk=draft.pk)
            for name in gaps:
                form.add_error(name, _tell_gap(name))
    elif request.GET.get("missing"):
        faults = [(f"id_{name}", str(form.fields[name].label), _tell_gap(name)) for name in list_gaps(draft)]
    faults += [
        (f"id_{name}", str(form.fields[name].label), " ".join(map(str, words)))
        for name, words in form.errors.items()
        if name in form.fields
    ]
    context = {
        "draft": draft,
        "steps": list_steps(draft, "statistic-source"),
        "form": form,
        "faults": faults,
        "hints": _list_hints(known),
        "meanings": _list_meanings(known),
        "revision": draft.revision,
    }
    return render(request, "studio/statistic_source.html", context, status=422 if data is not None else 200)


def _keep(request: HttpRequest, draft: Draft, form: FiguresForm) -> Draft:
    revision = request.POST.get("revision", "")
    return statistics.say_source(
        draft,
        said=form.read_said(),
        typed=form.read_typed(),
        revision=int(revision) if revision.isdigit() and len(revision) < 9 else draft.revision,
        by=get_person(request),
        now=timezone.now(),
    )


def _tell_gap(name: str) -> str:
    """What is missing, as one would ask for it."""
    known = {
        "notes_none": _("Write the notes of the table, or tick that it has none."),
        "measure": _("Say what the figures are: it decides which pictures are honest."),
        "sample": _("Say whether people were asked: then it is told how many, and what."),
        "source.period": _("Say in which year or years it was counted."),
        "asked": _("Write how many people were asked, in digits alone, e.g. 812."),
        "taken": _("Say on which day the table was taken."),
    }
    words = {
        "title": _("Say in a sentence what the figures show."),
        "source.name": _("Say who counted. Without a source nothing is published."),
        "source.population": _("Say whom the figures are about."),
        "source.unit": _("Say what one of the figures counts."),
        "question": _("Give the question as it was asked, word for word."),
    }
    return known.get(name) or words.get(name.rpartition(".")[0]) or _("Fill it in.")


def _begin(known: Understood) -> dict[str, str]:
    """What is asked, answered as far as the table itself does."""
    begun = {"whole": "on"} if known.about.whole else {}
    source = guess_source(known.worksheet.grid)
    under = (line for line in known.worksheet.grid.notes if not source or not line.endswith(source))
    notes = "\n".join((*under, *(f"{flag}: {words}" for flag, words in _list_meanings(known))))
    languages = list(known.frame.rows[0].texts) if known.frame.rows else []
    if notes:
        begun[f"notes.{languages[0] if languages else 'bg'}"] = notes
    return begun


def _list_meanings(known: Understood) -> list[tuple[str, str]]:
    """The flags beside the figures, as the office explains them."""
    meanings = known.worksheet.origin.meanings
    return [(flag, meanings[flag]) for flag in known.reading.list_flags() if flag in meanings]


def _list_hints(known: Understood) -> list[str]:
    """What stood around the table, and the categories of a dataset that hold for all of it."""
    origin, grid = known.worksheet.origin, known.worksheet.grid
    fixed = [
        f"{each.label}: {next(iter(each.labels.values()))}" if len(each.labels) == 1 else f"{each.label}: {label}"
        for each in origin.dimensions
        if each.id not in (origin.down, origin.across)
        and (label := each.labels.get((origin.chosen.get(each.id) or tuple(each.labels))[0], ""))
    ]
    return [*filter(None, (origin.label,)), *grid.above, *grid.notes, *fixed]
