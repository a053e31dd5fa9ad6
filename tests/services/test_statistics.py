"""A statistic from a table to a filled template: kept with the draft, corrected, asked for its source, chosen."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.adapters.guarded import Unreachable
from campaign.checks.proposals.proposal import Measure, Verdict
from campaign.data.models import Campaign, Draft, User
from campaign.services import authoring, statistics
from campaign.services.figures import guess_period, list_gaps, list_proposals, understand
from campaign.services.worksheets import Way, read_worksheet
from campaign.spec.errors import InvalidDocument, NotAllowed, UnknownName
from campaign.spec.grid import write_cells
from tests.eurostat import run_eurostat
from tests.factories.rows import NOON, make_person, make_version

TABLE = "Дял, %\nОбласт\tProvince\tДял, %\nСливен\tSliven\t15,3\nДобрич\tDobrich\t7,2\nЦентър\t\t8\nИзточник: НСИ"
TYPED = {
    "title.bg": "Повече деца учат заедно",
    "title.en": "More children learn together",
    "source.name.bg": "НСИ",
    "source.name.en": "NSI",
    "source.population.bg": "ученици",
    "source.population.en": "pupils",
    "source.unit.bg": "%",
    "source.unit.en": "%",
    "source.period": "2021",
}
SAID = {"measure": "percent", "sample": "none", "taken": "22.11.2026", "notes_none": "on"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make_person("staff")


@pytest.fixture
def campaign() -> Campaign:
    return make_version().item.campaign


@pytest.fixture
def draft(campaign: Campaign, by: User) -> Draft:
    return statistics.start_pasted(campaign, TABLE, by=by, now=NOON)


def say_all(draft: Draft, by: User, **said: str) -> Draft:
    return statistics.say_source(draft, said={**SAID, **said}, typed=TYPED, revision=draft.revision, by=by, now=NOON)


def test_a_pasted_table_is_kept_with_what_it_says_of_itself(draft: Draft) -> None:
    assert (draft.kind, draft.template) == ("statistic", "")
    assert draft.typed["source.name.bg"] == "НСИ"
    assert draft.typed["source.unit.en"] == "%"
    known = understand(draft)
    assert known.worksheet.origin.way is Way.PASTED
    assert known.about.measure is Measure.PERCENT
    assert known.frame.rows[0].texts == {"bg": "Сливен", "en": "Sliven"}


def test_what_is_no_table_begins_nothing(campaign: Campaign, by: User) -> None:
    for text in ("", "само думи", "а\tб\nв\tг"):
        with pytest.raises(InvalidDocument):
            statistics.start_pasted(campaign, text, by=by, now=NOON)
    with pytest.raises(NotAllowed):
        statistics.start_pasted(campaign, TABLE, by=make_person("designer"), now=NOON)
    with pytest.raises(NotAllowed):
        statistics.start_pasted(campaign, TABLE, by=make_person(name="x", organisation="other"), now=NOON)
    assert Draft.objects.count() == 0


def test_of_two_people_at_one_table_the_second_is_told(draft: Draft, by: User) -> None:
    shown = read_worksheet(draft)
    theirs = replace(shown, grid=write_cells(shown.grid, {(1, 2): "16"}))
    mine = replace(shown, grid=write_cells(shown.grid, {(2, 2): "9"}))
    statistics.keep(draft, theirs, stamp=shown.stamp, by=make_person("lead"), now=NOON)
    assert draft.saves.filter(by=make_person("lead")).exists()  # their figures: they do not approve them
    with pytest.raises(statistics.Changed, match="lead"):
        statistics.keep(draft, mine, stamp=shown.stamp, by=by, now=NOON)
    draft.refresh_from_db()
    assert read_worksheet(draft) == theirs
    statistics.keep(draft, mine, stamp=theirs.stamp, by=by, now=NOON)  # once it was seen
    draft.refresh_from_db()
    assert read_worksheet(draft) == mine


def test_source_and_notes_cannot_be_forgotten(draft: Draft, by: User) -> None:
    assert {"title.bg", "source.name.en", "source.period", "sample", "notes_none"} <= set(list_gaps(draft))
    assert list_gaps(say_all(draft, by)) == ()
    asked = list_gaps(say_all(draft, by, sample="one"))
    assert asked == ("asked", "began", "ended", "question.bg", "question.en")
    told = {"sample": "one", "began": "2021-05-03", "ended": "2021-05-09", "question.bg": "Да?", "question.en": "Yes?"}
    draft.refresh_from_db()
    for unread in ("1,234", "n=5", "0", "-5", "812 души"):
        assert list_gaps(say_all(draft, by, **told, asked=unread)) == ("asked",)
    assert list_gaps(say_all(draft, by, **told, asked="1 234")) == ()
    noted = {"notes_none": "", "notes.bg": "Без „не знам“."}
    assert list_gaps(say_all(draft, by, **noted)) == ()


def test_the_template_is_filled_and_goes_back_and_forth_without_loss(draft: Draft, by: User) -> None:
    say_all(draft, by)
    draft.refresh_from_db()
    assert next(one for one in list_proposals(draft) if one.template == "comparison-bars").verdict is Verdict.HONEST
    chosen = statistics.choose(draft, "comparison-bars", by=by, now=NOON)
    assert chosen.template == "comparison-bars"
    assert chosen.typed["values.series.1.label.en"] == "Sliven"
    assert chosen.typed["values.series.1.amount"] == "15.3"
    assert chosen.typed["values.headline.bg"] == "Повече деца учат заедно"
    reading = authoring.read(chosen)
    assert [str(fault.place) for fault in reading.faults] == ["values.series.3.label.en"]  # nobody translated it yet

    words = {"values.series.3.label.en": "Centre", "values.sentence.bg": "Заедно."}
    authoring.save(chosen, changed=words, base=chosen.typed, by=by, now=NOON)
    worksheet = read_worksheet(chosen)
    corrected = replace(worksheet, grid=write_cells(worksheet.grid, {(1, 2): "16,4"}))
    statistics.keep(chosen, corrected, stamp=worksheet.stamp, by=by, now=NOON)
    again = statistics.choose(chosen, "comparison-bars", by=by, now=NOON)
    assert again.typed["values.series.1.amount"] == "16.4"
    assert again.typed["values.series.3.label.en"] == "Centre"
    assert again.typed["values.sentence.bg"] == "Заедно."
    assert authoring.read(again).faults == ()


def test_a_picture_that_would_mislead_is_not_taken(draft: Draft, by: User) -> None:
    say_all(draft, by)
    for template in ("stacked-share", "slope"):
        with pytest.raises(NotAllowed, match="mislead"):
            statistics.choose(draft, template, by=by, now=NOON)
    with pytest.raises(UnknownName):
        statistics.choose(draft, "nothing", by=by, now=NOON)
    draft.refresh_from_db()
    assert draft.template == ""


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.mark.usefixtures("home")
def test_eurostat_says_its_own_source_and_another_part_keeps_what_was_said(
    campaign: Campaign, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_eurostat() as (base, told):
        monkeypatch.setenv(statistics.ADDRESS, base)
        draft = statistics.start_eurostat(campaign, "DEMO_MIX ", {}, by=by, now=NOON)
        assert draft.typed["source.name.bg"] == "Евростат, demo_mix, обновено на 16.05.2024 г."
        assert draft.typed["source.period"] == "2021–2023"
        assert draft.typed["source.url"].endswith("/demo_mix/default/table")
        origin = read_worksheet(draft).origin
        assert (origin.down, origin.across, origin.taken) == ("geo", "time", "2026-11-23")

        statistics.say_source(draft, said=SAID, typed={}, revision=draft.revision, by=by, now=NOON)
        draft.refresh_from_db()
        chosen = {"geo": ["BG", "RO"], "time": ["2023"], "unit": ["PC"], "freq": ["A"]}
        cut, problem = statistics.choose_categories(draft, chosen, down="geo", across="", by=by, now=NOON)
        assert problem is None
        assert told.asked[-1].endswith("geo=BG&geo=RO&time=2023")
        assert guess_period(understand(cut).reading) == ""
        cut.refresh_from_db()
        assert cut.typed["source.period"] == "2023"
        assert read_worksheet(cut).grid.lines[1:] == (("Bulgaria", "BG", "38.5 % p"), ("Romania", "RO", "22 %"))
        assert read_worksheet(cut).said["taken"] == "22.11.2026"
        assert {each.id: len(each.labels) for each in read_worksheet(cut).origin.dimensions}["geo"] == 4

        told.mood = "503"
        _, problem = statistics.choose_categories(
            cut, chosen, down="geo", across="", by=by, now=NOON + timedelta(hours=1)
        )
        assert isinstance(problem, Unreachable)  # the copy served, and that is told
        with pytest.raises(Unreachable):
            statistics.start_eurostat(campaign, "demo_mix", {"geo": ["HU"]}, by=by, now=NOON)


@pytest.mark.usefixtures("home")
def test_of_a_table_that_is_too_large_the_newest_time_tells_the_dimensions(
    campaign: Campaign, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_eurostat() as (base, told):
        monkeypatch.setenv(statistics.ADDRESS, base)
        told.mood = "413"
        with pytest.raises(NotAllowed, match="too large"):
            statistics.start_eurostat(campaign, "demo_mix", {}, by=by, now=NOON)
        assert told.asked[-1].endswith("lastTimePeriod=1")


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("", {}),
        ("geo=BG,RO time=2023", {"geo": ["BG", "RO"], "time": ["2023"]}),
        ("geo=BG;geo=RO", {"geo": ["BG", "RO"]}),
    ],
)
def test_filters_are_read(text: str, filters: dict[str, list[str]]) -> None:
    assert statistics.read_filters(text) == filters


def test_a_filter_without_a_code_is_refused() -> None:
    with pytest.raises(UnknownName, match="geo=BG"):
        statistics.read_filters("geo")
