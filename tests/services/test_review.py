"""The way of a material to the screen: four eyes, an exact version, findings."""

from dataclasses import replace

import pytest
from django.db.models import Model

from campaign.data import queries, reviews
from campaign.data.models import Material, Rendering
from campaign.services import acceptances, review, withdrawals
from campaign.spec.errors import CampaignError, NotAllowed
from campaign.spec.findings import Severity
from campaign.studio.acts import may_judge
from tests.factories.rows import (
    NOON,
    make_finding,
    make_material,
    make_person,
    make_rendering,
    make_version,
)
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db


def refresh(row: Model) -> None:
    row.refresh_from_db()


def test_a_material_goes_from_draft_to_approved() -> None:
    material = make_material()
    review.submit(material, by=make_person("staff"))
    approval = review.approve(material, by=make_person("lead"), key=material.shown.key)
    refresh(material)
    assert (material.state, approval.key, review.is_approved(material)) == ("approved", material.loop_id, True)


def test_a_returned_material_is_a_draft_with_a_note_until_submitted_again() -> None:
    material = make_material(state="submitted")
    review.return_to_draft(material, by=make_person("lead"), why="Снимката е тъмна.")
    refresh(material)
    assert (material.state, material.note) == ("draft", "Снимката е тъмна.")
    review.submit(material, by=make_person("staff"))
    refresh(material)
    assert (material.state, material.note) == ("submitted", "")


def test_the_author_cannot_approve_even_as_a_lead() -> None:
    version = make_version()
    version.author = make_person("lead")
    version.save()
    material = make_material(version, state="submitted")
    with pytest.raises(NotAllowed, match="Nobody approves their own work"):
        review.approve(material, by=make_person("lead"), key=material.shown.key)
    review.approve(material, by=make_person("lead", name="second"), key=material.shown.key)


def test_nobody_who_wrote_in_it_approves_it_or_takes_its_warnings() -> None:
    writer, other = make_person("lead"), make_person("lead", name="second")
    material = make_material(state="submitted")
    material.version.writers.add(writer)

    assert [set(reviews.list_judged(person)) for person in (writer, other)] == [set(), {material}]
    assert [set(queries.list_waiting(person)) for person in (writer, other)] == [set(), {material}]
    assert [may_judge(person, material) for person in (writer, other)] == [False, True]
    with pytest.raises(NotAllowed, match="their own work"):
        acceptances.accept(material, by=writer, key=material.shown.key, finding="", reason="so", now=NOON)
    with pytest.raises(NotAllowed, match="Nobody approves their own work"):
        review.approve(material, by=writer, key=material.shown.key)
    review.approve(material, by=other, key=material.shown.key)


@pytest.mark.parametrize("role", ["staff", "designer", "operator"])
def test_only_leads_and_administrators_approve(role: str) -> None:
    material = make_material(state="submitted")
    with pytest.raises(NotAllowed, match="Your role does not allow this step"):
        review.approve(material, by=make_person(role, name="somebody"), key=material.shown.key)


@pytest.mark.parametrize("role", ["designer", "operator"])
def test_designers_and_operators_do_not_submit(role: str) -> None:
    with pytest.raises(NotAllowed, match="Your role does not allow this step"):
        review.submit(make_material(), by=make_person(role))


def test_an_approval_names_the_rendering_that_is_shown() -> None:
    material = make_material(state="submitted")
    with pytest.raises(NotAllowed, match="not the version that is shown now"):
        review.approve(material, by=make_person("lead"), key=material.still.key)


def test_a_new_rendering_needs_a_new_approval() -> None:
    material = make_material(state="approved")
    assert review.is_approved(material)
    material.loop = make_rendering("changed", moving=True)
    material.save()
    assert not review.is_approved(material)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (Rendering.State.DUE, "not rendered yet"),
        (Rendering.State.QUEUED, "not rendered yet"),
        (Rendering.State.RUNNING, "not rendered yet"),
        (Rendering.State.FAILED, "could not be rendered"),
    ],
)
def test_what_is_not_rendered_is_refused(state: str, why: str) -> None:
    material = make_material(state="submitted", rendering=state)
    with pytest.raises(NotAllowed, match=why):
        review.approve(material, by=make_person("lead"), key=material.shown.key)


def test_a_finding_of_an_error_blocks_whatever_the_reason() -> None:
    finding = make_finding("E7", severity=Severity.ERROR)
    material = make_material(state="submitted", findings=(finding,))
    with pytest.raises(NotAllowed) as refused:
        review.approve(material, by=make_person("lead"), key=material.shown.key, reason="Защото.")
    assert (refused.value.message, refused.value.hint) == (finding.message, finding.hint)


def test_warnings_need_a_reason_that_is_kept() -> None:
    material = make_material(state="submitted", findings=(make_finding(),))
    lead = make_person("lead")
    with pytest.raises(NotAllowed, match="It has warnings: E9"):
        review.approve(material, by=lead, key=material.shown.key, reason="  ")
    approval = review.approve(material, by=lead, key=material.shown.key, reason="Цитат от закона.")
    assert approval.reason == "Цитат от закона."


def test_a_superseded_material_is_not_approved() -> None:
    material = make_material(state="submitted")
    Material.objects.update(current=False)
    with pytest.raises(NotAllowed, match="not the version that is shown now"):
        review.approve(material, by=make_person("lead"), key=material.shown.key)


def test_a_withdrawn_item_blocks_its_new_versions() -> None:
    make_material()
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Ана помоли.", now=NOON)
    newer = make_material(make_version(replace(make_item(), tags=("нова",))), state="submitted")
    with pytest.raises(NotAllowed, match="It has been withdrawn"):
        review.approve(newer, by=make_person("lead"), key=newer.shown.key)


def test_a_refused_approval_changes_nothing() -> None:
    material = make_material(state="submitted", rendering="failed")
    with pytest.raises(CampaignError):
        review.approve(material, by=make_person("lead"), key=material.shown.key)
    refresh(material)
    assert (material.state, material.approvals.count()) == ("submitted", 0)


def test_nobody_acts_on_another_organisations_material() -> None:
    draft, submitted = make_material(), make_material(make_version(make_item("boris")), state="submitted")
    stranger = make_person("lead", name="stranger", organisation="other")
    with pytest.raises(NotAllowed, match="belongs to another organisation"):
        review.submit(draft, by=stranger)
    with pytest.raises(NotAllowed, match="belongs to another organisation"):
        review.approve(submitted, by=stranger, key=submitted.shown.key)
    with pytest.raises(NotAllowed, match="belongs to another organisation"):
        review.return_to_draft(submitted, by=stranger, why="")
    review.approve(
        submitted,
        by=make_person("administrator", name="root", organisation="other"),
        key=submitted.shown.key,
    )
