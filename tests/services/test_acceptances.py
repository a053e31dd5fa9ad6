"""Warnings accepted one by one: by whom, of what, and when it is asked again."""

from dataclasses import replace

import pytest

from campaign.data.convert import write_body
from campaign.data.models import Acceptance, Approval, Material, User
from campaign.services import acceptances, review
from campaign.services.verdicts import read_verdict
from campaign.spec.boxes import Box
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.findings import Finding, Severity
from tests.factories.rows import NOON, make_finding, make_material, make_person, make_rendering

pytestmark = pytest.mark.django_db

PALE = replace(make_finding("B3"), place=Place(field="values.headline", box=Box(10, 20, 100, 30)), measured="5.1:1")
LOADED = make_finding("E9")
ERROR = make_finding("E7", severity=Severity.ERROR)


@pytest.fixture
def lead(db: None) -> User:
    return make_person("lead")


@pytest.fixture
def material(db: None) -> Material:
    """Submitted, with a warning about its words and one about its pixels."""
    return find_pixels(make_material(state="submitted", findings=(LOADED,)), PALE)


def find_pixels(material: Material, *findings: Finding) -> Material:
    material.shown.findings = write_body(findings)
    material.shown.save()
    return material


def accept(material: Material, finding: Finding, *, by: User, reason: str = "Цитат.", key: str = "") -> Acceptance:
    return acceptances.accept(
        material, by=by, key=key or material.shown.key, finding=finding.digest, reason=reason, now=NOON
    )


def list_open(material: Material) -> list[str]:
    return [finding.rule for finding in read_verdict(Material.objects.get(pk=material.pk)).open]


def count(material: Material) -> tuple[int, int]:
    material.refresh_from_db()
    return material.errors, material.warnings


def test_each_warning_is_accepted_by_itself_and_then_it_can_be_approved(material: Material, lead: User) -> None:
    accept(material, PALE, by=lead, reason=" Логото е такова. ")
    assert (list_open(material), count(material)) == (["E9"], (0, 1))
    with pytest.raises(NotAllowed, match="It has warnings: E9"):
        review.approve(material, by=lead, key=material.shown.key)
    accept(material, LOADED, by=lead)
    review.approve(material, by=lead, key=material.shown.key)
    rows = material.acceptances.order_by("pk").values_list("rule", "finding", "key", "by__username", "reason")
    assert list(rows) == [
        ("B3", PALE.digest, material.loop_id, "lead", "Логото е такова."),
        ("E9", LOADED.digest, material.loop_id, "lead", "Цитат."),
    ]


def test_a_reason_at_approval_accepts_what_is_still_open(material: Material, lead: User) -> None:
    accept(material, PALE, by=lead, reason="Логото е такова.")
    review.approve(material, by=lead, key=material.shown.key, reason="Цитат от закона.")
    assert sorted(material.acceptances.values_list("rule", "reason")) == [
        ("B3", "Логото е такова."),
        ("E9", "Цитат от закона."),
    ]
    assert count(material) == (0, 0)


def test_an_error_is_never_accepted(lead: User) -> None:
    material = make_material(state="submitted", findings=(ERROR,))
    with pytest.raises(NotAllowed, match="An error cannot be accepted"):
        accept(material, ERROR, by=lead)
    assert Acceptance.objects.count() == 0


def test_another_picture_asks_again(material: Material, lead: User) -> None:
    accept(material, PALE, by=lead)
    accept(material, LOADED, by=lead)
    material.loop = make_rendering("changed", moving=True)
    material.save()
    find_pixels(material, PALE)
    assert list_open(material) == ["E9", "B3"]


@pytest.mark.parametrize(
    "changed",
    [
        replace(PALE, measured="4.9:1"),
        replace(PALE, place=replace(PALE.place, box=Box(10, 60, 100, 30))),
        replace(PALE, place=replace(PALE.place, field="values.quote")),
        replace(PALE, message=make_finding("E7").message, rule="B2"),
    ],
)
def test_another_finding_asks_again(changed: Finding, material: Material, lead: User) -> None:
    accept(material, PALE, by=lead)
    find_pixels(material, changed)
    assert list_open(material) == ["E9", changed.rule]


def test_a_better_hint_or_a_number_from_the_database_does_not_ask_again(material: Material, lead: User) -> None:
    accept(material, PALE, by=lead)
    place = Place(field="values.headline", box=Box(10.0, 20.0, 100.0, 30.000001))
    find_pixels(material, replace(PALE, hint=make_finding().message, place=place))
    assert list_open(material) == ["E9"]


def test_the_same_in_still_and_loop_is_accepted_once(material: Material, lead: User) -> None:
    material.still.findings = write_body((PALE,))
    material.still.save()
    accept(material, PALE, by=lead)
    assert list_open(material) == ["E9"]


def test_it_is_taken_back_until_an_approval_rests_on_it(material: Material, lead: User) -> None:
    accept(material, PALE, by=lead)
    acceptances.take_back(material, by=lead, key=material.shown.key, finding=PALE.digest, now=NOON)
    assert (list_open(material), count(material)) == (["E9", "B3"], (0, 2))
    review.approve(material, by=lead, key=material.shown.key, reason="Може.")
    with pytest.raises(NotAllowed, match="approval rests on this"):
        acceptances.take_back(material, by=lead, key=material.shown.key, finding=PALE.digest, now=NOON)


def test_accepting_twice_keeps_the_first_word(material: Material, lead: User) -> None:
    accept(material, PALE, by=lead, reason="Първа.")
    accept(material, PALE, by=make_person("lead", name="second"), reason="Втора.")
    assert list(Acceptance.objects.values_list("by__username", "reason")) == [("lead", "Първа.")]


@pytest.mark.parametrize("role", ["staff", "designer", "operator"])
def test_only_leads_accept(role: str, material: Material) -> None:
    with pytest.raises(NotAllowed, match="Only a campaign lead"):
        accept(material, PALE, by=make_person(role, name="somebody"))


def test_nobody_accepts_warnings_of_their_own_work_or_of_strangers(material: Material) -> None:
    material.version.author = own = make_person("lead", name="author")
    material.version.save()
    with pytest.raises(NotAllowed, match="of their own work"):
        accept(material, PALE, by=own)
    with pytest.raises(NotAllowed, match="belongs to another organisation"):
        accept(material, PALE, by=make_person("lead", name="stranger", organisation="other"))


def test_what_was_not_looked_at_or_is_gone_is_refused(material: Material, lead: User) -> None:
    with pytest.raises(NotAllowed, match="not the version that is shown now"):
        accept(material, PALE, by=lead, key="0" * 64)
    with pytest.raises(NotAllowed, match="not found in it any more"):
        accept(material, make_finding("B6"), by=lead)
    with pytest.raises(NotAllowed, match="not said why"):
        accept(material, PALE, by=lead, reason="  ")
    Material.objects.update(state="withdrawn")
    with pytest.raises(NotAllowed, match="cannot be accepted any more"):
        accept(material, PALE, by=lead)
    assert (Acceptance.objects.count(), Approval.objects.count()) == (0, 0)
