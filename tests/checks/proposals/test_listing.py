"""Which templates tell a table honestly, on both sides of each rule; what is proposed passes the checks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from campaign.checks.content import check_content
from campaign.checks.proposals.frame import Frame, make_frame
from campaign.checks.proposals.listing import find_countries, propose
from campaign.checks.proposals.proposal import About, Measure, Proposal, Sample, Verdict
from campaign.render.folder import load_template
from campaign.render.manifest import Template
from campaign.render.values import check_values
from campaign.spec.content import Item, Kind, Source
from campaign.spec.findings import Severity
from campaign.spec.grid import lay_grid
from campaign.spec.reading import read_grid
from tests.factories.values import make_campaign

ROOT = Path(__file__).resolve().parents[3] / "templates"
NAMES = ("big-number", "choropleth", "comparison-bars", "dumbbell", "flow", "people-out-of-ten", "poll", "slope",
         "stacked-share", "survey", "tile-map", "time-series")  # fmt: skip
TEMPLATES = {name: load_template(ROOT / name) for name in NAMES}
LANGUAGES = ("bg", "en")
TEXTS = {"bg": "Все повече деца учат заедно", "en": "More children learn together"}
ABOUT = About(
    headline=TEXTS,
    period="2021",
    population={"bg": "ученици", "en": "pupils"},
    unit={"bg": "%", "en": "%"},
    measure=Measure.PERCENT,
)
PROVINCES = "Код;Област;Дял, %\nSLV;Сливен;15,3\nDOB;Добрич;7,2\nSHU;Шумен;8,0\n"
YEARS = "Година;Дял, %\n2019;12,5\n2020;13,0\n2021;:\n2022;14,2"
POLL = "Отговор;Answer;Дял, %\nДа;Yes;61\nНе;No;30\nНе знам;Do not know;9"


def make(text: str) -> Frame:
    grid = lay_grid([line.split(";") for line in text.splitlines()])
    return make_frame(read_grid(grid), languages=LANGUAGES, countries=find_countries(TEMPLATES.values()))


def judge(text: str, **about: Any) -> Mapping[str, Proposal]:
    found = propose(make(text), replace(ABOUT, **about), templates=TEMPLATES.values(), languages=LANGUAGES)
    return {one.template: one for one in found}


def tell(proposal: Proposal) -> str:
    return " ".join(str(reason) for reason in proposal.reasons)


def test_the_honest_ones_come_first() -> None:
    verdicts = [one.verdict for one in judge(PROVINCES).values()]
    assert verdicts == sorted(verdicts, key=list(Verdict).index)
    assert next(iter(judge(PROVINCES).values())).template == "comparison-bars"


def test_bars_take_names_and_figures_of_the_table() -> None:
    bars = judge(PROVINCES)["comparison-bars"]
    assert bars.verdict is Verdict.HONEST
    assert bars.values["series"][0] == {"label": {"bg": "Сливен", "en": "Sliven"}, "amount": 15.3}
    assert bars.values["period"] == {"bg": "2021 г.", "en": "2021"}


def test_what_is_not_known_keeps_bars_from_being_honest_and_stays_hatched_on_a_map() -> None:
    found = judge(PROVINCES + "BGS;Бургас;н.д.")
    assert found["comparison-bars"].verdict is Verdict.MISLEADING
    assert "Бургас" in tell(found["comparison-bars"])
    assert found["tile-map"].verdict is Verdict.CAREFUL
    assert found["tile-map"].values["regions"] == {"country": "bg", "figures": {"SLV": 15.3, "DOB": 7.2, "SHU": 8}}


def test_a_map_of_counts_would_mislead() -> None:
    found = judge("Област;Души\nСливен;15300\nДобрич;7200\nШумен;8000", measure=Measure.COUNT)
    assert found["tile-map"].verdict is Verdict.MISLEADING
    assert "most populous" in tell(found["tile-map"])


def test_rows_that_are_no_provinces_are_no_map() -> None:
    assert judge("Част;Дял, %\nедно;15\nдве;7\nтри;8")["tile-map"].verdict is Verdict.UNFIT


def test_a_line_is_for_times_only_and_breaks_where_nothing_is_known() -> None:
    line = judge(YEARS)["time-series"]
    assert line.verdict is Verdict.HONEST
    assert line.values["rows"] == [
        {"date": "2019", "amount": 12.5},
        {"date": "2020", "amount": 13},
        {"date": "2021"},
        {"date": "2022", "amount": 14.2},
    ]
    assert line.values["axis"] == "from_zero"
    other = judge(PROVINCES)["time-series"]
    assert (other.verdict, "no times" in tell(other)) == (Verdict.MISLEADING, True)


def test_times_across_are_turned_and_name_their_lines() -> None:
    line = judge("Град;2019;2020;2021\nСофия;1;2;3\nПловдив;4;5;6")["time-series"]
    assert line.values["rows"][0] == {"date": "2019", "amount": 1, "second": 4}
    assert line.values["names"]["bg"] == ["София", "Пловдив"]


def test_lines_of_one_figure_each_are_spread_out() -> None:
    frame = make("geo;TIME_PERIOD;OBS_VALUE\nBG;2021;3.1\nBG;2022;3.2\nRO;2021;4\nRO;2022;5")
    assert [name.texts["bg"] for name in frame.rows] == ["България", "Румъния"]
    assert [name.text for name in frame.columns] == ["2021", "2022"]
    assert [[str(cell.amount) for cell in row] for row in frame.cells] == [["3.1", "3.2"], ["4", "5"]]


def test_across_a_change_of_definition_nothing_is_compared() -> None:
    for found in (judge(YEARS.replace("13,0", "13,0 b")), judge(YEARS, changed="2020")):
        assert found["time-series"].verdict is Verdict.MISLEADING
        assert "2020" in tell(found["time-series"])
    assert judge(YEARS.replace("12,5", "12,5 b"))["time-series"].verdict is Verdict.HONEST  # nothing lies before it


def test_provisional_figures_are_said_to_be() -> None:
    assert "provisional" in tell(judge(YEARS.replace("14,2", "14,2 p"))["time-series"])


def test_a_slope_needs_two_times_and_says_what_it_leaves_out() -> None:
    two = judge("Пол;2011;2021\nмомчета;31;38\nмомичета;33;45")["slope"]
    assert two.verdict is Verdict.HONEST
    assert (two.values["before_name"], two.values["after_name"]["bg"]) == ({"bg": "2011 г.", "en": "2011"}, "2021 г.")
    three = judge("Пол;2011;2016;2021\nмомчета;31;35;38\nмомичета;33;40;45")["slope"]
    assert (three.verdict, "2016" in tell(three)) == (Verdict.CAREFUL, True)
    groups = judge("Клас;момчета;момичета\n5. клас;31;38\n6. клас;33;45")
    assert (groups["slope"].verdict, groups["dumbbell"].verdict) == (Verdict.MISLEADING, Verdict.HONEST)


def test_two_lone_figures_are_bars_unless_they_are_two_times() -> None:
    two = judge("Област;Дял, %\nСливен;15\nДобрич;7")
    assert (next(iter(two)), two["dumbbell"].verdict) == ("comparison-bars", Verdict.UNFIT)
    assert judge("Година;Дял, %\n2011;15\n2021;7")["dumbbell"].verdict is Verdict.HONEST


def test_columns_of_different_units_share_no_scale() -> None:
    assert "different units" in tell(judge("Клас;Дял, %;Деца (души)\n5. клас;31;380\n6. клас;33;450")["dumbbell"])


def test_parts_of_a_whole_make_a_hundred_and_are_few() -> None:
    assert judge(POLL)["stacked-share"].verdict is Verdict.HONEST
    assert judge(POLL)["stacked-share"].values["shares"][2]["kind"] == "unknown"
    assert "sum to 97" in tell(judge(POLL.replace("61", "58"))["stacked-share"])
    assert (
        judge(POLL.replace("61", "61.4").replace("30", "29.7"))["stacked-share"].verdict is Verdict.HONEST
    )  # rounding
    many = "Част;Дял, %\n" + "\n".join(f"част {number};12.5" for number in range(8))
    assert (judge(many)["stacked-share"].verdict, "slices" in tell(judge(many)["stacked-share"])) == (
        Verdict.MISLEADING,
        True,
    )
    several = judge(POLL, sample=Sample.MANY, asked=500)
    assert "several answers" in tell(several["stacked-share"])


def test_counts_become_shares_only_where_they_are_everybody() -> None:
    counts = "Накъде;Души\nработа;118\nучат;64\nнеизвестно;29"
    alone = judge(counts, measure=Measure.COUNT)
    assert (alone["stacked-share"].verdict, alone["flow"].verdict) == (Verdict.MISLEADING, Verdict.MISLEADING)
    whole = judge(counts, measure=Measure.COUNT, whole=True)
    assert [row["share"] for row in whole["stacked-share"].values["shares"]] == [55.9, 30.3, 13.7]
    assert whole["flow"].verdict is Verdict.CAREFUL


def test_people_out_of_ten_are_whole_people() -> None:
    assert judge(";Дял, %\nприятели;70")["people-out-of-ten"].verdict is Verdict.HONEST
    assert "nearly" in tell(judge(";Дял, %\nприятели;87")["people-out-of-ten"])
    assert judge(";Дял, %\nприятели;34")["people-out-of-ten"].verdict is Verdict.MISLEADING
    assert judge(";Дял, %\nприятели;12,5")["people-out-of-ten"].verdict is Verdict.MISLEADING
    assert judge(";Дял, %\nприятели;1")["people-out-of-ten"].verdict is Verdict.MISLEADING


def test_one_figure_is_the_one_that_was_chosen() -> None:
    assert judge(PROVINCES, focus=(1, 0))["big-number"].values["number"] == 7.2
    assert "Сливен" in tell(judge(PROVINCES)["big-number"])


def test_shares_of_few_people_are_not_shown() -> None:
    few = judge(POLL, sample=Sample.ONE, asked=19)
    assert {one.verdict for one in few.values()} <= {Verdict.MISLEADING, Verdict.UNFIT}
    some = judge(POLL, sample=Sample.ONE, asked=49, question=TEXTS)
    assert some["poll"].verdict is Verdict.HONEST  # it has brackets for them
    assert "brackets" in tell(some["comparison-bars"])
    asked = judge("Област;n;Дял, %\nСливен;12;15\nДобрич;80;7")["comparison-bars"]
    assert (asked.verdict, "12 people" in tell(asked)) == (Verdict.MISLEADING, True)


def test_a_poll_comes_first_for_what_people_answered() -> None:
    found = judge(POLL, sample=Sample.ONE, asked=812, question=TEXTS, began="2021-05-03", ended="2021-05-17")
    assert next(iter(found.values())).template == "poll"
    assert found["poll"].verdict is Verdict.HONEST
    assert found["poll"].values["answers"] == "one"
    assert found["comparison-bars"].verdict is Verdict.CAREFUL
    assert judge(POLL)["poll"].verdict is Verdict.UNFIT


def test_statements_make_a_hundred_each() -> None:
    text = "Твърдение;Изобщо не;Не;Нито;Да;Напълно\nЗаедно е по-добре;6;11;19;36;28\n"
    found = judge(text, sample=Sample.ONE, asked=812, question=TEXTS)["survey"]
    assert found.verdict is Verdict.HONEST
    assert found.values["statements"][0]["strongly_agree"] == 28
    wrong = judge(text.replace("36", "30"), sample=Sample.ONE, asked=812, question=TEXTS)["survey"]
    assert (wrong.verdict, "94" in tell(wrong)) == (Verdict.MISLEADING, True)


def test_too_many_or_too_few_rows_are_told() -> None:
    many = "Област;Дял, %\n" + "\n".join(f"място {number};5" for number in range(7))
    assert "at most 6" in tell(judge(many)["comparison-bars"])
    assert judge(";Дял, %\nедно;5")["comparison-bars"].verdict is Verdict.UNFIT
    assert "24 characters" in tell(judge("Област;Дял, %\nСливен;5\n" + "д" * 25 + ";6")["comparison-bars"])


@pytest.mark.parametrize("text", [PROVINCES, YEARS, POLL, ";Дял, %\n2021;70"])
def test_an_honest_proposal_is_taken_by_its_template_and_passes_the_checks(text: str) -> None:
    honest = [one for one in judge(text).values() if one.verdict is Verdict.HONEST]
    assert honest
    for one in honest:
        template: Template = TEMPLATES[one.template]
        assert check_values(template.manifest, one.values, languages=("bg",)) == ()
        findings = check_content(
            campaign=make_campaign(),
            item=make_item(one),
            channel=None,
            language="bg",
            today=date(2026, 11, 22),
            template=template,
        )
        assert [
            str(each.message) for each in findings if each.rule.startswith("E") and each.severity is Severity.ERROR
        ] == []


COUNTED: dict[str, Any] = {"measure": Measure.COUNT, "unit": {"bg": "души", "en": "people"}, "whole": True}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Вид;%\nА;120\nБ;-20\nВ;0", {}),
        ("Вид;брой\nА;120\nБ;-20\nВ;10", COUNTED),
        ("Вид;брой\nА;0\nБ;0\nВ;0", COUNTED),
        ("Град;Момчета;Момичета;Общо\nСливен;25;25;50", COUNTED),
        ("Място;души\nСливен;10\nДобрич;20\nШумен;30\nБългария;60", COUNTED),
    ],
)
def test_parts_that_are_no_parts_are_never_drawn_as_a_whole(text: str, about: dict[str, Any]) -> None:
    found = judge(text, **about)
    assert found["stacked-share"].verdict is Verdict.MISLEADING
    assert found["flow"].verdict in (Verdict.MISLEADING, Verdict.UNFIT)


def test_a_part_that_happens_to_be_the_sum_of_two_others_is_a_part() -> None:
    assert judge("Вид;%\nА;20\nБ;30\nВ;50")["stacked-share"].verdict is Verdict.HONEST


@pytest.mark.parametrize(
    ("times", "verdict"),
    [
        (("2019", "2020", "2021"), Verdict.HONEST),
        (("2021-01", "2021-02", "2021-03"), Verdict.HONEST),
        (("2022", "2021", "2020"), Verdict.CAREFUL),
        (("2021-01", "2021-02", "2021-12"), Verdict.CAREFUL),
        (("2021-05", "2021-04", "2021-06"), Verdict.CAREFUL),
    ],
)
def test_bars_of_times_run_forward_and_evenly(times: tuple[str, ...], verdict: Verdict) -> None:
    text = "Време;Дял, %\n" + "\n".join(f"{time};{5 + at}" for at, time in enumerate(times))
    assert judge(text)["comparison-bars"].verdict is verdict


def test_what_may_be_chance_is_no_change() -> None:
    asked = {"sample": Sample.ONE, "asked": 500, "question": TEXTS}
    near, far = (judge(f"Отговор;2020;2021\nДа;60;{yes}\nНе;40;{100 - yes}", **asked) for yes in (61, 75))
    assert {near[name].verdict for name in ("slope", "dumbbell")} == {Verdict.MISLEADING}
    assert {far[name].verdict for name in ("slope", "dumbbell")} == {Verdict.CAREFUL}
    lines = judge("Година;%\n2019;50\n2020;51\n2021;52", **asked)
    assert lines["time-series"].verdict is Verdict.MISLEADING


def make_item(proposal: Proposal) -> Item:
    source = Source({"bg": "НСИ"}, "2019–2022", {"bg": "ученици"}, {"bg": "%"})
    values = {**proposal.values, "period": {"bg": "2021 г."}}
    return Item("one", Kind.STATISTIC, proposal.template, TEXTS, values, source=source)
