"""Statistics from tables: paste, file or Eurostat → a table that is understood → an honest picture → a draft.

In: who acts, and what they gave. Out: drafts whose table is kept with them; InvalidDocument, NotAllowed, Unreachable.
The table, its source and what was said of it stay with the draft, whatever template is chosen.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from campaign.adapters.datasets import NAMES
from campaign.adapters.eurostat import BASE, Fetched, fetch_dataset
from campaign.adapters.grids import read_file, read_pasted
from campaign.checks.proposals.proposal import Proposal, Verdict
from campaign.data.models import Campaign, Draft, User
from campaign.forms.flat import flatten_value
from campaign.forms.nodes import make_node
from campaign.render.manifest import FieldType, Template
from campaign.services import authoring
from campaign.services.figures import guess_period, guess_source, list_languages, list_proposals, read_focus
from campaign.services.templating import find_template
from campaign.services.worksheets import (
    Origin,
    Way,
    Worksheet,
    lay_dataset,
    lay_sheets,
    read_worksheet,
    write_worksheet,
)
from campaign.spec.content import Kind
from campaign.spec.cube import Cube
from campaign.spec.errors import CampaignError, InvalidDocument, NotAllowed, UnknownName
from campaign.spec.figure import PERCENT
from campaign.spec.grid import Role
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import say
from campaign.spec.reading import read_grid

ADDRESS = "CAMPAIGN_EUROSTAT_URL"
"""Names another base address: a mirror, or a server on this machine."""
FOLDER = "eurostat"
NOTHING_CHOSEN = InvalidDocument(say("No file is chosen."), hint=say("Choose a CSV, Excel or LibreOffice file."))
LATEST = {"lastTimePeriod": ["1"]}
"""Of a table too large to be given whole, the newest time tells the dimensions."""
Filters = Mapping[str, Sequence[str]]


class Changed(NotAllowed):
    """Somebody else corrected the table meanwhile."""

    def __init__(self, who: str):
        super().__init__(
            say("%(who)s changed this table while you did.", who=who),
            hint=say("Yours stands below, and is not saved yet. Saving once more puts it over theirs."),
        )


def start_pasted(campaign: Campaign, text: str, *, by: User, now: datetime) -> Draft:
    """Raises InvalidDocument, NotAllowed."""
    worksheet = lay_sheets({"": read_pasted(text)}, origin=Origin(Way.PASTED, taken=localdate(now).isoformat()))
    return _start(campaign, worksheet, by=by, now=now)


def start_file(campaign: Campaign, data: bytes, *, name: str, by: User, now: datetime) -> Draft:
    """Raises InvalidDocument, NotAllowed."""
    plain = Path(name).name[:120]
    origin = Origin(Way.FILE, name=plain, taken=localdate(now).isoformat())
    return _start(campaign, lay_sheets(read_file(data, name=plain), origin=origin), by=by, now=now)


def start_eurostat(campaign: Campaign, code: str, filters: Filters, *, by: User, now: datetime) -> Draft:
    """Raises InvalidDocument, NotAllowed, UnknownName, Unreachable."""
    found = _fetch_some(code.strip().lower(), filters, now=now)
    worksheet = lay_dataset(found.cube, filters=filters, taken=localdate(found.fetched))
    return _start(campaign, worksheet, by=by, now=now, source=_tell_source(found.cube, worksheet, campaign))


def read_filters(text: str) -> Filters:
    """geo=BG,RO time=2023, with spaces, lines or semicolons between. Raises UnknownName."""
    filters: dict[str, list[str]] = {}
    for each in re.split(r"[\s;&]+", text.strip()):
        name, mark, codes = each.partition("=")
        if each and not (mark and name and codes):
            raise UnknownName(
                say("“%(given)s” is not written as geo=BG.", given=each[:40]),
                hint=say("Write a dimension and a code, such as geo=BG; repeat it for several."),
            )
        if each:
            filters.setdefault(name, []).extend(filter(None, codes.split(",")))
    return filters


def choose_categories(
    draft: Draft, chosen: Filters, *, down: str, across: str, by: User, now: datetime
) -> tuple[Draft, CampaignError | None]:
    """Another cut of the dataset; also tells why the copy kept of it had to serve. Raises InvalidDocument, NotAllowed,
    UnknownName, Unreachable."""
    worksheet = read_worksheet(draft)
    origin = worksheet.origin
    several = {each.id for each in origin.dimensions if len(each.labels) > 1}
    filters = {name: codes for name, codes in chosen.items() if name in several and codes}
    found = _fetch(origin.code, {**origin.filters, **filters}, now=now)
    laid = lay_dataset(
        found.cube, filters=origin.filters, taken=localdate(found.fetched), down=down, across=across, chosen=chosen
    )
    # the dimensions stay as they were given whole: what was not chosen now can be chosen later
    laid = replace(laid, origin=replace(laid.origin, dimensions=origin.dimensions), said=worksheet.said)
    kept = keep(draft, laid, stamp=worksheet.stamp, by=by, now=now)
    fill_source(kept, _tell_source(found.cube, laid, draft.campaign), by=by, now=now, over=_list_told(worksheet))
    return kept, found.problem


@transaction.atomic
def keep(draft: Draft, worksheet: Worksheet, *, stamp: str, by: User, now: datetime) -> Draft:
    """`stamp` is the one of the worksheet that was shown. Raises Changed, NotAllowed."""
    held = authoring.lock(draft, by=by)
    known = read_worksheet(held)
    if known.stamp not in (stamp, worksheet.stamp):
        raise Changed(held.changed_by.get_full_name() or held.changed_by.username)
    if known != worksheet:
        held.table, held.changed_by, held.changed_at = write_worksheet(worksheet), by, now
        held.revision += 1
        held.save(update_fields=["table", "changed_by", "changed_at", "revision"])
        held.saves.create(revision=held.revision, by=by, at=now)  # its figures will be theirs, whoever takes them over
    return held


def fill_source(draft: Draft, typed: Mapping[str, str], *, by: User, now: datetime, over: Mapping[str, str]) -> None:
    """Inputs of the source that are empty yet, or say what was filled in by itself before (`over`)."""
    draft.refresh_from_db()
    stands = {name: draft.typed.get(name, "") for name in typed}
    changed = {name: text for name, text in typed.items() if stands[name] in ("", over.get(name, ""))}
    if changed:
        authoring.save(draft, changed=changed, base=dict(draft.typed), by=by, now=now)


@transaction.atomic
def choose(draft: Draft, template: str, *, by: User, now: datetime, focus: str = "") -> Draft:
    """Fill a template with the table: its figures take the place of what stood there, texts only where nothing did.
    `focus` is the row.column of the one figure that a picture of one shows. Raises NotAllowed for a picture that would
    mislead, UnknownName."""
    held = authoring.lock(draft, by=by)
    if read_focus(focus):
        worksheet = read_worksheet(held)
        kept = replace(worksheet, said={**worksheet.said, "focus": focus})
        held = keep(held, kept, stamp=worksheet.stamp, by=by, now=now)
    proposal = next((one for one in list_proposals(held) if one.template == template), None)
    found = find_template(template)
    if proposal is None or found is None:
        raise UnknownName(
            say("There is no template “%(template)s”.", template=template), hint=say("Choose another template.")
        )
    if proposal.verdict not in (Verdict.HONEST, Verdict.CAREFUL):
        raise NotAllowed(
            say("This picture would mislead, or cannot hold the table."),
            hint=proposal.reasons[0] if proposal.reasons else None,
        )
    fresh = held.template != template
    authoring.save(held, changed={authoring.TEMPLATE: template}, base=dict(held.typed), by=by, now=now)
    held.refresh_from_db()
    typed = _write_values(held, proposal, found, fresh=fresh)
    authoring.save(held, changed=typed, base=dict(held.typed), by=by, now=now)
    held.refresh_from_db()
    return held


def _write_values(held: Draft, proposal: Proposal, template: Template, *, fresh: bool) -> dict[str, str]:
    """The inputs of a template that the table fills. Texts that somebody wrote, and names that somebody translated,
    stay."""
    typed: dict[str, str] = {}
    for name, spec in template.manifest.fields.items():
        if name not in proposal.values:
            continue
        inputs = flatten_value(
            make_node(spec), f"values.{name}", proposal.values[name], languages=list_languages(held.campaign)
        )
        for path, text in inputs:
            stands = held.typed.get(path, "")
            if not (spec.type is FieldType.TEXT and stands and not fresh):
                typed[path] = text
    return {path: text or _find_translation(held, path, typed) for path, text in typed.items()}


def _find_translation(held: Draft, path: str, typed: Mapping[str, str]) -> str:
    """What stands there already, while the same name in another language stands beside it as it did."""
    stem, _, language = path.rpartition(".")
    if language not in LANGUAGES:
        return ""
    beside = [f"{stem}.{other}" for other in list_languages(held.campaign) if typed.get(f"{stem}.{other}")]
    same = any(held.typed.get(other, "") == typed[other] for other in beside)
    return str(held.typed.get(path, "")) if same else ""


def _start(
    campaign: Campaign, worksheet: Worksheet, *, by: User, now: datetime, source: Mapping[str, str] | None = None
) -> Draft:
    if not worksheet.grid.lines or worksheet.grid.width < 2:
        raise InvalidDocument(
            say("This is no table: it has a single column."),
            hint=say("Mark the whole table in the spreadsheet, with its names, and copy it."),
        )
    reading = read_grid(worksheet.grid)
    if not reading.find(Role.AMOUNT):
        raise InvalidDocument(
            say("There are no figures in this table."),
            hint=say("Mark the whole table in the spreadsheet, with its figures, and copy it."),
        )
    languages = list_languages(campaign)
    told = {"source.period": guess_period(reading)}
    name = guess_source(worksheet.grid)
    if name and languages:
        told[f"source.name.{languages[0]}"] = name
    units = {column.unit for column in reading.find(Role.AMOUNT)}
    if len(units) == 1 and (unit := units.pop()) == PERCENT:
        told |= {f"source.unit.{language}": unit for language in languages}
    typed = {name: text for name, text in {**told, **(source or {})}.items() if text}
    return authoring.begin(campaign, kind=Kind.STATISTIC, by=by, now=now, typed=typed, table=write_worksheet(worksheet))


def _tell_source(cube: Cube, worksheet: Worksheet, campaign: Campaign) -> dict[str, str]:
    """What a dataset says of itself, by input."""
    languages = list_languages(campaign)
    typed = {f"source.name.{language}": NAMES[language](cube) for language in languages if language in NAMES}
    typed["source.period"] = guess_period(read_grid(worksheet.grid)) or _find_time(worksheet)
    typed["source.url"] = worksheet.origin.url
    unit = cube.find_dimension("unit")
    code = (worksheet.origin.chosen.get("unit") or (unit.codes if unit else ("",)))[0]
    if unit and code:
        percent = code == "PC" or code.startswith("PC_")
        typed |= {f"source.unit.{language}": "%" for language in languages} if percent else {}
        if not percent and cube.language in languages:
            typed[f"source.unit.{cube.language}"] = unit.labels.get(code, code)
    return {name: text for name, text in typed.items() if text}


def _find_time(worksheet: Worksheet) -> str:
    times = next((each for each in worksheet.origin.dimensions if each.id == "time"), None)
    chosen = worksheet.origin.chosen.get("time") or tuple(times.labels if times else ())
    return chosen[0] if chosen else ""


def _list_told(worksheet: Worksheet) -> Mapping[str, str]:
    """What the last cut of the dataset filled in by itself."""
    period = guess_period(read_grid(worksheet.grid)) or _find_time(worksheet)
    return {"source.period": period, "source.url": worksheet.origin.url}


def _fetch_some(code: str, filters: Filters, *, now: datetime) -> Fetched:
    """The whole table; where that is too large, as much as tells its dimensions."""
    try:
        return _fetch(code, filters, now=now)
    except UnknownName:
        raise
    except NotAllowed as error:
        if "too large" not in error.message.text or "time" in filters:
            raise
        return _fetch(code, {**filters, **LATEST}, now=now)


def _fetch(code: str, filters: Filters, *, now: datetime) -> Fetched:
    base = os.environ.get(ADDRESS, BASE)
    return fetch_dataset(code, filters, folder=Path(settings.HOME) / FOLDER, now=now, base=base)


@transaction.atomic
def say_source(
    draft: Draft, *, said: Mapping[str, str], typed: Mapping[str, str], revision: int, by: User, now: datetime
) -> Draft:
    """What people say of the figures and of who counted; `revision` is the draft's that their page showed. Raises
    NotAllowed where somebody wrote something else meanwhile: that stands, and what was typed stays on the page."""
    held = authoring.lock(draft, by=by)
    worksheet = read_worksheet(held)
    kept = replace(worksheet, said={**worksheet.said, **said})
    keep(held, kept, stamp=worksheet.stamp, by=by, now=now)
    before = dict(authoring.read_at(held, revision=revision))
    changed = {name: text for name, text in typed.items() if text != before.get(name, "")}
    saved = authoring.save(held, changed=changed, base=before, by=by, now=now)
    held.refresh_from_db()
    if saved.aside:
        one = saved.aside[0]
        raise NotAllowed(
            say("%(who)s wrote “%(theirs)s” meanwhile.", who=one.by, theirs=one.theirs[:120]),
            hint=say("Look at both, then save once more."),
        )
    return held
