"""An emergency message drawn. In: its words by field and language, and channels. Out: pictures with what was found.

Drawn by the plain template, while somebody waits: stills alone, each screen size once. They are held against the rules
like anything else; a message has no campaign, funder or consents, so those rules find nothing to ask for.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, TypeVar

from django.conf import settings

from campaign.adapters.drawing import Drawn, draw_still
from campaign.adapters.looks import Asked, Look, take_look
from campaign.checks.content import check_content
from campaign.render.alt import compose_alt
from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.render.manifest import Template
from campaign.render.motion import fill_slots, measure_reading
from campaign.render.values import check_values
from campaign.services.template_versions import find_template
from campaign.spec.channels import Channel, Medium, StillType
from campaign.spec.content import Campaign, Item, Kind
from campaign.spec.errors import CampaignError, InvalidValue, NotAllowed, Place, join_errors
from campaign.spec.files import MEDIA_TYPES
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Format
from campaign.spec.funding import FunderProfile, FundingRules
from campaign.spec.languages import Texts, find_language
from campaign.spec.message import say

TEMPLATE = "emergency-notice"
HEADLINE, ADVICE, SENDER = "headline", "advice", "sender"
FIELDS = (HEADLINE, ADVICE, SENDER)
PREVIEW_WIDTH = 640
"""Pixels across, at most, of a picture that people look at before they decide."""
PATIENCE = 30.0
"""Seconds for one of them: no busy machine may keep a message from the screens."""
NAMELESS = "!"
"""In the place of titles, which only the page's own <title> shows."""

T = TypeVar("T")
Words: TypeAlias = Mapping[str, Texts]
"""Field → language → what is said."""
Size: TypeAlias = tuple[Format, str, int, StillType]


