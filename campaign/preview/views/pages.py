"""The preview's pages. In: a template's name. Out: all at a glance; one with its form; the form as it is typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from campaign.forms.values import ValuesForm
from campaign.forms.words import name_language, pick_text
from campaign.preview.contents import CONTENTS
from campaign.preview.desk import Desk, Loaded, get_desk
from campaign.preview.faults import tell_faults
from campaign.preview.views.asked import find_loaded, find_template
from campaign.preview.words import list_words, name_content, name_screen
from campaign.render.manifest import SAMPLE_LANGUAGES, Template
from campaign.render.sample import TRIED_LANGUAGES
from campaign.schedule.screens import Screen
from campaign.spec.errors import UnknownName
from campaign.spec.languages import split_languages


@require_safe
def show_index(request: HttpRequest) -> HttpResponse:
    """A card for each folder; broken ones say what is wrong."""
    desk = get_desk()
    cards = [_make_card(desk, desk.load(name)) for name in desk.list_names()]
    language = get_language() or "bg"
    settings = {"words": list_words(), "language": language if language in SAMPLE_LANGUAGES else "bg"}
    context = {"cards": cards, "settings": settings, "number": desk.watcher.number}
    return render(request, "preview/index.html", context)


@require_safe
def list_cards(request: HttpRequest) -> JsonResponse:
    """The same cards as data, after a change."""
    desk = get_desk()
    return JsonResponse({"cards": [_make_card(desk, desk.load(name)) for name in desk.list_names()]})


@require_safe
def show_template(request: HttpRequest, name: str) -> HttpResponse:
    """One template on every screen it is for, beside its form."""
    desk = get_desk()
    loaded = find_loaded(desk, name)
    context = {
        "name": name,
        "card": _make_card(desk, loaded),
        "names": desk.list_names(),
        "contents": [{"id": content, "name": name_content(content)} for content in CONTENTS],
        "settings": {**_describe(desk, loaded), "words": list_words()},
        "form": _fill_form(desk, loaded.template, "typical") if loaded.template else None,
    }
    return render(request, "preview/template.html", context)


@require_safe
def describe_template(request: HttpRequest, name: str) -> JsonResponse:
    """The folder as it is now: faults, screens, and what its manifest looks like, so that a page knows whether its form
    still fits."""
    desk = get_desk()
    return JsonResponse(_describe(desk, find_loaded(desk, name)))


@require_safe
def show_form(request: HttpRequest, name: str) -> HttpResponse:
    """The form filled with one of the contents."""
    desk = get_desk()
    template = find_template(desk, name)
    try:
        form = _fill_form(desk, template, request.GET.get("content", "typical"))
    except UnknownName:
        form = _fill_form(desk, template, "typical")
    return render(request, "forms/values.html", {"form": form})


@require_POST
def take_values(request: HttpRequest, name: str) -> JsonResponse:
    """Keep what was typed and tell by which id it is shown, and every fault by its input; with `redraw` also the form
    itself, for a manifest that has changed under it."""
    desk = get_desk()
    template = find_template(desk, name)
    typed = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    languages = [code for code in typed.pop("languages", "bg,en").split(",") if code in TRIED_LANGUAGES] or ["bg"]
    typed.pop("csrfmiddlewaretoken", "")
    redraw = typed.pop("redraw", "")
    form = ValuesForm(
        template.manifest, languages=SAMPLE_LANGUAGES, files=desk.contents.list_files(template), typed=typed
    )
    form.check(languages)
    answer: dict[str, Any] = {"content": desk.contents.keep(form.read_raw()), "errors": _list_errors(form)}
    if redraw:
        answer["form"] = render_to_string("forms/values.html", {"form": form})
    return JsonResponse(answer)


def _list_errors(form: ValuesForm) -> dict[str, str]:
    """Input or section → what is wrong with it."""
    inputs = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
    sections = {part.path: " ".join(part.errors) for top in form.sections for part in top.walk() if part.errors}
    return {**sections, **inputs}


def _fill_form(desk: Desk, template: Template, content: str) -> ValuesForm:
    values = desk.contents.read(template, content)
    files = desk.contents.list_files(template)
    return ValuesForm(template.manifest, languages=SAMPLE_LANGUAGES, files=files, values=values)


def _make_card(desk: Desk, loaded: Loaded) -> dict[str, Any]:
    template = loaded.template
    return {
        "name": loaded.name,
        "title": pick_text(template.manifest.title) if template else loaded.name,
        "help": pick_text(template.manifest.help) if template else "",
        "screen": desk.list_screens(template)[0].id if template and desk.list_screens(template) else "",
        "digest": template.digest[:16] if template else "",
        "faults": tell_faults(loaded.faults, root=desk.root),
    }


def _describe(desk: Desk, loaded: Loaded) -> dict[str, Any]:
    template = loaded.template
    return {
        "name": loaded.name,
        "number": desk.watcher.number,
        "title": pick_text(template.manifest.title) if template else loaded.name,
        "help": pick_text(template.manifest.help) if template else "",
        "digest": template.digest[:16] if template else "",
        "fields": repr(template.manifest.fields) if template else "",
        "faults": tell_faults(loaded.faults, root=desk.root),
        "screens": [_tell_screen(screen) for screen in desk.list_screens(template)],
        "languages": [
            {"id": code, "name": name_language(code), "parts": split_languages(code)} for code in TRIED_LANGUAGES
        ],
    }


def _tell_screen(screen: Screen) -> dict[str, Any]:
    size = screen.format
    return {
        "id": screen.id,
        "name": pick_text(screen.title) or name_screen(screen.id),
        "standard": screen.is_standard,
        "width": size.width,
        "height": size.height,
        "panel": f"{size.diagonal_inches:g}″ · {size.viewing_distance_m:g} m",
    }
