"""Fields that must agree: parts and wholes, shares and whose, beginnings and ends."""

from collections.abc import Mapping

import pytest

from campaign.render.manifest import FieldType, Manifest, TemplateField
from campaign.render.values import check_values
from campaign.spec.languages import Texts

TITLE: Texts = {"bg": "Поле", "en": "Field"}


def make_field(kind: FieldType, **ties: object) -> TemplateField:
    return TemplateField(kind, TITLE, TITLE, required=False, **ties)  # type: ignore[arg-type]


MANIFEST = Manifest(
    TITLE,
    TITLE,
    kinds=(),
    shapes=(),
    fields={
        "number": make_field(FieldType.NUMBER, within="whole"),
        "unit": make_field(FieldType.TEXT, share_of="who"),
        "whole": make_field(FieldType.NUMBER, needs=("who",)),
        "who": make_field(FieldType.TEXT),
        "starts": make_field(FieldType.DATE),
        "ends": make_field(FieldType.DATE, since="starts"),
    },
)


def list_faults(values: Mapping[str, object]) -> list[tuple[str, str]]:
    errors = check_values(MANIFEST, values, languages=["en"])
    return [(error.place.field, str(error.message)) for error in errors]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"number": 35000},
        {"number": 65000, "whole": 65000, "who": "residents"},
        {"number": 3, "unit": "%", "who": "residents"},
        {"number": 3, "unit": "pp"},
        {"starts": "2025-12-09"},
        {"starts": "2025-12-09", "ends": "2025-12-09"},
    ],
)
def test_fields_that_agree_are_taken(values: Mapping[str, object]) -> None:
    assert list_faults(values) == []


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (
            {"number": 35000, "whole": 6500, "who": "residents"},
            ("whole", "The part is larger than its whole: 35,000 of 6,500."),
        ),
        ({"whole": 6500}, ("who", "“Field” is missing.")),
        ({"number": 2.3, "unit": "%"}, ("who", "“Field” is missing.")),
        ({"starts": "2025-12-09", "ends": "2024-12-09"}, ("ends", "9 December 2024 is before 9 December 2025.")),
    ],
)
def test_fields_that_contradict_are_refused_by_name(values: Mapping[str, object], fault: tuple[str, str]) -> None:
    assert list_faults(values) == [fault]
