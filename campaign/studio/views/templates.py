"""The templates' gallery. In: what is looked for. Out: every template by its own example, on every screen, in every
language; who uses it; what the folder holds that is not in use yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from campaign.data import queries
from campaign.data.models import User
from campaign.forms.words import pick_text
from campaign.render.manifest import Template
from campaign.render.sample import TRIED_LANGUAGES
from campaign.services import looking
from campaign.services.impact import count_usage
from campaign.services.rights import DESIGNERS, has_role
from campaign.services.template_folder import Standing, read_folder
from campaign.services.template_versions import find_in_use
from campaign.studio.access import MAKERS, for_roles, get_person
from campaign.studio.template_cards import (
    STANDINGS,
    Gallery,
    Sample,
    TemplateCard,
    list_fields,
    list_samples,
    list_tried_languages,
    list_versions,
    make_gallery,
    make_sample,
    name_screen,
    pick_screen,
)
from campaign.studio.titles import read_title
from campaign.studio.words import KINDS

NARROWEST, WIDEST = 80, 1920
FOR_A_DAY = "private, max-age=86400"
USERS_SHOWN = 60


@dataclass(frozen=True)
class Shown:
    """A card with the picture that the filter asks for; None where it is not for that screen."""

    card: TemplateCard
    sample: Sample | None


@require_GET
@for_roles(MAKERS)
def show_gallery(request: HttpRequest) -> HttpResponse:
    person, get = get_person(request), request.GET.get
    gallery = read_gallery(person)
    language = get("language", "")
    language = language if language in TRIED_LANGUAGES else request.LANGUAGE_CODE
    cards = [card for card in gallery.cards if _matches(card, kind=get("kind", ""), standing=get("standing", ""))]
    shown = [_show(card, gallery, wanted=get("screen", ""), language=language) for card in cards]
    context = {
        "shown": [one for one in shown if one.sample or not get("screen")],
        "waiting": gallery.waiting,
        "may_use": has_role(person, DESIGNERS),
        "kinds": list(KINDS.items()),
        "screens": [(screen.id, name_screen(screen)) for screen in gallery.screens.values()],
        "languages": list_tried_languages(),
        "standings": [(standing.value, words) for standing, words in STANDINGS.items()],
        "kind": get("kind", ""),
        "screen": get("screen", ""),
        "language": language,
        "standing": get("standing", ""),
    }
    return render(request, "studio/templates.html", context)


@require_GET
@for_roles(MAKERS)
def show_template(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_person(request)
    gallery = read_gallery(person)
    card = next((card for card in gallery.cards if card.slug == slug), None)
    if card is None:
        raise Http404
    big = _find_big(request, card, gallery)
    context = {
        "card": card,
        "big": big,
        "big_changed": _find_changed(card, gallery, big),
        "rows": _list_rows(card, gallery),
        "fields": list_fields(card.version) if card.version else [],
        "motion": card.version.manifest.motion if card.version else None,
        "versions": list_versions(slug),
        "users": _list_users(person, slug),
        "may_use": has_role(person, DESIGNERS),
    }
    return render(request, "studio/template.html", context)


@require_safe
@for_roles(MAKERS)
def give_sample(request: HttpRequest, slug: str, screen: str, language: str) -> HttpResponse:
    """The example of exactly the version that is asked for, so that a browser may keep it."""
    gallery = read_gallery(get_person(request))
    card = next((card for card in gallery.cards if card.slug == slug), None)
    surface = gallery.screens.get(screen)
    template = _find_version(card, request.GET.get("version", ""))
    if template is None or surface is None or language not in TRIED_LANGUAGES:
        raise Http404
    width = request.GET.get("width", "")
    pixels = min(WIDEST, max(NARROWEST, int(width))) if width.isascii() and width.isdigit() and len(width) < 6 else 320
    look = looking.draw_sample(template, screen=surface, language=language, width=pixels)
    if not look.picture:
        raise Http404
    return HttpResponse(look.picture, content_type="image/jpeg", headers={"Cache-Control": FOR_A_DAY})


def read_gallery(person: User) -> Gallery:
    return make_gallery(read_folder(), find_in_use(), count_usage(person))


def _matches(card: TemplateCard, *, kind: str, standing: str) -> bool:
    kinds = card.version.manifest.kinds if card.version else ()
    return (not kind or kind in kinds) and (not standing or card.standing == standing)


def _show(card: TemplateCard, gallery: Gallery, *, wanted: str, language: str) -> Shown:
    screen = pick_screen(card, gallery.screens, wanted=wanted) if card.version else None
    return Shown(card, make_sample(card.version, screen, language=language) if card.version and screen else None)


def _find_version(card: TemplateCard | None, version: str) -> Template | None:
    known = [one for one in (card.version, card.changed) if one is not None] if card else []
    return next((one for one in known if len(version) == 16 and one.digest.startswith(version)), None)


def _find_big(request: HttpRequest, card: TemplateCard, gallery: Gallery) -> Sample | None:
    """The picture that was chosen; without a choice the first screen, in the reader's language."""
    wanted, language = request.GET.get("screen", ""), request.GET.get("language", "")
    screen = pick_screen(card, gallery.screens, wanted=wanted) or pick_screen(card, gallery.screens, wanted="")
    if card.version is None or screen is None:
        return None
    code = language if language in TRIED_LANGUAGES else request.LANGUAGE_CODE
    return make_sample(card.version, screen, language=code)


def _find_changed(card: TemplateCard, gallery: Gallery, big: Sample | None) -> Sample | None:
    """The same with what the folder holds."""
    if big is None or card.changed is None or card.standing is not Standing.CHANGED:
        return None
    screen = gallery.screens[big.screen]
    if screen.format.shape not in card.changed.manifest.shapes:
        return None
    return make_sample(card.changed, screen, language=big.language)


def _list_rows(card: TemplateCard, gallery: Gallery) -> list[tuple[str, list[Sample]]]:
    """Screen by screen, each in all languages."""
    rows: dict[str, list[Sample]] = {}
    for sample in list_samples(card.version, gallery.screens, languages=TRIED_LANGUAGES) if card.version else []:
        rows.setdefault(sample.screen_title, []).append(sample)
    return list(rows.items())


def _list_users(person: User, slug: str) -> Sequence[Mapping[str, object]]:
    """Campaigns with the items that use it, among what this person sees."""
    rows = queries.find_visible(person).filter(version__body__template=slug).order_by("version__item", "pk")
    items: dict[int, dict[str, object]] = {}
    for row in rows[: USERS_SHOWN * 30]:
        known = items.setdefault(
            row.version.item_id,
            {
                "title": read_title(row.version.body),
                "campaign": pick_text(row.version.item.campaign.body["title"]),
                "slug": row.version.item.campaign.slug,
                "material": row.pk,
                "count": 0,
            },
        )
        known["count"] = int(str(known["count"])) + 1
    return list(items.values())[:USERS_SHOWN]
