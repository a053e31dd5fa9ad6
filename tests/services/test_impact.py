"""What a changed template would do, and does: pictures made anew, before and after, review asked for again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.data.models import Channel, Material, Rendering
from campaign.render.manifest import Template
from campaign.services import impact, rendering, review, template_versions, trials, withdrawals
from campaign.services.examining import Subject
from campaign.services.planning import plan_materials
from campaign.services.template_folder import read_folder
from campaign.services.withdrawals import is_withdrawn
from campaign.spec.channels import Medium
from campaign.spec.digest import to_plain
from campaign.spec.errors import NotAllowed
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Format
from tests.factories import values
from tests.factories.rows import NOON, make_finding, make_person, make_version
from tests.factories.templates import copy_folder, edit

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def root(settings: Settings, tmp_path: Path) -> Path:
    return copy_folder(settings, tmp_path)


@pytest.fixture
def material(root: Path) -> Material:
    """Rendered with the version in use, submitted and approved."""
    channel = replace(
        values.make_channel(medium=Medium.STILL), format=Format(320, 180, diagonal_inches=7, viewing_distance_m=0.5)
    )
    Channel.objects.create(slug="tram", body=to_plain(channel))
    make_version()
    plan_materials(templates=template_versions.take_new(now=NOON), today=TODAY)
    row = Material.objects.get()
    rendering.run(row.still_id)
    row.refresh_from_db()
    Material.objects.update(findings=[], errors=0)
    review.submit(row, by=make_person("staff"))
    review.approve(row, by=make_person("lead"), key=row.shown.key, reason="Прегледано.")
    return Material.objects.select_related("still__file", "version__item__campaign", "channel").get()


def test_before_and_after_are_drawn_once_and_tell_what_differs(material: Material, root: Path) -> None:
    edit(root)
    changed = read_edited()
    assert trials.find_trial(material, changed) is None
    drawn = trials.draw_trial(material, changed)
    assert (drawn.trial.width, drawn.trial.height, drawn.trial.faults) == (320, 180, ())
    assert 0.1 < drawn.trial.share < 1
    assert set(drawn.pictures) == {"before", "after", "marks"}
    assert trials.find_trial(material, changed) == drawn.trial


def test_a_template_that_says_the_same_changes_no_pixel(material: Material, root: Path) -> None:
    edit(root, "/* a word to other designers */")
    assert trials.draw_trial(material, read_edited()).trial.share == 0


def test_what_would_be_found_anew_is_told(material: Material, root: Path) -> None:
    edit(root, "#headline, #headline * { color: #f2f2f2 !important; } .page, body { background: #ffffff; }")
    trial = trials.draw_trial(material, read_edited()).trial
    assert trial.breaks
    assert "B3" in {finding.rule for finding in trial.findings}


def read_edited() -> Template:
    """As the folder has it now."""
    return read_folder().templates["plain"]


def test_what_the_rules_say_of_words_in_the_changed_template_is_told(
    material: Material, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A manifest may ask what the old one did not; planning would find it once the template is in use."""
    digest = edit(root, "/* with a manifest that asks more */")
    changed = read_edited()
    found = make_finding("E2", severity=Severity.ERROR)
    asked: list[str] = []

    def examine(subject: Subject, **_given: object) -> tuple[Finding, ...]:
        asked.append(subject.template.digest)
        return (found,)

    monkeypatch.setattr(trials, "examine", examine)
    trial = trials.draw_trial(material, changed).trial
    assert (trial.breaks, found in trial.findings, asked) == (True, True, [digest])


def test_taking_in_use_makes_pictures_anew_and_asks_for_review_again(material: Material, root: Path) -> None:
    digest = edit(root)
    designer = make_person("designer")
    taken = impact.put_in_use({"plain": digest}, by=designer, now=NOON, today=TODAY, why="По-топъл фон.")
    assert (taken.planned.made, taken.waiting) == (1, 1)
    fresh = Material.objects.get(current=True)
    assert (fresh.state, fresh.still.state, fresh.still_id != material.still_id) == ("submitted", "due", True)
    [event] = fresh.events.all()
    assert (event.act, event.by, event.note) == ("submitted", designer, "По-топъл фон.")
    material.refresh_from_db()
    assert (material.state, material.current) == ("approved", False)


def test_going_back_to_an_earlier_version_asks_nobody(material: Material, root: Path) -> None:
    first = (root / "plain" / "style.css").read_text()
    before = template_versions.load_in_use()["plain"].digest
    take(edit(root))
    (root / "plain" / "style.css").write_text(first)
    taken = take(before)
    assert (taken.planned.made, taken.waiting) == (0, 0)
    assert Material.objects.get(current=True) == material


def take(digest: str) -> impact.Taken:
    return impact.put_in_use({"plain": digest}, by=make_person("designer"), now=NOON, today=TODAY, why="Проба.")


def test_nothing_is_planned_when_it_is_not_taken(material: Material, root: Path) -> None:
    digest = edit(root)
    with pytest.raises(NotAllowed):
        impact.put_in_use({"plain": digest}, by=make_person("staff"), now=NOON, today=TODAY, why="Проба.")
    assert Material.objects.get().current


def test_the_time_is_estimated_by_what_was_rendered_last(material: Material) -> None:
    rows = impact.list_affected(["plain"])
    Rendering.objects.update(started_at=None)
    assert impact.estimate_cost(rows) == impact.Cost(1, 0, None)
    Rendering.objects.update(started_at=NOON, done_at=NOON + timedelta(seconds=3))
    assert impact.estimate_cost(rows) == impact.Cost(1, 0, 3.0)


def test_what_is_withdrawn_or_not_seen_is_not_affected(material: Material) -> None:
    stranger = make_person("designer", name="stranger", organisation="elsewhere")
    assert [len(impact.list_affected(["plain"], person=who)) for who in (make_person("designer"), stranger)] == [1, 0]
    assert impact.count_usage(make_person("designer")) == {"plain": impact.Usage(1, 1)}
    withdrawals.withdraw(scope="item", ref=str(material.version.item), by=make_person("lead"), why="Спряно.", now=NOON)
    assert not impact.list_affected(["plain"]).exists()


def test_a_picture_withdrawn_alone_is_followed_by_a_draft_and_so_is_counted(material: Material, root: Path) -> None:
    withdrawals.withdraw(scope="material", ref=str(material.pk), by=make_person("lead"), why="Спряно.", now=NOON)
    affected = set(impact.list_affected(["plain"]).values_list("pk", flat=True))
    take(edit(root))
    assert affected == {material.pk}
    assert Material.objects.get(current=True).state == "draft"
    assert is_withdrawn(Material.objects.get(pk=material.pk))
