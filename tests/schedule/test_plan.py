"""The three files: ours read well, and each wrong field is named with its file, line and mend."""

import pytest

from campaign.schedule.plan import read_plan
from campaign.spec.errors import CampaignError, Faults, InvalidDocument
from campaign.spec.formats import Format, Shape
from tests.factories.schedule import read_sample_plan, read_samples

SAMPLE_CAMPAIGNS = {
    "conet-sofia",
    "zaedno-uspyavame",
    "school-desegregation",
    "strazhitsa-shtip",
    "integra-sofia",
}


def spoil(file: str, old: str, new: str, *, message: str = "") -> CampaignError:
    """Read the sample files with one text replaced, once, and return the one error that says so."""
    texts = read_samples()
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    with pytest.raises(CampaignError) as caught:
        read_plan(texts)
    errors = caught.value.errors if isinstance(caught.value, Faults) else (caught.value,)
    (error,) = (error for error in errors if message in str(error.message))
    return error


def find_line(file: str, text: str) -> int:
    """The line on which the text stands first in our file."""
    lines = read_samples()[file].splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_our_channels_have_the_pixels_of_real_screens() -> None:
    formats = {channel.id: str(channel.format) for channel in read_sample_plan().channels}
    assert formats == {
        "tram": "1280x720",
        "tram-ribbon": "1920x540",
        "tram-band": "1920x198",
        "metro-platform": "1920x1080",
        "metro-totem": "1080x1920",
        "bus": "1366x768",
        "school-lobby": "1920x1080",
        "city-hall": "3840x2160",
    }


def test_the_least_text_of_our_channels_leaves_room_for_a_sentence() -> None:
    def measure(surface: Format) -> float:
        return surface.least_cap_px / min(surface.width, surface.height)

    channels = read_sample_plan().channels
    # a band is read from as near as a ribbon: its low side holds a few lines of the same height
    most = {channel.id: 0.065 if channel.format.shape is Shape.BAND else 0.034 for channel in channels}
    assert [channel.id for channel in channels if not 0.018 < measure(channel.format) < most[channel.id]] == []


def test_our_flights_show_every_sample_campaign() -> None:
    assert {flight.campaign for flight in read_sample_plan().flights} == SAMPLE_CAMPAIGNS


def test_groups_hold_the_channels_of_the_groups_inside_them() -> None:
    groups = {channel.id: channel.groups for channel in read_sample_plan().channels}
    assert groups["tram-ribbon"] == ("trams", "transport")
    assert groups["city-hall"] == ("buildings",)


def test_flights_are_resolved_to_channels_in_their_order() -> None:
    commuters = next(flight for flight in read_sample_plan().flights if flight.id == "commuters")
    assert commuters.channels == ("tram", "tram-ribbon", "tram-band", "metro-platform", "metro-totem", "bus")


def test_a_channels_own_fallback_goes_before_everybodys() -> None:
    texts = read_samples()
    texts["flights.yaml"] += "  bus:\n    - integra-sofia/project\n"
    fallbacks = read_plan(texts).fallbacks
    assert fallbacks["bus"][:2] == ("integra-sofia/project", "zaedno-uspyavame/project")
    assert len(fallbacks["bus"]) == len(set(fallbacks["bus"]))


@pytest.mark.parametrize(
    ("file", "old", "new", "near", "field", "message"),
    [
        ("channels.yaml", "slot_seconds: 10", "slot_secs: 10", "slot_seconds", "slot_secs", "There is no such field"),
        ("channels.yaml", '"00:30"', "22:30", "hours:", "closes", "is not a time"),
        ("channels.yaml", "languages: [bg, en]", "languages: [bg, xx]", "languages:", "1", "no language “xx”"),
        ("channels.yaml", "languages: [bg, en]", "languages: [bg, bg+bg]", "languages:", "1", "“bg+bg” is not one"),
        ("channels.yaml", "slot_seconds: 10", "slot_seconds: 7", "loop_seconds", "loop_seconds", "whole slots of 7 s"),
        ("channels.yaml", "trams: [tram,", "trams: [trolley,", "trams:", "0", "no channel or group “trolley”"),
        ("dayparts.yaml", '"00:30"', '"22:30"', '"00:30"', "end", "has no length"),
        ("dayparts.yaml", "[mon,", "[monday,", "[mon,", "0", "“monday” is not one of the choices"),
        ("flights.yaml", "2026-01-01", "2026-02-30", "2026-01-01", "since", "is not a date"),
        ("flights.yaml", "2027-12-31", "2025-12-31", "2027-12-31", "until", "ends before it begins"),
        ("flights.yaml", "share: 20", "share: 0", "share: 20", "share", "0 % is impossible"),
        ("flights.yaml", "share: 20", "shares: 20", "share: 20", "shares", "no such field"),
        ("flights.yaml", "[all]", "[al]", "[all]", "0", "no channel or group “al”"),
        ("flights.yaml", "[morning-peak,", "[noon,", "[morning-peak,", "0", "no daypart “noon”"),
        ("flights.yaml", "campaign: conet-sofia", "tag: ''", "id: neighbours", "0", "does not say what it shows"),
        ("flights.yaml", "id: together", "id: neighbours", "id: together", "id", "two flights “neighbours”"),
        ("flights.yaml", "- zaedno-uspyavame/project", "- project", "- zaedno-uspyavame/project", "0", "names no item"),
        ("flights.yaml", "[school-run]", "[night]", "[school-run]", "0", "outside the hours of school-lobby"),
    ],
)
def test_a_fault_names_file_line_field_and_mend(
    file: str, old: str, new: str, near: str, field: str, message: str
) -> None:
    error = spoil(file, old, new, message=message)
    assert isinstance(error, InvalidDocument)
    assert (error.place.file, error.place.field.rpartition(".")[2]) == (f"schedules/{file}", field)
    assert error.place.line is not None
    assert abs(error.place.line - find_line(file, near)) <= 1
    assert error.hint is not None


def test_a_group_that_contains_itself_is_refused() -> None:
    texts = read_samples()
    texts["channels.yaml"] = texts["channels.yaml"].replace("trams: [tram,", "trams: [tram, transport,")
    with pytest.raises(Faults) as caught:
        read_plan(texts)
    assert [str(error.message) for error in caught.value.errors] == [
        "The group “trams” contains itself.",
        "The group “transport” contains itself.",
    ]


def test_a_daypart_in_which_no_channel_is_open_is_refused() -> None:
    texts = read_samples()
    texts["dayparts.yaml"] += '  - {id: small-hours, title: {en: Small hours}, start: "01:00", end: "04:00"}\n'
    with pytest.raises(Faults, match="No channel is open during “small-hours”"):
        read_plan(texts)
