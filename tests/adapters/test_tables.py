"""A series may be kept as a table beside its YAML."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from campaign.adapters.folders import read_document
from campaign.adapters.tables import fill_tables
from campaign.render.manifest import FieldType
from campaign.spec.errors import CampaignError, Faults
from tests.eurostat import make_dataset
from tests.factories.items import make_schema
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


CENSUS = "Област;Души, 2021;Дял, %\nСливен;23 918;15,3\nСтара Загора;18 158;6,6\nДобрич;н.д.;7,2\nИзточник: НСИ\n"
"""The shares of all three are published, of Dobrich the number is not."""


def fill_item(folder: Path, values: str, *, languages: tuple[str, ...] = ("bg", "en")) -> Any:
    path = write_file(folder, "statistics/item.yaml", f"id: item\nvalues:\n{values}")
    return fill_tables(read_document(path, folder=folder), folder=folder, languages=languages).data


def refuse_item(folder: Path, values: str) -> list[str]:
    with pytest.raises(CampaignError) as caught:
        fill_item(folder, values)
    return [f"{fault.place.file}:{fault.place.line}:{fault.place.field}" for fault in caught.value.singles]


def test_columns_rows_and_labels_are_chosen_in_the_yaml(tmp_path: Path) -> None:
    write_file(tmp_path, "statistics/census.csv", CENSUS)
    data = fill_item(
        tmp_path,
        """\
  series:
    csv: census.csv
    columns: {label: Област, amount: "Дял, %"}
    rows: [Добрич, Сливен]
    labels: {Добрич: {bg: Добрич, en: Dobrich}, Сливен: {bg: Сливен, en: Sliven}}
