"""A finding's name, and what a loop and its poster both say."""

from dataclasses import replace

from campaign.spec.boxes import Box
from campaign.spec.digest import to_plain
from campaign.spec.document import read_plain
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity, leave_out_repeats
from campaign.spec.message import say

PALE = Finding(
    "B3",
    Severity.WARNING,
    say("“%(text)s” is pale at %(share)d %%.", text="Ана", share=55),
    say("Darken it."),
    Place(field="values.headline", box=Box(1, 2, 3, 4)),
    "4.90:1",
    "≥ 7:1",
)


def test_its_name_is_the_same_from_the_database_and_with_another_hint_or_limit() -> None:
    again = read_plain(to_plain(PALE), Finding)
    floats = replace(PALE, place=replace(PALE.place, box=Box(1.0, 2.0, 3.0, 4.000001)))
    assert {PALE.digest} == {one.digest for one in (again, floats, replace(PALE, hint=say("Other.")))}
    assert replace(PALE, allowed="≥ 4.5:1").digest == PALE.digest


def test_another_rule_place_message_or_measure_has_another_name() -> None:
    others = (
        replace(PALE, rule="B2"),
        replace(PALE, measured="4.91:1"),
        replace(PALE, message=say("“%(text)s” is pale at %(share)d %%.", text="Ана", share=56)),
        replace(PALE, place=replace(PALE.place, box=Box(1, 2, 3, 4.5))),
        replace(PALE, place=replace(PALE.place, second=0.0)),
    )
    assert len({PALE.digest, *(other.digest for other in others)}) == 6


def test_more_of_its_place_may_be_told_and_nothing_else_changes() -> None:
    told = PALE.locate(item="ana", second=2.5)
    assert told == replace(PALE, place=Place(field="values.headline", item="ana", box=Box(1, 2, 3, 4), second=2.5))


def test_what_the_loop_says_of_the_same_text_is_not_said_of_its_poster() -> None:
    late = replace(PALE, place=replace(PALE.place, second=9.6), measured="4.75:1")
    small = replace(PALE, rule="B2")
    worse = replace(PALE, severity=Severity.ERROR)
    elsewhere = replace(PALE, place=replace(PALE.place, field="source"))
    assert leave_out_repeats((PALE, small, worse, elsewhere), (late,)) == (small, worse, elsewhere)
    assert leave_out_repeats((PALE,), ()) == (PALE,)
