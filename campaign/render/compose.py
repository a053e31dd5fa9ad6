"""A job's template context. In: campaign, item, format and language of a job. Out: everything its template may use."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from campaign.render.context import Context, Logo, Picture, Shown, Surface
from campaign.render.funding import compose_funding
from campaign.render.job import Job
from campaign.render.maps import RegionMap
from campaign.render.media import encode_picture, encode_svg, read_outline
from campaign.render.pairing import pair, pair_values
from campaign.render.qr import draw_qr
from campaign.render.regions import draw_regions
from campaign.render.surface import measure_surface
from campaign.render.typography import mark_direction, set_text
from campaign.render.values import read_values
from campaign.render.words import read_words
from campaign.spec.content import Partner, Source
from campaign.spec.errors import CampaignError, InvalidValue, Place
from campaign.spec.languages import Texts, find_language, split_languages
from campaign.spec.message import say

_YEARS = re.compile(r"\d{4}(?:[–/-]\d{4})?")
"""A bare year or years, after which Bulgarian writes “г.”."""

SEPARATORS: Mapping[str, str] = {"ar": "؛ ", "fa": "؛ "}
"""Between the parts of a source, where it is not a semicolon."""


@contextmanager
def naming_item(item: str) -> Iterator[None]:
    """Put the item into the place of every error that passes."""
    try:
        yield
    except CampaignError as error:
        for single in error.singles:
            single.place = replace(single.place, item=single.place.item or item)
        raise


def build_context(job: Job, *, cue: str = "", card: str = "") -> Context:
    """The context of the still; of two languages the first leads, and its texts know the second's.

    Raises InvalidValue, NotAllowed, BrokenMedia, InvalidTemplate, or Faults."""
    first, *others = split_languages(job.language)
    context = _build(replace(job, language=first), cue=cue, card=card)
    if not others:
        return context
    second = _build(replace(job, language=others[0]), cue=cue, card=card)
    return replace(
        pair(replace(context, values={}), replace(second, values={}, language=first, direction=context.direction)),
        values=pair_values(context.values, second.values, language=job.language),
        also_language=second.language,
        also_direction=second.direction,
    )


def _build(job: Job, *, cue: str, card: str) -> Context:
    language = find_language(job.language)
    surface = measure_surface(job.format)
    words = read_words(job.template.kit, language=job.language)
    values = read_values(job.template.manifest, job.item.values, language=job.language)
    brand = job.campaign.brand
    return Context(
        language=language.code,
        direction=language.direction,
        surface=surface,
        values={name: _resolve(value, job, field=name) for name, value in values.items()},
        title=_set(job.campaign.title, language.code, field="campaign.title"),
        accent=_check_colour(brand.accent, field="brand.accent"),
        second=_check_colour(brand.second, field="brand.second"),
        url=job.campaign.url,
        qr=encode_svg(draw_qr(job.campaign.url)) if job.campaign.url else "",
        source=compose_source(job.item.source, words=words, language=language.code) if job.item.source else "",
        fictional=words["fictional"] if job.item.fictional else "",
        funding=compose_funding(job.campaign, language=language.code, surface=surface),
        partners=tuple(_compose_logo(partner, job, surface) for partner in job.campaign.partners),
        words=words,
        cue=set_text(cue, language=language.code) if "\n" not in cue else cue,
        card=card,
        moving=False,
        seconds=0.0,
    )


def compose_source(source: Source, *, words: Mapping[str, str], language: str) -> str:
    """The line under a figure: who says so, for when, about whom, counting what (checks.md E1)."""
    population = _set(source.population, language, field="source.population")
    unit = _set(source.unit, language, field="source.unit")
    parts = [
        f"{words['source']}: {_set(source.name, language, field='source.name')}",
        f"{source.period} г." if language == "bg" and _YEARS.fullmatch(source.period) else source.period,
        f"{population} ({unit})",
    ]
    line = set_text(SEPARATORS.get(language, "; ").join(parts), language=language)
    return mark_direction(line, direction=find_language(language).direction)


def _set(texts: Texts, language: str, *, field: str) -> str:
    if not texts.get(language, "").strip():
        raise InvalidValue(
            say("There is no value in %(language)s.", language=find_language(language).name),
            place=Place(field=field, language=language),
            hint=say("Add it: nothing is translated by itself."),
        )
    return mark_direction(set_text(texts[language], language=language), direction=find_language(language).direction)


def _resolve(value: Shown, job: Job, *, field: str) -> Shown:
    """Names of files become what the page loads, also inside rows."""
    if isinstance(value, Picture):
        size = job.format
        url = encode_picture(value.url, job.media, width=size.width, height=size.height, field=field)
        return replace(value, url=url)
    if isinstance(value, RegionMap):
        size = job.format
        outline = read_outline(value.file, job.media, width=size.width, height=size.height, field=f"{field}.file")
        return draw_regions(value, outline, field=field, language=job.language)
    if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
        return tuple(
            {name: _resolve(part, job, field=f"{field}.{number}.{name}") for name, part in record.items()}
            for number, record in enumerate(value, start=1)
            if isinstance(record, Mapping)
        )
    return value


def _compose_logo(partner: Partner, job: Job, surface: Surface) -> Logo:
    """A proper name is the same in every language unless told otherwise."""
    name = partner.name.get(job.language) or next(iter(partner.name.values()), "")
    if not partner.logo:
        return Logo(name, "")
    # No logo may be larger than the emblem (checks.md A6); twice that keeps it sharp.
    width, height = round(3 * surface.emblem), round(2 * surface.emblem)
    return Logo(name, encode_picture(partner.logo, job.media, width=width, height=height, field="partners.logo"))


def _check_colour(colour: str, *, field: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise InvalidValue(
            say("“%(given)s” is not a colour.", given=colour[:40]),
            place=Place(field=field),
            hint=say("Write it as #rrggbb, e.g. #e4572e."),
        )
    return colour.lower()
