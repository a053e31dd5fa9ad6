"""Every template of figures, held against one table. In: templates, a frame, what it is about. Out: proposals, the
honest ones first.

A template is known by its fields, not by its name, so that one a designer adds is proposed as well.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from campaign.checks.proposals.answers import judge_poll, judge_statements
from campaign.checks.proposals.bars import judge_bars
from campaign.checks.proposals.changes import judge_lines, judge_pairs
from campaign.checks.proposals.filling import conclude
from campaign.checks.proposals.frame import Frame
from campaign.checks.proposals.maps import judge_outline, judge_tiles
from campaign.checks.proposals.proposal import About, Case, Doubts, Proposal, Verdict, unfit
from campaign.checks.proposals.shares import judge_shares, judge_streams
from campaign.checks.proposals.single import judge_number, judge_people
from campaign.render.countries import Country
from campaign.render.manifest import FieldType, Template, TemplateField
from campaign.spec.content import Kind
from campaign.spec.message import say

PEOPLE = 10
"""Figures drawn as people: a whole number of so many."""
Judge = Callable[[Case], Proposal]


def propose(
    frame: Frame, about: About, *, templates: Iterable[Template], languages: Sequence[str]
) -> tuple[Proposal, ...]:
    """One for each template that is for statistics."""
    found = []
    for template in templates:
        if Kind.STATISTIC not in template.manifest.kinds:
            continue
        name, judge = find_judge(template.manifest.fields)
        countries = template.manifest.fields[name].tiles if name else {}
        case = Case(template, name, frame, about, tuple(languages), countries)
        found.append(judge(case) if judge and frame.rows and frame.columns else conclude(case, _doubt_any(frame), {}))
    return tuple(sorted(found, key=lambda one: (list(Verdict).index(one.verdict), one.rank, one.template)))


def find_judge(fields: Mapping[str, TemplateField]) -> tuple[str, Judge | None]:
    """The field that takes the figures, and who judges it."""
    for name, spec in fields.items():
        judge = _find_by_type(spec)
        if judge is not None:
            return name, judge
    for name, spec in fields.items():
        if spec.type in (FieldType.NUMBER, FieldType.PERCENT) and spec.required:
            return name, judge_people if spec.whole and spec.most == PEOPLE else judge_number
    return "", None


def find_countries(templates: Iterable[Template]) -> Mapping[str, Country]:
    """The maps of tiles that any template has."""
    for template in templates:
        for spec in template.manifest.fields.values():
            if spec.tiles:
                return spec.tiles
    return {}


def _find_by_type(spec: TemplateField) -> Judge | None:
    known: Mapping[FieldType, Judge] = {
        FieldType.REGIONS: judge_tiles,
        FieldType.MAP: judge_outline,
        FieldType.SERIES: judge_bars,
    }
    return _find_by_parts(spec) if spec.type is FieldType.ROWS else known.get(spec.type)


def _find_by_parts(spec: TemplateField) -> Judge | None:
    kinds = [part.type for part in spec.parts.values()]
    figures = kinds.count(FieldType.NUMBER)
    if spec.total is not None and spec.total.across:
        return judge_statements
    if spec.total is not None and spec.total.down:
        return judge_poll if spec.total.asked else judge_shares
    if FieldType.DATE in kinds and figures:
        return judge_lines
    if FieldType.TEXT in kinds and figures == 2:
        return judge_pairs
    return judge_streams if FieldType.TEXT in kinds and figures == 1 else None


def _doubt_any(frame: Frame) -> Doubts:
    if not frame.columns or not frame.rows:
        return unfit(say("The table has no figures that are shown."))
    return unfit(say("Its figures are entered by hand, in the editor."))
