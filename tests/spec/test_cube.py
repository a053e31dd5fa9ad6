"""JSON-stat 2.0: both forms of everything, flags that take a value away, and what breaks the format."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.spec.cube import Cube, read_cube
from campaign.spec.errors import InvalidDocument
from campaign.spec.figure import Status
from tests.eurostat import make_dataset


def read(plain: Any) -> Cube:
    return read_cube(json.dumps(plain).encode(), file="demo_mix.json")


@pytest.mark.parametrize("as_list", [True, False])
def test_values_and_indexes_may_be_lists_or_objects(as_list: bool) -> None:
    cube = read(make_dataset(as_list=as_list))
    assert [each.codes for each in cube.dimensions] == [
        ("A",),
        ("PC",),
        ("BG", "RO", "HU", "XK"),
        ("2021", "2022", "2023"),
    ]
    cell = cube.read_cell({"geo": "BG", "time": "2023", "unit": "PC"})
    assert (cell.amount, cell.unit, cell.status, cell.flags) == (Decimal("38.5"), "%", Status.PROVISIONAL, "p")
    assert (cube.code, cube.updated, cube.language) == ("demo_mix", date(2024, 5, 16), "en")


@pytest.mark.parametrize(("geo", "time", "amount", "status"), [
    ("HU", "2023", Decimal(0), Status.MEASURED),
    ("RO", "2022", None, Status.UNKNOWN),
    ("HU", "2021", None, Status.SUPPRESSED),
    ("XK", "2021", None, Status.UNKNOWN),
])  # fmt: skip
def test_nought_missing_and_confidential_are_three_things(geo: str, time: str, amount: Any, status: Status) -> None:
    cell = read(make_dataset()).read_cell({"geo": geo, "time": time})
    assert (cell.amount, cell.status) == (amount, status)


def test_what_is_confidential_is_not_shown_though_a_value_came_with_it() -> None:
    plain = make_dataset()
    plain["status"]["0"] = "c"
    cell = read(plain).read_cell({"geo": "BG", "time": "2021"})
    assert (cell.amount, cell.status) == (None, Status.SUPPRESSED)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.data())
def test_positions_count_the_last_dimension_fastest(sizes: list[int], data: st.DataObject) -> None:
    names = [f"d{at}" for at in range(len(sizes))]
    count = 1
    for size in sizes:
        count *= size
    codes = {name: [f"{name}c{at}" for at in range(size)] for name, size in zip(names, sizes, strict=True)}
    dimension = {name: {"category": {"index": codes[name]}} for name in names}
    plain = {"version": "2.0", "class": "dataset", "id": names, "size": sizes, "dimension": dimension}
    cube = read({**plain, "value": list(range(count))})
    at = [data.draw(st.integers(0, size - 1)) for size in sizes]
    position = 0
    for size, place in zip(sizes, at, strict=True):
        position = position * size + place
    chosen = {name: codes[name][place] for name, place in zip(names, at, strict=True)}
    assert cube.read_cell(chosen).amount == position


def with_geo(index: Any) -> dict[str, Any]:
    return {"dimension": {**make_dataset()["dimension"], "geo": {"category": {"index": index}}}}


@pytest.mark.parametrize("change", [
    {"class": "collection"}, {"version": "1.0"}, {"id": None}, {"id": []}, {"size": [1, 1, 4]}, {"size": [1, 1, 4, 0]},
    {"size": [1, 1, 10**9, 10**9]}, {"size": [1, 1, 4, True]}, {"size": [10**4000, 1, 4, 3]}, {"dimension": {}},
    {"value": [1, 2]}, {"value": {"12": 1}}, {"value": {"-1": 1}}, {"value": {"٣": 1}}, {"value": {"0": "31"}},
    {"value": {"0": True}}, {"value": None}, {"status": ["p"]},
    with_geo({"BG": 0, "RO": 0, "HU": 2, "XK": 3}), with_geo(["BG", "BG", "HU", "XK"]),
    with_geo({"BG": "0", "RO": [], "HU": 2, "X": 3}), with_geo(7), with_geo({"BG": 0}),
])  # fmt: skip
def test_what_breaks_the_format_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidDocument):
        read({**make_dataset(), **change})


@pytest.mark.parametrize("data", [b"", b"{", b"[1, 2]", b'{"value": NaN}', b"[" * 100_000, b"\xff\xfe", b"null"])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidDocument):
        read_cube(data, file="a.json")


def test_a_single_category_needs_no_index() -> None:
    plain = make_dataset()
    plain["dimension"]["unit"]["category"] = {"label": {"PC": "Percentage"}}
    assert read(plain).read_cell({"geo": "BG", "time": "2021"}).amount == Decimal("31.4")


@pytest.mark.parametrize("number", [b"1e999999999", b"1e-999999999", b"1e99999999999999999999", b"9" * 3_000])
def test_a_number_that_would_fill_the_memory_once_written_out_is_refused(number: bytes) -> None:
    data = json.dumps(make_dataset()).encode()
    plain = json.loads(data)
    plain["value"] = {"0": 123_456_789_123}
    with pytest.raises(InvalidDocument):
        read_cube(json.dumps(plain).encode().replace(b"123456789123", number), file="big")


def test_a_position_with_more_digits_than_python_reads_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="has no position"):
        read({**make_dataset(), "value": {"9" * 5_000: 1}})
