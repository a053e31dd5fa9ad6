"""What is half written is shown with the template's own examples, and says where."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from campaign.render.folder import load_templates
from campaign.render.stand_in import StandIn, stand_in
from campaign.render.values import check_values
from campaign.spec.content import Item, Kind

ALL = load_templates(Path(__file__).parents[2] / "templates")


def show(template: str, values: Mapping[str, Any], *, language: str = "bg", files: tuple[str, ...] = ()) -> StandIn:
    item = Item("x", Kind(ALL[template].manifest.kinds[0]), template, {}, values)
    return stand_in(item, template=ALL[template], language=language, files=files)


@pytest.mark.parametrize(("template", "language"), [*((name, "bg+en") for name in sorted(ALL)), ("photo-essay", "es")])
def test_nothing_at_all_is_shown_as_the_example(template: str, language: str) -> None:
    shown = show(template, {}, language=language)

    assert check_values(ALL[template].manifest, shown.item.values, languages=(language,)) == ()
    required = {name for name, field in ALL[template].manifest.fields.items() if field.required}
    assert required <= set(shown.fields)
    assert shown.media.keys() >= {
        value["file"] for value in shown.item.values.values() if isinstance(value, Mapping) and "file" in value
    }


def test_what_is_written_stays_and_only_the_rest_is_an_example() -> None:
    shown = show("story-quote", {"name": {"bg": "Ана"}, "quote": {"bg": "Играем заедно."}})

    assert (shown.item.values["name"], shown.item.values["quote"]) == ({"bg": "Ана"}, {"bg": "Играем заедно."})
    assert shown.fields == ("photo",)


def test_a_missing_language_is_an_example_and_the_other_stays() -> None:
    values = {"name": {"bg": "Ана"}, "quote": {"bg": "Играем.", "en": "We play."}}
    shown = show("story-quote", values, language="bg+en")

    assert shown.item.values["name"]["bg"] == "Ана"
    assert set(shown.fields) == {"photo", "name"}


def test_a_text_too_long_keeps_its_beginning() -> None:
    shown = show("story-quote", {"quote": {"bg": "дума " * 50}, "name": {"bg": "Ана"}})

    assert shown.item.values["quote"]["bg"].startswith("дума дума")
    assert shown.item.values["quote"]["bg"].endswith("…")
    assert (shown.cut, shown.fields) == (("quote",), ("photo",))


def test_of_a_row_only_what_is_missing_is_an_example() -> None:
    rows = [{"caption": {"bg": "Моят надпис"}, "photo": {"file": "gone.jpg", "alt": {"bg": "Двор"}}}]
    shown = show("photo-essay", {"headline": {"bg": "Двор"}, "photos": rows * 3, "by": {"bg": "Мая"}})

    assert [row["caption"] for row in shown.item.values["photos"]] == [{"bg": "Моят надпис"}] * 3
    assert all(row["photo"]["file"] in shown.media for row in shown.item.values["photos"])
    assert rows[0]["photo"] == {"file": "gone.jpg", "alt": {"bg": "Двор"}}


def test_a_number_that_is_none_is_an_example() -> None:
    shown = show("big-number", {"number": "много"})
    assert "number" in shown.fields
    assert check_values(ALL["big-number"].manifest, shown.item.values, languages=("bg",)) == ()
