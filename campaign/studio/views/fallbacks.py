"""Fallbacks. In: who is signed in, a place. Out: what plays when nothing else can, and what a lead chooses instead."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaign.services import fallbacks
from campaign.services.fallbacks import Book, Entry, Overtaken
from campaign.services.rights import LEADS, has_role
from campaign.spec.errors import CampaignError
from campaign.studio.access import EVERYBODY, for_roles, get_person
from campaign.studio.fallback_cards import list_choices, list_steps, make_cards, name_place
from campaign.studio.fallback_form import FallbackForm
from campaign.studio.objections import list_faults
from campaign.studio.views.flights import find_folder
from campaign.studio.words import explain_error


@never_cache
@require_GET
@for_roles(EVERYBODY)
def show_fallbacks(request: HttpRequest) -> HttpResponse:
    """Places, and what each channel has of them."""
    try:
        book = fallbacks.list_fallbacks(find_folder())
    except CampaignError as error:
        return render(request, "studio/fallbacks.html", {"broken": list_faults(error)})
    places, channels = make_cards(book)
    context = {
        "named": [card for card in places if card.named or card.objections or card.origin],
        "free": [card for card in places if not (card.named or card.objections or card.origin)],
        "channels": channels,
        "bare": [card for card in channels if not card.ready],
        "may_change": has_role(get_person(request), LEADS),
    }
    return render(request, "studio/fallbacks.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS)
def choose_fallback(request: HttpRequest, place: str) -> HttpResponse:
    """Its form, kept or with what is wrong."""
    book = _read_book()
    entry = _find(book, place)
    choices = list_choices(get_person(request), now=entry.items)
    data = request.POST if request.method == "POST" else None
    form = FallbackForm(entry.items, stamp=entry.stamp, choices=choices, data=data)
    if data is None:
        return _render(request, form, book, entry)
    if not form.is_valid():
        return _render(request, form, book, entry, status=422)
    why, stamp = form.cleaned_data["why"].strip(), form.cleaned_data["stamp"]
    try:
        fallbacks.choose(place, form.read_items(), stamp=stamp, by=get_person(request), why=why, folder=find_folder())
    except CampaignError as error:
        form.refuse(error)
        if isinstance(error, Overtaken):
            form.restamp(error.entry.stamp)
        return _render(request, form, book, entry, status=409 if isinstance(error, Overtaken) else 422)
    messages.success(request, _("Saved. It counts from the next release on."))
    return redirect("fallbacks")


@require_POST
@for_roles(LEADS)
def give_back(request: HttpRequest, place: str) -> HttpResponse:
    _find(_read_book(), place)
    try:
        fallbacks.give_back(place, by=get_person(request), why="", folder=find_folder())
    except CampaignError as error:
        for words in explain_error(error):
            messages.error(request, words)
        return redirect("choose-fallback", place=place)
    messages.success(request, _("The file’s fallback counts again, from the next release on."))
    return redirect("fallbacks")


def _read_book() -> Book:
    """Where the files are broken there is nothing to choose; the list says why."""
    try:
        return fallbacks.list_fallbacks(find_folder())
    except CampaignError:
        raise Http404 from None


def _find(book: Book, place: str) -> Entry:
    entry = book.entries.get(place)
    if entry is None:
        raise Http404
    return entry


def _render(request: HttpRequest, form: FallbackForm, book: Book, entry: Entry, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "faults": form.list_faults(),
        "entry": entry,
        "title": name_place(entry.place, book.names),
        "steps": list_steps(fallbacks.list_history(entry.place)),
    }
    return render(request, "studio/fallback_form.html", context, status=status)