""",
    )
    assert data["values"]["series"] == [
        {"label": {"bg": "Добрич", "en": "Dobrich"}, "amount": 7.2},
        {"label": {"bg": "Сливен", "en": "Sliven"}, "amount": 15.3},
    ]


def test_no_bar_stands_for_what_is_not_known(tmp_path: Path) -> None:
    write_file(tmp_path, "statistics/census.csv", CENSUS)
    wanted = '  series: {csv: census.csv, columns: {label: Област, amount: "Души, 2021"}}\n'
    assert refuse_item(tmp_path, wanted) == ["statistics/census.csv:4:B4"]
    chosen = wanted.replace("}}", "}, rows: [Сливен]}")
    assert fill_item(tmp_path, chosen)["values"]["series"] == [{"label": "Сливен", "amount": 23918}]


def test_on_a_map_what_is_not_known_stays_without_a_figure(tmp_path: Path) -> None:
    write_file(tmp_path, "statistics/map.csv", "code;amount\nSLV;15,3\nDOB;7,2\nVID;н.д.\nVRC;\n")
    data = fill_item(tmp_path, "  regions:\n    country: bg\n    figures: {csv: map.csv}\n")
    assert data["values"]["regions"] == {
        "country": "bg",
        "figures": {"SLV": 15.3, "DOB": 7.2, "VID": None, "VRC": None},
    }


def test_a_sheet_of_a_workbook_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Втори")
    for row in (("label_bg", "amount"), ("Щип", 132), ("Стражица", 12.5)):
        book["Втори"].append(row)
    (tmp_path / "statistics").mkdir()
    book.save(tmp_path / "statistics" / "towns.xlsx")
    assert fill_item(tmp_path, "  series: {xlsx: towns.xlsx, sheet: Втори}\n")["values"]["series"] == [
        {"label": {"bg": "Щип"}, "amount": 132},
        {"label": {"bg": "Стражица"}, "amount": 12.5},
    ]
    assert refuse_item(tmp_path, "  series: {xlsx: towns.xlsx}\n") == ["statistics/towns.xlsx:None:"]


@pytest.mark.parametrize("more", [
    "columns: {label: Няма, amount: Дял}", "rows: [Видин]", "sheet: Втори", "limit: 3", "labels: [1]", "columns: 3",
])  # fmt: skip
def test_what_a_table_does_not_have_is_told(tmp_path: Path, more: str) -> None:
    write_file(tmp_path, "statistics/census.csv", CENSUS)
    columns = "" if more.startswith("columns") else ', columns: {label: Област, amount: "Дял, %"}'
    assert len(refuse_item(tmp_path, f"  series: {{csv: census.csv, {more}{columns}}}\n")) == 1


MIX = (
    "{eurostat: mix.json, by: geo, filters: {time: 2023}, rows: [RO, BG],"
    " labels: {BG: {bg: България}, RO: {bg: Румъния}}}"
)


def keep_dataset(folder: Path) -> None:
    write_file(folder, "statistics/mix.json", json.dumps(make_dataset()))


def test_a_dataset_gives_rows_in_its_own_language_and_people_the_others(tmp_path: Path) -> None:
    keep_dataset(tmp_path)
    assert fill_item(tmp_path, f"  series: {MIX}\n")["values"]["series"] == [
        {"label": {"en": "Romania", "bg": "Румъния"}, "amount": 22},
        {"label": {"en": "Bulgaria", "bg": "България"}, "amount": 38.5},
    ]


def test_a_dataset_is_its_own_source_and_people_say_the_rest(tmp_path: Path) -> None:
    keep_dataset(tmp_path)
    data = fill_item(tmp_path, f"  series: {MIX}\nsource:\n  population: {{bg: ученици, en: pupils}}\n")
    assert data["source"] == {
        "name": {
            "bg": "Евростат, demo_mix, обновено на 16.05.2024 г.",
            "en": "Eurostat, Pupils in mixed classes (made up) (demo_mix), updated 16 May 2024",
        },
        "period": "2023",
        "url": "https://ec.europa.eu/eurostat/databrowser/view/demo_mix/default/table",
        "population": {"bg": "ученици", "en": "pupils"},
    }


def test_a_sources_own_words_stay(tmp_path: Path) -> None:
    keep_dataset(tmp_path)
    own = "source:\n  name: {bg: Евростат и ние}\n  period: учебна 2023 г.\n"
    source = fill_item(tmp_path, f"  series: {MIX}\n{own}", languages=("bg",))["source"]
    assert (source["name"], source["period"]) == ({"bg": "Евростат и ние"}, "учебна 2023 г.")


def test_years_become_rows_and_a_gap_stays_a_gap(tmp_path: Path) -> None:
    keep_dataset(tmp_path)
    template = make_schema(rows=FieldType.ROWS)
    path = write_file(tmp_path, "statistics/item.yaml", """\
id: item
template: plain
values:
  rows: {eurostat: mix.json, by: time, label: date, columns: {amount: {geo: BG}, second: {geo: RO}}}
""")  # fmt: skip
    filled = fill_tables(read_document(path, folder=tmp_path), folder=tmp_path, templates={"plain": template})
    assert filled.data["values"]["rows"] == [
        {"date": "2021", "amount": 31.4, "second": 20},
        {"date": "2022", "amount": 32},
        {"date": "2023", "amount": 38.5, "second": 22},
    ]
    assert filled.data["source"]["period"] == "2021–2023"


def test_what_a_dataset_calls_confidential_is_no_bar(tmp_path: Path) -> None:
    keep_dataset(tmp_path)
    wanted = "{eurostat: mix.json, by: geo, filters: {time: 2021}, rows: [HU, BG]}"
    assert refuse_item(tmp_path, f"  series: {wanted}\n") == ["statistics/mix.json:3:C3"]


@pytest.mark.parametrize("wanted", [
    "{eurostat: mix.json}", "{eurostat: mix.json, by: geo}", "{eurostat: mix.json, by: sex}",
    "{eurostat: mix.json, by: geo, filters: {time: 1999}}", "{eurostat: mix.json, by: geo, filters: {sex: T}}",
    "{eurostat: une_rt_a}", "{eurostat: other.json, by: geo}",
])  # fmt: skip
def test_what_a_dataset_does_not_have_is_told(tmp_path: Path, wanted: str) -> None:
    keep_dataset(tmp_path)
    assert len(refuse_item(tmp_path, f"  series: {wanted}\n")) == 1
