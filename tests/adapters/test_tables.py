"""A series may be kept as a table beside its YAML."""

from pathlib import Path

import pytest

from campaign.adapters.folders import read_document
from campaign.adapters.tables import fill_tables
from campaign.spec.errors import CampaignError, Faults
from tests.factories.packs import write_file

ITEM = "id: towns\nvalues:\n  series: {csv: towns.csv}\n"


def fill(folder: Path, table: str, *, item: str = ITEM) -> object:
    write_file(folder, "statistics/towns.csv", table)
    path = write_file(folder, "statistics/towns.yaml", item)
    return fill_tables(read_document(path, folder=folder), folder=folder).data["values"]["series"]


def list_places(folder: Path, table: str, *, item: str = ITEM) -> list[str]:
    with pytest.raises(CampaignError) as caught:
        fill(folder, table, item=item)
    errors = caught.value.errors if isinstance(caught.value, Faults) else (caught.value,)
    return [f"{error.place.file}:{error.place.line}" for error in errors]


def test_rows_become_entries(tmp_path: Path) -> None:
    assert fill(tmp_path, 'label_bg,label_en,amount\nЩип,"Shtip, MK",132\nСтражица,Strazhitsa,12.5\n') == [
        {"label": {"bg": "Щип", "en": "Shtip, MK"}, "amount": 132},
        {"label": {"bg": "Стражица", "en": "Strazhitsa"}, "amount": 12.5},
    ]


def test_every_wrong_row_is_told_with_its_line(tmp_path: Path) -> None:
    table = "label_bg,amount\nЩип,132\nСтражица,много\nСофия,inf\nБургас\n"
    assert list_places(tmp_path, table) == [f"statistics/towns.csv:{line}" for line in (3, 4, 5)]


@pytest.mark.parametrize("table", ["a,b\n1,2\n", "label_bg,amount,other\nA,1,2\n", "label_bg,amount\n", ""])
def test_columns_are_named(tmp_path: Path, table: str) -> None:
    assert list_places(tmp_path, table) == ["statistics/towns.csv:1"]


def test_a_table_lies_beside_its_item(tmp_path: Path) -> None:
    item = ITEM.replace("towns.csv", "../campaign.csv")
    assert list_places(tmp_path, "", item=item) == ["statistics/towns.yaml:3"]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    assert list_places(tmp_path, "", item=ITEM.replace("towns.csv", "other.csv")) == ["statistics/other.csv:None"]
