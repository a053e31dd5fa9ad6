"""Tables that were made to keep their reader busy are refused by their size, before anything in them is compared."""

import pytest

from campaign.spec.errors import Faults
from campaign.spec.sheet import LONGEST_CELL, MOST_COLUMNS, Sheet, read_table


@pytest.mark.parametrize("width", [MOST_COLUMNS + 1, 1_000_000])
def test_too_many_columns_are_told_once(width: int) -> None:
    with pytest.raises(Faults) as told:
        read_table([(1, ("a",) * width), (2, ("1",) * width)], sheet=Sheet("big.csv"))
    assert [str(fault.message) for fault in told.value.singles] == [f"The table has 1 rows and {width} columns."]


def test_a_column_has_a_name_and_no_book() -> None:
    with pytest.raises(Faults) as told:
        read_table([(1, ("a", "(" * (LONGEST_CELL + 1))), (2, ("x", "1"))], sheet=Sheet("long.csv"))
    assert [fault.place.field for fault in told.value.singles] == ["B1"]
