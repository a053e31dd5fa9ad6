"""Fallbacks chosen in the studio: they count in the next release, over the file's, and are of one's own campaigns."""

from pathlib import Path

import pytest

from campaign.data.models import FallbackChange, User
from campaign.schedule.channels import ALL
from campaign.services import drafts, fallbacks
from campaign.services.fallbacks import Overtaken
from campaign.spec.errors import CampaignError, InvalidValue, NotAllowed
from tests.factories.rows import make_person, make_version
from tests.factories.schedules import CHANNELS, write_schedules
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_version()
    make_version(make_item("boris"))
    return write_schedules(tmp_path / "schedules")


@pytest.fixture
def lead(db: None) -> User:
    return make_person("lead")


def choose(folder: Path, place: str, *items: str, by: User) -> FallbackChange:
    stamp = fallbacks.list_fallbacks(folder).entries[place].stamp
    return fallbacks.choose(place, items, stamp=stamp, by=by, why="", folder=folder)


def read_tram(folder: Path) -> tuple[str, ...]:
    """What the next release would be frozen from."""
    return drafts.read_schedules(folder).fallbacks["tram"]


def test_a_choice_counts_at_once_and_lies_over_the_file(folder: Path, lead: User) -> None:
    assert read_tram(folder) == ("together/ana",)
    choose(folder, "tram", "together/boris", "together/boris", by=lead)
    assert read_tram(folder) == ("together/boris",)
    assert "together/ana" in (folder / "flights.yaml").read_text(encoding="utf-8")
    fallbacks.give_back("tram", by=lead, why="", folder=folder)
    assert read_tram(folder) == ("together/ana",)
    with pytest.raises(NotAllowed):
        fallbacks.give_back("tram", by=lead, why="", folder=folder)


def test_an_installation_whose_file_names_none_gets_one_for_all_channels(folder: Path, lead: User) -> None:
    write_schedules(folder, flights="flights: []\n")
    assert read_tram(folder) == ()
    choose(folder, ALL, "together/ana", by=lead)
    assert read_tram(folder) == ("together/ana",)
    choose(folder, ALL, by=lead)
    assert read_tram(folder) == ()


def test_what_nobody_wrote_is_refused_at_its_place(folder: Path, lead: User) -> None:
    with pytest.raises(InvalidValue) as caught:
        choose(folder, "tram", "together/ana", "together/nobody", by=lead)
    assert caught.value.place.field == "items.1"
    with pytest.raises(CampaignError) as refused:
        choose(folder, "tram", "no item", by=lead)
    assert [error.place.field for error in refused.value.singles] == ["items.0"]
    assert not FallbackChange.objects.exists()


def test_who_saved_first_is_shown_to_who_saved_second(folder: Path, lead: User) -> None:
    before = fallbacks.list_fallbacks(folder).entries["tram"].stamp
    choose(folder, "tram", "together/boris", by=lead)
    with pytest.raises(Overtaken) as caught:
        fallbacks.choose("tram", ["together/ana"], stamp=before, by=lead, why="", folder=folder)
    assert caught.value.entry.items == ("together/boris",)


def test_only_who_leads_the_campaigns_concerned_may_choose(folder: Path, lead: User) -> None:
    stranger = make_person("lead", organisation="elsewhere", name="stranger")
    for items in (("together/boris",), ()):  # put on, taken off
        with pytest.raises(NotAllowed):
            choose(folder, "tram", *items, by=stranger)
    with pytest.raises(NotAllowed):
        choose(folder, "tram", "together/boris", by=make_person("staff"))
    choose(folder, "tram", "together/ana", by=stranger)  # nothing of anybody's is touched
    assert read_tram(folder) == ("together/ana",)


def test_a_channel_that_is_gone_is_told_and_can_be_given_back(folder: Path, lead: User) -> None:
    choose(folder, "tram", "together/boris", by=lead)
    write_schedules(folder, channels=CHANNELS.replace("id: tram", "id: metro"), flights="flights: []\n")
    entry = fallbacks.list_fallbacks(folder).entries["tram"]
    assert [error.place.field for error in entry.faults] == ["place"]
    with pytest.raises(CampaignError):
        drafts.read_schedules(folder)
    fallbacks.give_back("tram", by=lead, why="", folder=folder)
    assert drafts.read_schedules(folder).fallbacks == {"metro": ()}
