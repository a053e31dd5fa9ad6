"""What was typed and the item it makes are one thing, read from either side."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from campaign.adapters.packs import read_pack
from campaign.data.convert import write_item
from campaign.render.folder import load_templates
from campaign.services.entries import Sheet, find_input, flatten_item, read_entry, start_typed
from campaign.spec.content import Kind
from campaign.spec.errors import Place

PROJECT = Path(__file__).parents[2]
SAMPLES = PROJECT / "assets" / "samples"
ALL = load_templates(PROJECT / "templates")


def make_sheet(template: str = "story-quote", *, kind: Kind = Kind.STORY, media: tuple[str, ...] = ()) -> Sheet:
    return Sheet(kind, ALL[template], ("bg", "en"), frozenset(media))


@pytest.mark.parametrize("campaign", sorted(path.name for path in SAMPLES.iterdir() if path.is_dir()))
def test_every_item_of_the_samples_comes_back_from_its_inputs(campaign: str) -> None:
    with TemporaryDirectory() as work:
        pack = read_pack(SAMPLES / campaign, templates=ALL, work=Path(work)).pack
    for item in pack.items:
        sheet = Sheet(item.kind, ALL[item.template], tuple(pack.campaign.title), frozenset(pack.media))
        typed = flatten_item(item, sheet=sheet)
        reading = read_entry(typed, sheet=sheet)

        assert reading.faults == ()
        assert reading.item is not None
        assert flatten_item(reading.item, sheet=sheet) == typed
        again = read_entry(flatten_item(reading.item, sheet=sheet), sheet=sheet).item
        assert again is not None
        assert write_item(again) == write_item(reading.item)


def test_what_is_missing_is_asked_for_at_its_input() -> None:
    sheet = make_sheet()
    reading = read_entry(start_typed(sheet, {"title.bg": "Ана"}), sheet=sheet)

    places = {(fault.place.field, str(fault.message)) for fault in reading.faults}
    assert ("title.en", "This field is required.") in places
    assert ("values.quote.bg", "This field is required.") in places
    assert ("values.name.en", "This field is required.") in places
    assert any(field.startswith("values.photo") for field, _ in places)
    assert reading.item is not None
    assert reading.item.title == {"bg": "Ана"}


def test_a_text_too_long_is_told_at_the_input_of_its_language() -> None:
    sheet = make_sheet(media=("a.jpg",))
    reading = read_entry(start_typed(sheet, {"values.quote.en": "word " * 60}), sheet=sheet)

    assert "values.quote.en" in {fault.place.field for fault in reading.faults if "long" in str(fault.message)}


def test_a_file_that_is_not_there_is_told() -> None:
    sheet = make_sheet()
    reading = read_entry(start_typed(sheet, {"values.photo.file": "gone.jpg"}), sheet=sheet)

    assert ("values.photo.file", "The file “gone.jpg” is not here.") in {
        (fault.place.field, str(fault.message)) for fault in reading.faults
    }


@pytest.mark.parametrize(("typed", "day"), [("31.12.2026", "2026-12-31"), ("2026-12-31", "2026-12-31"), ("", None)])
def test_the_last_day_is_read_as_people_write_it(typed: str, day: str | None) -> None:
    item = read_entry({"until": typed}, sheet=make_sheet()).item
    assert item is not None
    assert (item.until.isoformat() if item.until else None) == day


def test_a_day_that_does_not_exist_is_told() -> None:
    faults = read_entry({"until": "31.2.2026"}, sheet=make_sheet()).faults
    assert "until" in {fault.place.field for fault in faults}


def test_without_a_template_nothing_is_made() -> None:
    sheet = Sheet(Kind.STORY, None, ("bg", "en"))
    reading = read_entry({"title.bg": "Ана"}, sheet=sheet)
    assert (reading.item, [fault.place.field for fault in reading.faults]) == (None, ["template"])


def test_a_place_in_a_list_is_found_at_its_row_else_at_the_list() -> None:
    inputs = ["values.photos.1.caption.bg"]
    assert find_input(Place(field="photos.1.caption", language="bg"), inputs) == "values.photos.1.caption.bg"
    assert find_input(Place(field="photos", language="bg"), inputs) == "values.photos"
