"""The funder's marks in a scene: emblem, statement, logos, disclaimer, at rest and through a loop."""

from dataclasses import replace

import pytest

from benchmarks.corpus.disclaimers import draw_code, make_coded
from benchmarks.corpus.emblems import Painting, plain
from benchmarks.corpus.scenes import CAMPAIGN, FUNDER, URL, Lettering, make_scene
from campaign.checks.codes import read_codes
from campaign.checks.emblem_watch import EmblemWatch
from campaign.checks.visibility import Visibility
from campaign.render.scene import Scene
from campaign.spec.content import Campaign
from campaign.spec.findings import Finding
from campaign.spec.formats import Format
from campaign.spec.funding import FunderProfile, FundingRules

FOUNDATION = FunderProfile("foundation", {"en": "Foundation"}, FundingRules.NONE, emblem=False)


def find(scene: Scene, campaign: Campaign = CAMPAIGN) -> list[Finding]:
    return list(Visibility(scene, campaign=campaign).tell())


def list_rules(scene: Scene, campaign: Campaign = CAMPAIGN) -> list[str]:
    return [finding.rule for finding in find(scene, campaign)]


def test_a_strip_as_the_law_wants_it_is_left_alone() -> None:
    assert find(make_scene()) == []


def test_a_funder_without_money_of_the_union_needs_neither_emblem_nor_its_statement() -> None:
    assert list_rules(make_scene(emblem=None, lettering=None)) == ["A1", "A1"]
    assert list_rules(make_scene(emblem=None, lettering=None), replace(CAMPAIGN, funder=FOUNDATION)) == []


def test_a_finding_has_the_place_of_what_it_is_about() -> None:
    (finding,) = find(make_scene(emblem=Painting(44, stars=11)))
    box = finding.place.box
    assert (finding.rule, finding.place.field, finding.measured, finding.allowed) == ("A1", "funder.emblem", "11", "12")
    assert box is not None
    assert (box.left, box.top, box.height) == pytest.approx((24, 110, 44), abs=0.3)


def test_a_funder_may_ask_for_a_larger_emblem_than_the_law() -> None:
    asked = replace(CAMPAIGN, funder=replace(FUNDER, emblem_mm=30.0))
    (finding,) = find(make_scene(), asked)
    assert (finding.rule, finding.measured, finding.allowed) == ("A9", "20.2 mm", "30 mm")


def test_the_same_pixels_are_too_small_on_a_finer_panel() -> None:
    fine = Format(640, 180, 5.0)
    assert list_rules(make_scene(screen=fine)) == ["A9"]


@pytest.mark.parametrize(
    ("lettering", "rule"),
    [
        (Lettering(is_underlined=True), "A3"),
        (Lettering(lean=0.2), "A3"),
        (Lettering(colour=(90, 90, 90)), "A4"),
        (Lettering(size=9), "A8"),
        (Lettering(is_hidden=True), "A1"),
    ],
)
def test_a_statement_set_otherwise_is_found_on_every_line(lettering: Lettering, rule: str) -> None:
    assert set(list_rules(make_scene(lettering=lettering))) - {"A8"} | {rule} == {rule}
    assert rule in list_rules(make_scene(lettering=lettering))


def test_arabic_is_held_by_no_face() -> None:
    scene = make_scene(lettering=Lettering(font=("fontpkg_sofia_sans", "SofiaSans[wght].ttf")))
    assert "A3" in list_rules(scene)
    arabic = tuple(replace(wording, text="بتمويل مشترك") for wording in scene.wordings)
    assert "A3" not in list_rules(replace(scene, wordings=arabic))


def test_a_logo_is_held_by_its_ink_not_by_its_box() -> None:
    assert list_rules(make_scene(logo=(420, 104, 64, 42))) == []
    assert list_rules(make_scene(logo=(420, 104, 64, 48))) == ["A6"]


def test_a_loop_tells_from_when_and_for_how_long_a_part_is_not_there() -> None:
    scene = make_scene()
    gone = plain(width=640)
    marks = Visibility(scene, campaign=CAMPAIGN)
    for number in range(6):
        shown = scene.rest if number not in (2, 3) else replace(scene.rest, picture=gone, ground=gone)
        marks.see(replace(shown, second=number / 2, lasts=0.5))
    told = [(each.rule, each.place.field, each.place.second, each.measured) for each in marks.tell()]
    assert told == [("A10", "funder.emblem", 1.0, "1.00 s"), ("A10", "funder.statement", 1.0, "1.00 s")]


def test_an_emblem_may_move_through_a_film() -> None:
    watch = EmblemWatch()
    for number, left in enumerate((20.0, 60.0, 140.0)):
        from_left = make_scene(emblem=Painting(44)).rest.picture
        watch.see(from_left[:, round(left) - 20 :], second=float(number), lasts=1.0)
    assert [each.rule for each in watch.tell()] == ["A10"]
    assert watch.missed == [(1.0, 1.0), (2.0, 1.0)]


def test_the_code_must_lead_to_the_campaign_where_the_disclaimer_stands_behind_it() -> None:
    asked = replace(CAMPAIGN, funder=replace(FUNDER, disclaimer={"en": "Views are the authors’ only."}))
    own, other = make_coded(draw_code(URL, side=66)), make_coded(draw_code("https://example.org/x", side=66))
    assert (list_rules(own, asked), list_rules(other, asked)) == ([], ["A15"])
    assert [code.text for code in read_codes(own.rest.picture)] == [URL]