@dataclass(frozen=True)
class Shown:
    """What a channel shows in one language, `seconds` at a time. `data` is a file of `media_type`, empty when it could
    not be drawn; `faults` and `findings` say why not, and what is wrong with it."""

    channel: str
    language: str
    seconds: int
    format: Format
    data: bytes
    media_type: str
    alt: str
    faults: tuple[CampaignError, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_words(given: Mapping[str, Mapping[str, str]]) -> Words:
    """Clean words; left out are empty ones, and those without any letter or digit. Raises InvalidValue, Faults,
    UnknownName: at least one language has a headline, none says anything without one, and nothing is longer than the
    template has room for."""
    words = {
        field: {find_language(code).code: " ".join(text.split()) for code, text in texts.items() if _says(text)}
        for field, texts in given.items()
    }
    headlines = words.get(HEADLINE, {})
    if not headlines:
        raise InvalidValue(
            say("The message says nothing yet."),
            place=Place(field=HEADLINE),
            hint=say("Write what has happened in at least one language."),
        )
    errors: list[CampaignError] = [
        InvalidValue(
            say("There is no headline in %(language)s.", language=find_language(code).name),
            place=Place(field=HEADLINE, language=code),
            hint=say("Write it, or leave the language out altogether."),
        )
        for code in dict.fromkeys(code for texts in words.values() for code in texts if code not in headlines)
    ]
    manifest = _load().manifest
    for code in headlines:
        errors += check_values(manifest, _pick(words, code), languages=(code,))
    if errors:
        raise join_errors(errors)
    return {field: texts for field, texts in words.items() if texts}


def _says(text: str) -> bool:
    """Signs that nobody sees, or reads, would leave screens empty."""
    return any(map(str.isalnum, text))


def preview(words: Words, channels: Sequence[Channel], *, today: date) -> tuple[Shown, ...]:
    """Small pictures to look at, also of what may not be shown. Raises UnknownName without the template."""
    jobs = tuple(_plan(words, channels))
    seen = _draw_sizes(jobs, _take_look)
    return tuple(_tell(job, channel, seen[_name_size(job)], today=today) for channel, job in jobs)


def draw(words: Words, channels: Sequence[Channel], *, today: date) -> tuple[Shown, ...]:
    """The files themselves, each screen size drawn once. Raises what drawing raises, and Faults or NotAllowed of all
    that no screen may show."""
    jobs = tuple(_plan(words, channels))
    drawn = _draw_sizes(jobs, draw_still)
    shown = tuple(_keep(job, channel, drawn[_name_size(job)], today=today) for channel, job in jobs)
    refused = {str(error): error for one in shown for error in _refuse(one)}
    if refused:
        raise join_errors(list(refused.values()))
    return shown


def _draw_sizes(jobs: Sequence[tuple[Channel, Job]], draw_one: Callable[[Job], T]) -> Mapping[Size, T]:
    """Each size once, on all cores: people wait for it."""
    sizes = {_name_size(job): job for _, job in jobs}
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return dict(zip(sizes, pool.map(draw_one, sizes.values()), strict=True))


def _take_look(job: Job) -> Look:
    return take_look(Asked(job, PREVIEW_WIDTH, StillType.WEBP, checks=True), seconds=PATIENCE)


def read_longest() -> Mapping[str, int]:
    """Field → how many characters the template has room for. Raises InvalidTemplate."""
    return {name: field.longest or 0 for name, field in _load().manifest.fields.items()}


def list_languages(words: Words) -> tuple[str, ...]:
    """In the order in which they take turns."""
    return tuple(words[HEADLINE])


def _plan(words: Words, channels: Collection[Channel]) -> Iterator[tuple[Channel, Job]]:
    template = _load()
    for channel in channels:
        for code in list_languages(words):
            values = _pick(words, code)
            read = measure_reading(sum(len(text.split()) for text in values.values()))
            stands = fill_slots(read, slot_seconds=channel.slot_seconds)
            yield channel, _make_job(template, channel, values, code, stands=stands)


def _make_job(template: Template, channel: Channel, values: Mapping[str, str], code: str, *, stands: int) -> Job:
    title = {code: NAMELESS}
    nobody = FunderProfile("", title, FundingRules.NONE, emblem=False)
    return Job(
        template=template,
        campaign=Campaign("", title, nobody, ""),
        item=Item("", Kind.NOTICE, template.id, title, values),
        language=code,
        format=channel.format,
        medium=Medium.STILL,
        profile=channel.profile,
        slot_seconds=channel.slot_seconds,
        media={},
        stands=stands,
    )


def _load() -> Template:
    """The one in use; where that cannot be read now, the folder's: a warning waits for no store."""
    with suppress(CampaignError):
        if template := find_template(TEMPLATE):
            return template
    return load_template(settings.TEMPLATES_FOLDER / TEMPLATE)


def _pick(words: Words, code: str) -> Mapping[str, str]:
    """What is said in this language, by field."""
    return {field: texts[code] for field, texts in words.items() if code in texts}


def _name_size(job: Job) -> Size:
    """Two jobs of one name give the same picture."""
    return (job.format, job.language, job.stands, job.profile.still_type)


def _keep(job: Job, channel: Channel, still: Drawn, *, today: date) -> Shown:
    found = (*_read_findings(job, channel, today=today), *still.findings)
    return _show(job, channel, still.data, job.profile.still_type, findings=found)


def _tell(job: Job, channel: Channel, look: Look, *, today: date) -> Shown:
    found = (*_read_findings(job, channel, today=today), *look.findings)
    return _show(job, channel, look.picture, StillType.WEBP, faults=look.faults, findings=found)


def _show(
    job: Job,
    channel: Channel,
    data: bytes,
    kind: StillType,
    *,
    faults: tuple[CampaignError, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Shown:
    alt, media_type = compose_alt(job), MEDIA_TYPES[kind.value]
    return Shown(channel.id, job.language, job.stands, job.format, data, media_type, alt, faults, findings)


def _read_findings(job: Job, channel: Channel, *, today: date) -> tuple[Finding, ...]:
    return check_content(
        campaign=job.campaign,
        item=job.item,
        channel=channel,
        language=job.language,
        today=today,
        template=job.template,
    )


def _refuse(shown: Shown) -> Iterator[CampaignError]:
    """What is merely doubtful does not hold up a warning."""
    for found in shown.findings:
        if found.severity is Severity.ERROR:
            place = replace(found.place, channel=shown.channel, language=shown.language)
            yield NotAllowed(found.message, place=place, hint=found.hint)
