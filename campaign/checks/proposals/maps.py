"""Maps. In: a case whose field has figures by place. Out: a proposal: shares only, and what is not known is hatched."""

from dataclasses import replace

from campaign.checks.proposals.doubts import doubt_few, doubt_sample, name_list
from campaign.checks.proposals.filling import conclude, write_amount
from campaign.checks.proposals.places import find_tiles
from campaign.checks.proposals.proposal import Case, Doubts, Measure, Proposal, careful, misleading, unfit
from campaign.render.manifest import FieldType
from campaign.spec.message import say
from campaign.spec.table import Cell

HALF = 0.5
"""Of the provinces: with fewer known a map shows mostly what is not known."""


def judge_tiles(case: Case) -> Proposal:
    """Provinces of one of the countries that we have as tiles."""
    doubts = _doubt_shape(case)
    if doubts.unfit:
        return conclude(case, doubts, {})
    names = [name.code or name.text for name in case.frame.rows]
    country, codes = find_tiles(names, countries=case.field.tiles)
    if not codes:
        named = [name.text for name in case.frame.rows]
        country, codes = find_tiles(named, countries=case.field.tiles)
        names = named
    strange = [name for name in names if name not in codes]
    if len(codes) < case.least or len(strange) * 2 > len(names):
        return conclude(case, unfit(say("The rows are no provinces of Bulgaria, Spain or Belgium.")), {})
    if strange:
        doubts += misleading(
            say(
                "No province of the map: %(names)s. Leave them out, or write their names in full.",
                names=name_list(strange),
            )
        )
    if len(set(codes.values())) < len(codes):
        doubts += misleading(say("A province stands there twice."))
    known = {codes[name]: cell for name, cell in zip(names, case.frame.column(), strict=True) if name in codes}
    doubts += _doubt_rates(case) + doubt_few(case) + doubt_sample(case)
    figures = {code: write_amount(cell) for code, cell in known.items() if not cell.is_unknown}
    tiles = case.field.tiles[country].tiles
    if len(figures) < HALF * len(tiles):
        doubts += careful(
            say(
                "Only %(known)d of %(count)d provinces are known; the others stay hatched.",
                known=len(figures),
                count=len(tiles),
            )
        )
    values = {case.name: {"country": country, "figures": figures}}
    return conclude(case, doubts, values, rank=15)


def judge_outline(case: Case) -> Proposal:
    """Places on a map of one's own, by their codes in its file."""
    doubts = _doubt_shape(case)
    if not doubts.unfit and not all(name.code for name in case.frame.rows):
        doubts += unfit(say("It takes a map file of your own, and a column with the codes of its places."))
    if doubts.unfit:
        return conclude(case, doubts, {})
    doubts += _doubt_rates(case) + doubt_few(case) + doubt_sample(case)
    doubts += careful(say("Add a map file (GeoJSON) whose borders you may show; the codes must be those of the file."))
    figures = {
        name.code: write_amount(cell)
        for name, cell in zip(case.frame.rows, case.frame.column(), strict=True)
        if not cell.is_unknown
    }
    names = {name.code: dict(name.texts) for name in case.frame.rows if name.texts and name.text != name.code}
    values = {case.name: {"figures": figures, "names": names}}
    return replace(conclude(case, doubts, values, rank=45), needs_file=True)


def _doubt_shape(case: Case) -> Doubts:
    frame = case.frame
    if len(frame.columns) != 1:
        return unfit(
            say("A map shows one figure for each place, and this table has %(count)d.", count=len(frame.columns))
        )
    if len(frame.rows) < case.least:
        return unfit(say("A map needs %(least)d places at least.", least=case.least))
    if any(name.moment for name in frame.rows):
        return unfit(say("The rows are times, not places."))
    return Doubts()


def _doubt_rates(case: Case) -> Doubts:
    """A map of counts is a map of where people live (checks.md E3)."""
    doubts = Doubts()
    units = case.template.manifest.fields.get(case.field.rate)
    measure = case.about.measure
    if measure is Measure.COUNT:
        doubts += misleading(
            say(
                "These are numbers, not shares: the most populous place would always be the darkest."
                " Take shares of those who live there."
            )
        )
    elif units is not None and units.type is FieldType.CHOICE and measure.value not in units.options:
        doubts += misleading(say("The map has no words for this unit: it takes per cent, or so many of a thousand."))
    noughts = [cell for cell in case.frame.column() if _is_nought(cell)]
    if noughts:
        doubts += careful(say("%(count)d places have nought: only if nought was counted there.", count=len(noughts)))
    return doubts


def _is_nought(cell: Cell) -> bool:
    return cell.amount is not None and not cell.amount
