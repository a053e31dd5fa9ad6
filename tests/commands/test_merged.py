"""What people read of a check: each fault once, item by item, errors first; programs get all of it."""

from dataclasses import replace
from typing import Any

import pytest

from campaign.commands.drawn import pick_agreed
from campaign.commands.merged import merge_findings
from campaign.commands.report import report_finding
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say
from tests.factories.items import CONSENT, make_story
from tests.factories.values import make_channel

FEW = say("Keep it short.")


def make_finding(
    rule: str, *, severity: Severity = Severity.ERROR, message: Message = FEW, measured: str = "", **place: Any
) -> Finding:
    return Finding(rule, severity, message, FEW, Place(**place), measured=measured, allowed="≤ 1 s")


def test_the_same_on_several_screens_is_told_once_with_all_of_them() -> None:
    found = [make_finding("B6", item="mila", channel=channel, language="bg") for channel in ("tram", "bus", "tram")]
    assert [str(each.place) for each in merge_findings(found)] == ["mila · tram, bus · bg"]


def test_channels_that_a_message_names_stand_together() -> None:
    messages = [say("Not on %(channel)s.", channel=name) for name in ("tram", "bus")]
    found = [make_finding("F3", message=message, item="mila") for message in messages]
    assert [str(each.message) for each in merge_findings(found)] == ["Not on tram, bus."]


def test_what_differs_stays_apart() -> None:
    found = [make_finding("B6", message=say("%(words)d words.", words=words), item="mila") for words in (16, 17)]
    assert merge_findings(found) == found


def test_the_campaign_comes_first_then_its_items_with_errors_before_warnings() -> None:
    late = make_finding("B6", item="mila", severity=Severity.WARNING)
    found = [late, make_finding("F1", item="ana"), make_finding("F1", item="mila"), make_finding("B4")]
    assert [(each.rule, each.place.item) for each in merge_findings(found)] == [
        ("B4", ""),
        ("F1", "mila"),
        ("B6", "mila"),
        ("F1", "ana"),
    ]


@pytest.mark.parametrize(("measured", "told"), [("2.5 s", True), ("22", False), ("#92927c", False), ("", False)])
def test_a_measure_with_its_unit_stands_between_message_and_hint(
    measured: str, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    report_finding(make_finding("B5", measured=measured))
    assert (f"measured {measured}, allowed ≤ 1 s" in capsys.readouterr().err) is told


# the channels a pack is checked for


def test_a_story_is_checked_for_the_channels_that_everybody_on_it_agreed_to() -> None:
    channels = [make_channel("tram"), make_channel("bus"), make_channel("metro")]
    one, other = (replace(CONSENT, channels=names) for names in (("tram", "bus"), ("bus", "metro")))
    assert [each.id for each in pick_agreed(make_story(consents=(one, other)), channels)] == ["bus"]


def test_where_nobody_agreed_all_are_checked_so_that_it_is_found() -> None:
    channels = [make_channel("tram")]
    assert pick_agreed(make_story(consents=(replace(CONSENT, channels=("bus",)),)), channels) == channels
