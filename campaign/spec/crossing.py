"""Two dimensions of a dataset as a table. In: a cube, which dimension goes down and which across. Out: lines of cells.

Flags stay beside their figures, what is not known is a colon, as offices write it.
"""

from collections.abc import Mapping, Sequence

from campaign.spec.cube import Cube, Dimension
from campaign.spec.errors import InvalidDocument, Place
from campaign.spec.figure import PERCENT
from campaign.spec.message import say
from campaign.spec.table import Cell

UNKNOWN = ":"
TIME = "time"
Chosen = Mapping[str, Sequence[str]]


def cross_cube(cube: Cube, *, down: str, across: str, chosen: Chosen) -> list[list[str]]:
    """A line for each category of `down`, with its code; a column for each of `across`, or a single one without it.
    Of every other dimension one category counts: the first that is `chosen`. Raises InvalidDocument."""
    rows, columns = _find(cube, down), _find(cube, across) if across else None
    unit = _name_unit(cube, chosen)
    fixed = {each.id: _list_codes(each, chosen)[0] for each in cube.dimensions}
    coded = rows.id != TIME and any(rows.labels[code] != code for code in rows.codes)
    heads = [columns.labels[code] for code in _list_codes(columns, chosen)] if columns else [unit or cube.label]
    lines = [[rows.label, *(["code"] if coded else []), *heads]]
    for code in _list_codes(rows, chosen):
        over = [{columns.id: each} for each in _list_codes(columns, chosen)] if columns else [{}]
        cells = [cube.read_cell({**fixed, rows.id: code, **codes}) for codes in over]
        lines.append([rows.labels[code], *([code] if coded else []), *map(_write, cells)])
    return lines


def suggest_axes(cube: Cube) -> tuple[str, str]:
    """The dimensions with most categories: the larger goes down, time goes across where another is there."""
    several = sorted((each for each in cube.dimensions if len(each.codes) > 1), key=lambda each: -len(each.codes))
    names = [each.id for each in several[:2]]
    if TIME in names and len(names) > 1:
        return next(name for name in names if name != TIME), TIME
    if not names:
        return cube.dimensions[-1].id, ""
    return names[0], names[1] if len(names) > 1 else ""


def _find(cube: Cube, name: str) -> Dimension:
    found = cube.find_dimension(name)
    if found is None:
        raise InvalidDocument(
            say("The dataset has no dimension “%(name)s”.", name=name[:40]),
            place=Place(cube.code),
            hint=say("Its dimensions are: %(known)s.", known=", ".join(each.id for each in cube.dimensions)),
        )
    return found


def _list_codes(dimension: Dimension, chosen: Chosen) -> tuple[str, ...]:
    wanted = chosen.get(dimension.id, ())
    return tuple(code for code in dimension.codes if code in wanted) or dimension.codes


def _name_unit(cube: Cube, chosen: Chosen) -> str:
    unit = cube.find_dimension("unit")
    return unit.labels[_list_codes(unit, chosen)[0]] if unit else ""


def _write(cell: Cell) -> str:
    if cell.amount is None:
        return f"{UNKNOWN} {cell.flags}".strip()
    return f"{cell.amount:f}{' %' if cell.unit == PERCENT else ''} {cell.flags}".strip()
