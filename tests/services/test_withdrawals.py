"""What is stopped: who may, what it covers, and what lifting brings back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from campaign.data.models import Material, Withdrawal
from campaign.services import changes, withdrawals
from campaign.services.standing import read_revoked
from campaign.spec.consent import Consent
from campaign.spec.errors import NotAllowed, UnknownName
from tests.factories.rows import NOON, make_consent, make_material, make_person, make_version
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db
LAST = date(2026, 11, 22)


def list_states() -> list[str]:
    return list(Material.objects.order_by("pk").values_list("state", flat=True))


def make_three() -> None:
    """Two items of one campaign and one of another, all approved."""
    make_material(state="approved")
    make_material(make_version(make_item("boris")), state="approved")
    make_material(make_version(make_item("vera"), campaign="other"), state="approved")


@pytest.mark.parametrize(
    ("scope", "ref", "states"),
    [
        ("item", "together/ana", ["withdrawn", "approved", "approved"]),
        ("campaign", "together", ["withdrawn", "withdrawn", "approved"]),
        ("everything", "", ["approved", "approved", "approved"]),
    ],
)
def test_a_withdrawal_covers_its_scope_and_lifting_makes_drafts(scope: str, ref: str, states: list[str]) -> None:
    make_three()
    lead = make_person("lead")
    row = withdrawals.withdraw(scope=scope, ref=ref, by=lead, why="Проверка", now=NOON)
    assert list_states() == states
    withdrawals.lift(row, by=lead, now=NOON)
    assert list_states() == [state.replace("withdrawn", "draft") for state in states]


def test_a_single_material_is_withdrawn_by_its_number() -> None:
    make_three()
    pk = Material.objects.order_by("pk").values_list("pk", flat=True)[1]
    withdrawals.withdraw(scope="material", ref=str(pk), by=make_person("staff"), why="Грешка", now=NOON)
    assert (list_states(), read_revoked().materials) == (["approved", "withdrawn", "approved"], frozenset({str(pk)}))


def test_stopping_everything_is_revoked_and_back_when_lifted() -> None:
    make_three()
    row = withdrawals.withdraw(scope="everything", by=make_person("lead"), why="Учение", now=NOON)
    stopped = read_revoked().everything
    withdrawals.lift(row, by=make_person("lead"), now=NOON)
    assert (stopped, read_revoked().everything) == (True, False)


def test_lifting_one_of_two_withdrawals_restores_nothing() -> None:
    make_three()
    lead = make_person("lead")
    withdrawals.withdraw(scope="campaign", ref="together", by=lead, why="Проверка", now=NOON)
    item = withdrawals.withdraw(scope="item", ref="together/ana", by=lead, why="Съгласие", now=NOON)
    withdrawals.lift(item, by=lead, now=NOON)
    assert list_states() == ["withdrawn", "withdrawn", "approved"]


def test_the_same_withdrawal_twice_is_one() -> None:
    make_three()
    for _ in range(2):
        withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Съгласие", now=NOON)
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize("role", ["staff", "operator", "lead", "administrator"])
def test_everybody_of_the_project_may_stop_an_item(role: str) -> None:
    make_three()
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person(role, name="who"), why="Съгласие", now=NOON)
    assert list_states()[0] == "withdrawn"


@pytest.mark.parametrize(("role", "scope"), [("staff", "campaign"), ("operator", "everything"), ("designer", "item")])
def test_more_than_ones_role_allows_is_refused(role: str, scope: str) -> None:
    make_three()
    ref = {"campaign": "together", "item": "together/ana", "everything": ""}[scope]
    with pytest.raises(NotAllowed):
        withdrawals.withdraw(scope=scope, ref=ref, by=make_person(role, name="who"), why="", now=NOON)
    assert (list_states(), Withdrawal.objects.count()) == (["approved"] * 3, 0)


@pytest.mark.parametrize(
    ("scope", "ref"),
    [("item", "together/nobody"), ("item", "ana"), ("campaign", "none"), ("material", "0"), ("everything", "x")],
)
def test_what_does_not_exist_cannot_be_withdrawn(scope: str, ref: str) -> None:
    make_three()
    with pytest.raises(UnknownName):
        withdrawals.withdraw(scope=scope, ref=ref, by=make_person("lead"), why="", now=NOON)


@pytest.mark.parametrize(
    ("target", "read"),
    [
        ("together/ana", ("item", "together/ana")),
        ("together", ("campaign", "together")),
        ("17", ("material", "17")),
        ("everything", ("everything", "")),
    ],
)
def test_a_target_is_read_by_its_form(target: str, read: tuple[str, str]) -> None:
    assert withdrawals.read_target(target) == read


def test_the_last_service_day_is_shown_to_its_end_past_midnight() -> None:
    make_material(make_version(make_item(until=LAST)), state="approved")
    closing = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # half past midnight in Sofia
    assert withdrawals.expire_due(now=closing - timedelta(minutes=1)) == 0
    assert withdrawals.expire_due(now=closing) == 1
    assert list_states() == ["expired"]


def test_a_consent_that_ends_sooner_than_the_item_counts() -> None:
    version = make_version(make_item(until=date(2027, 1, 1)))
    make_consent(version, Consent(until=LAST))
    make_material(version, state="approved")
    assert withdrawals.expire_due(now=NOON) == 1


def test_every_change_takes_a_later_odd_second() -> None:
    stamps = [changes.mark_change(now=NOON) for _ in range(3)]
    ahead = int(NOON.timestamp()) + 1
    assert stamps == [ahead, ahead + 2, ahead + 4]
    assert changes.read_stamp() == stamps[-1]


def test_an_expired_or_withdrawn_act_without_effect_moves_no_stamp() -> None:
    before = changes.read_stamp()
    withdrawals.expire_due(now=NOON)
    assert changes.read_stamp() == before


def test_staff_stop_only_what_is_their_own_organisations() -> None:
    make_three()
    stranger = make_person("lead", name="stranger", organisation="other")
    make_version(campaign="new")  # that nothing shows yet
    for scope, ref in (("item", "new/ana"), ("campaign", "new")):
        with pytest.raises(NotAllowed, match="belongs to another organisation"):
            withdrawals.withdraw(scope=scope, ref=ref, by=stranger, why="", now=NOON)
    with pytest.raises(NotAllowed, match="belongs to another organisation"):
        withdrawals.withdraw(scope="item", ref="together/ana", by=stranger, why="", now=NOON)
    assert list_states() == ["approved"] * 3
