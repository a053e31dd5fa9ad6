"""Materials: one for every screen an item suits, planned once, superseded when what they show changes."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.data.convert import read_findings
from campaign.data.models import ItemVersion, Material, Rendering
from campaign.render.folder import load_template
from campaign.services import content, withdrawals
from campaign.services.planning import Planned, plan_materials
from campaign.services.storage import get_store
from campaign.spec.channels import Channel, Medium
from campaign.spec.consent import Consent
from campaign.spec.formats import Shape
from tests.factories import jobs
from tests.factories.loaded import make_pack
from tests.factories.rows import NOON, make_consent, make_organisation, make_person
from tests.factories.values import make_campaign, make_channel, make_item, make_template

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
TEMPLATES = {"plain": make_template()}
FILM = jobs.TEMPLATES / "film"


@dataclass(frozen=True)
class Desk:
    folder: Path

    def take(self, *items: object, channels: tuple[Channel, ...] = (make_channel(),), **others: object) -> None:
        content.import_channels({channel.id: channel for channel in channels})
        pack = make_pack(*items, folder=self.folder, **others)  # type: ignore[arg-type]  # passed through
        content.import_pack(pack, author=make_person("staff"), organisation=make_organisation(), store=get_store())


@pytest.fixture
def desk(tmp_path: Path, settings: Settings) -> Desk:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return Desk(tmp_path)


def plan(**others: object) -> Planned:
    return plan_materials(**{"templates": TEMPLATES, "today": TODAY} | others)  # type: ignore[arg-type]  # passed through


def count(planned: Planned) -> tuple[int, int, int, int]:
    return planned.made, planned.kept, planned.skipped, len(planned.problems)


def test_every_item_channel_and_language_is_a_material_with_its_renderings(desk: Desk) -> None:
    loops, stills = make_channel("tram", languages=("bg", "en")), make_channel("hall", medium=Medium.STILL)
    desk.take(make_item("ana"), make_item("boris", text="Борис"), channels=(loops, stills))
    planned = plan()
    assert count(planned) == (6, 0, 0, 0)
    assert Material.objects.filter(channel__slug="tram", loop__queue="loops", still__queue="stills").count() == 4
    assert Material.objects.filter(channel__slug="hall", loop=None).count() == 2
    assert planned.renderings == set(Rendering.objects.values_list("key", flat=True))


def test_planning_again_makes_nothing(desk: Desk) -> None:
    desk.take(make_item())
    first = plan()
    again = plan()
    assert (count(again), again.renderings) == ((0, 1, 0, 0), first.renderings)


def test_a_shape_or_language_that_does_not_suit_is_skipped(desk: Desk) -> None:
    desk.take(make_item(), channels=(make_channel(languages=("bg", "tr")),))
    assert count(plan()) == (1, 0, 1, 0)
    assert count(plan(templates={"plain": make_template(shapes=(Shape.RIBBON,))})) == (0, 0, 2, 0)


def test_two_languages_in_one_picture_are_one_material(desk: Desk) -> None:
    desk.take(make_item(), channels=(make_channel(languages=("bg+en",)),))

    assert count(plan()) == (1, 0, 0, 0)
    material = Material.objects.get()
    assert material.language == "bg+en"
    assert [text in material.alt for text in ("Ана чете първа", "Ana reads first")] == [True, True]


def test_a_campaign_that_lacks_one_of_two_languages_is_skipped(desk: Desk) -> None:
    desk.take(make_item(), channels=(make_channel(languages=("bg+tr",)),))

    assert count(plan()) == (0, 0, 1, 0)


def test_a_new_version_supersedes_and_the_old_stays_for_the_record(desk: Desk) -> None:
    desk.take(make_item())
    plan()
    Material.objects.update(state="approved")
    desk.take(make_item(text="Ана чете втора"))
    assert count(plan()) == (1, 0, 0, 0)
    rows = Material.objects.order_by("pk").values_list("state", "current")
    assert list(rows) == [("approved", False), ("draft", True)]


def test_another_alternative_text_is_to_be_approved_but_not_rendered_again(desk: Desk) -> None:
    desk.take(make_item())
    before = plan().renderings
    Material.objects.update(state="approved")
    desk.take(replace(make_item(), alt={"bg": "Ана чете на децата."}))
    planned = plan()
    assert (count(planned), planned.renderings) == ((1, 0, 0, 0), before)
    material = Material.objects.get(current=True)
    assert (material.state, material.alt) == ("draft", "Ана чете на децата.")


def test_a_changed_template_makes_a_new_draft_of_the_same_version(desk: Desk) -> None:
    desk.take(make_item())
    plan()
    Material.objects.update(state="approved")
    assert count(plan(templates={"plain": make_template(digest="2" * 64)})) == (1, 0, 0, 0)
    assert list(Material.objects.order_by("pk").values_list("state", "current")) == [
        ("approved", False),
        ("draft", True),
    ]


def test_going_back_to_what_was_approved_needs_no_new_approval(desk: Desk) -> None:
    desk.take(make_item())
    plan()
    Material.objects.update(state="approved")
    plan(templates={"plain": make_template(digest="2" * 64)})
    plan()
    assert list(Material.objects.order_by("pk").values_list("state", "current")) == [
        ("approved", True),
        ("draft", False),
    ]


def test_findings_are_kept_with_the_material(desk: Desk) -> None:
    desk.take(make_item(doubt="Година неизвестна"))
    plan()
    assert [finding.rule for finding in read_findings(Material.objects.get()) if finding.rule == "E7"] == ["E7"]


def test_an_item_with_an_unknown_template_keeps_its_error_and_the_rest_go_on(desk: Desk) -> None:
    desk.take(make_item("ana"), replace(make_item("boris"), template="gone"))
    planned = plan()
    assert count(planned) == (1, 0, 0, 1)
    assert str(planned.problems[0]) == "together/boris: There is no template “gone”. Use one of: plain."


def test_what_is_withdrawn_is_not_planned(desk: Desk) -> None:
    desk.take(make_item("ana"), make_item("boris"))
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Съгласие", now=NOON)
    assert count(plan()) == (1, 0, 0, 0)
    assert Material.objects.get().version.item.slug == "boris"


@pytest.mark.parametrize(
    ("choice", "made"),
    [
        ({"campaigns": ["together"]}, 2),
        ({"campaigns": ["none"]}, 0),
        ({"items": ["together/ana"]}, 1),
        ({"channels": ["tram"]}, 2),
        ({"channels": ["none"]}, 0),
    ],
)
def test_a_choice_narrows_what_is_planned(desk: Desk, choice: dict[str, list[str]], made: int) -> None:
    desk.take(make_item("ana"), make_item("boris", text="Борис"))
    assert plan(**choice).made == made


def test_another_campaign_leaves_this_ones_materials_alone(desk: Desk) -> None:
    desk.take(make_item())
    before = plan().renderings
    desk.take(make_item(), campaign=make_campaign("other"))
    assert (count(plan()), plan(campaigns=["together"]).renderings) == ((1, 1, 0, 0), before)


def test_a_value_that_breaks_the_template_is_an_error_on_its_item(desk: Desk) -> None:
    desk.take(make_item("ana"), replace(make_item("boris"), values={}))
    planned = plan()
    assert count(planned) == (1, 0, 0, 1)
    assert (planned.problems[0].place.item, planned.problems[0].place.field) == ("together/boris", "headline")


def test_a_screen_that_the_item_no_longer_suits_keeps_no_current_material(desk: Desk) -> None:
    desk.take(make_item())
    plan()
    plan(templates={"plain": make_template(shapes=(Shape.RIBBON,))})
    assert list(Material.objects.values_list("current", flat=True)) == [False]


def test_a_finding_that_comes_later_reaches_the_material_it_is_about(desk: Desk) -> None:
    desk.take(make_item())
    make_consent(ItemVersion.objects.get(), Consent(person="Ана", until=TODAY))
    plan()
    before = read_findings(Material.objects.get())
    assert count(plan(today=TODAY + timedelta(days=1))) == (0, 1, 0, 0)
    assert read_findings(Material.objects.get()) != before


def test_subtitles_that_cannot_be_read_in_time_are_found_when_planned(desk: Desk) -> None:
    clip = {"file": "a.mp4", "from": 0, "to": 5, "alt": {"bg": "Цвят"}}
    film = replace(make_item(), template="film", values={"clip": clip, "subtitles": {"bg": "a.srt"}})
    quick = "1\n00:00:01,000 --> 00:00:01,200\nДа\n".encode()
    desk.take(film, media={"a.srt": quick, "a.mp4": b"a film"})
    planned = plan(templates={"film": load_template(FILM)})
    assert count(planned) == (1, 0, 0, 0)
    assert [finding.rule for finding in read_findings(Material.objects.get())] == ["D3"]


@pytest.mark.parametrize(("medium", "stands"), [(Medium.STILL, 10), (Medium.LOOP, 0)])
def test_only_a_still_that_is_shown_has_a_time_to_be_read_in(medium: Medium, stands: int, desk: Desk) -> None:
    desk.take(make_item(), channels=(make_channel(medium=medium),))
    plan()
    assert {row.still.job["stands"] for row in Material.objects.select_related("still")} == {stands}
