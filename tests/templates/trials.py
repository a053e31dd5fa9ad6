"""Every template tried with every content. In: a template and contents. Out: per case what came of it, and its faults.

A template's cases run in one child that is stopped when a single case hangs; templates side by side, a thread each.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from campaign.adapters.limits import run_limited
from campaign.render.job import Job
from campaign.render.layout import find_collisions
from campaign.render.manifest import Manifest
from campaign.render.trial import Content, Hostility, make_hostile, make_values
from campaign.spec.content import RawValues
from campaign.spec.errors import CampaignError, CannotFit, InvalidValue, MissingGlyph, RenderFailed
from campaign.spec.formats import Format
from tests.templates.samples import PANELS, TEMPLATES, draw_boxes, make_job

Filling: TypeAlias = Content | Hostility

SCREENS: Mapping[str, Format] = {
    **{name: replace(panel, width=panel.width // 2, height=panel.height // 2) for name, panel in PANELS.items()},
    "bus": Format(342, 192, 19, 1.5),
}
"""The screens everything is tried on; fitting knows no pixels, so half of them do."""
TOGETHER = "bg+en"
LANGUAGES = ("bg", "en", "ar", TOGETHER)
CASE_SECONDS = 15.0
"""A case takes a twentieth of a second; this is a hang, on however busy a machine."""
MENDABLE = (InvalidValue, CannotFit, MissingGlyph)
"""How content may be refused. Anything else is the template's own fault."""


@dataclass(frozen=True)
class Outcome:
    """One case: `faults` of a picture that was drawn, or the `errors` that refused it."""

    filling: Filling
    screen: str
    language: str
    faults: tuple[str, ...] = ()
    errors: tuple[CampaignError, ...] = ()


def list_cases(name: str, fillings: Sequence[Filling]) -> list[tuple[Filling, str, Job]]:
    """The jobs of a template with each filling, on every screen it is for."""
    shapes = TEMPLATES[name].manifest.shapes
    return [
        (filling, screen, fill_job(make_job(name, screen=SCREENS[screen], language=language), filling))
        for filling in fillings
        for screen, language in list_screens(filling)
        if SCREENS[screen].shape in shapes
    ]


def list_screens(filling: Filling) -> list[tuple[str, str]]:
    """Screens and languages: each with each for the four contents, languages in turn for a single evil; the bus,
    another landscape, for the samples alone."""
    if isinstance(filling, Content):
        screens = [screen for screen in SCREENS if screen != "bus" or filling is Content.TYPICAL]
        return [(screen, language) for screen in screens for language in LANGUAGES]
    turn = list(Hostility).index(filling)
    screens = [screen for screen in SCREENS if screen != "bus"]
    return [(screen, LANGUAGES[(turn + at) % len(LANGUAGES)]) for at, screen in enumerate(screens)]


def fill_job(job: Job, filling: Filling) -> Job:
    return replace(job, item=replace(job.item, values=_choose_values(job.template.manifest, filling)))


def _choose_values(manifest: Manifest, filling: Filling) -> RawValues:
    return make_values(manifest, filling) if isinstance(filling, Content) else make_hostile(manifest, filling)


def try_template(name: str, fillings: Sequence[Filling]) -> tuple[Outcome, ...]:
    """All cases of a template; one that hangs or crashes is told, and those after it are tried all the same."""
    cases = list_cases(name, fillings)
    done: list[Outcome] = []
    while cases:
        tried: list[float] = []
        try:
            done.extend(run_limited(try_cases, cases, seconds=CASE_SECONDS, on_progress=tried.append))
            break
        except RenderFailed as error:
            done.extend(try_quietly(cases[: len(tried)]))
            filling, screen, job = cases[len(tried)]
            done.append(Outcome(filling, screen, job.language, errors=(error,)))
            cases = cases[len(tried) + 1 :]
    return tuple(done)


def try_quietly(cases: Sequence[tuple[Filling, str, Job]]) -> tuple[Outcome, ...]:
    """Once more those that went well before the one that did not."""
    return run_limited(try_cases, cases, seconds=CASE_SECONDS, on_progress=lambda _: None) if cases else ()


def try_cases(cases: Sequence[tuple[Filling, str, Job]], tell: Callable[[float], None]) -> tuple[Outcome, ...]:
    """One after the other, in this process."""
    outcomes: list[Outcome] = []
    for filling, screen, job in cases:
        outcomes.append(_try_case(filling, screen, job))
        tell(len(outcomes) / len(cases))
    return tuple(outcomes)


def _try_case(filling: Filling, screen: str, job: Job) -> Outcome:
    try:
        drawn = draw_boxes(job)
    except CampaignError as error:
        return Outcome(filling, screen, job.language, errors=error.singles)
    except Exception as error:
        return Outcome(filling, screen, job.language, faults=(f"raised {error!r}",))
    leaks = ["markup was not escaped"] if "<script" in drawn.page.html else []
    return Outcome(
        filling, screen, job.language, faults=(*map(str, find_collisions(drawn.boxes, drawn.page.html)), *leaks)
    )


def must_be_drawn(outcome: Outcome) -> bool:
    """The samples and the shortest everywhere; the longest on every shape but the band, in one language at a time."""
    if outcome.filling is Content.LONGEST:
        return outcome.language != TOGETHER and outcome.screen != "band"
    if outcome.screen == "bus":
        return outcome.language != TOGETHER
    return outcome.filling in (Content.TYPICAL, Content.SHORTEST)


def judge(outcome: Outcome) -> list[str]:
    """What is wrong with an outcome, with its case; nothing when it was drawn whole, or refused as it should be."""
    case = f"{outcome.filling} · {outcome.screen} · {outcome.language}"
    told = [f"{case}: {fault}" for fault in outcome.faults]
    for error in outcome.errors:
        if must_be_drawn(outcome):
            told.append(f"{case}: refused: {error}")
        elif not isinstance(error, MENDABLE):
            told.append(f"{case}: {type(error).__name__} blames no value: {error}")
        elif not (error.place.field and error.hint):
            told.append(f"{case}: names no field or no mend: {error}")
    return told
