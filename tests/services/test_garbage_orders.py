"""Whatever people do in whatever order: nothing needed is ever missing, and what nothing needs is gone in the end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from pytest_django import Settings

from campaign.data.models import Approval, Material, Rendering, StoredFile
from campaign.services import garbage, publishing, rendering, runs, tidying
from campaign.services.made import Made
from campaign.services.needs import Needs
from campaign.services.storage import get_store, keep_row
from campaign.spec.digest import hash_bytes
from tests.factories.jobs import make_job
from tests.factories.rows import make_channel, make_person, make_version

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TEXTS = ("Съсед", "Съседка")
PROOF = 60
GRACE = 30


class House(RuleBasedStateMachine):
    """One place on a channel, for which texts come and go, are rendered, approved and taken down."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.now, self.needed_at = NOON, dict[str, datetime]()
        self.channel, self.version, self.lead = make_channel(), make_version(), make_person("lead")
        publishing.forget()

    def teardown(self) -> None:
        """All that is over goes: then there lies exactly what is needed."""
        try:
            self.pass_time(PROOF + 1)
            self.tidy()
            self.pass_time(GRACE + 1)
            self.tidy()
            self.what_is_needed_is_there()
            assert set(get_store().names()) == self.list_needed()
            assert set(StoredFile.objects.values_list("name", flat=True)) == self.list_needed()
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)
            for name in list(get_store().names()):
                get_store().remove(name)

    def list_counting(self) -> list[Material]:
        """Whose pictures must be there; told without a look at how the product finds them."""
        proven = Approval.objects.filter(at__gt=self.now - timedelta(days=PROOF)).values_list("material", flat=True)
        rows = Material.objects.select_related("still__file")
        return [row for row in rows if row.current or row.state == "approved" or row.pk in set(proven)]

    def list_needed(self) -> set[str]:
        return {row.still.file.name for row in self.list_counting() if row.still.file}

    @rule(text=st.sampled_from(TEXTS))
    def plan_and_render(self, text: str) -> None:
        self.plan(text)
        self.render(shared=False)

    @rule(text=st.sampled_from(TEXTS))
    def plan(self, text: str) -> None:
        """As services.planning does: the new one is current, what was before is not any more."""
        with transaction.atomic():
            still = rendering.plan_rendering(make_job(text))
            row, _ = Material.objects.update_or_create(
                version=self.version, channel=self.channel, language="bg", still=still, defaults={"current": True}
            )
            Material.objects.exclude(pk=row.pk).update(current=False)
            marked = StoredFile.objects.exclude(unneeded_since=None).filter(rendering=still)
            assert not marked.exists(), "a removal that looked before this is through would take it"

    @rule(text=st.sampled_from(TEXTS))
    def come_back(self, text: str) -> None:
        """A text is changed, the house is kept, and it is changed back."""
        self.plan_and_render(text)
        self.plan_and_render(next(other for other in TEXTS if other != text))
        self.leave_alone_for_a_month()
        self.plan(text)

    @rule(text=st.sampled_from(TEXTS))
    def come_back_while_it_goes(self, text: str) -> None:
        """The same just after the removal has listed it."""
        self.tidy()
        self.pass_time(GRACE + 1)
        let_go = garbage._let_go

        def look_away(pk: str, needs: Needs, *, limit: datetime) -> bool:
            self.plan(text)
            self.what_is_needed_is_there()
            return let_go(pk, needs, limit=limit)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(garbage, "_let_go", look_away)
            self.tidy()

    @rule(shared=st.booleans())
    def render(self, shared: bool) -> None:
        """What is due; two texts may give the same picture."""
        for row in Rendering.objects.filter(state="due"):
            attempt = runs.claim(row.key)
            assert attempt is not None
            data = b"the same" if shared else row.key.encode()
            digest = hash_bytes(data)
            name = f"{digest}.png"
            get_store().put_bytes(data, name=name)
            put = lambda data=data, name=name: get_store().put_bytes(data, name=name)  # noqa: E731
            file = keep_row(digest, name=name, size=len(data), put=put)
            assert runs.finish(row.key, attempt=attempt, made=Made(file))
            assert not StoredFile.objects.exclude(unneeded_since=None).filter(pk=digest).exists()

    @rule()
    def approve(self) -> None:
        for row in Material.objects.filter(current=True, still__state="done", state="draft"):
            Material.objects.filter(pk=row.pk).update(state="approved")
            approval = Approval.objects.create(material=row, key=row.still_id, by=self.lead)
            Approval.objects.filter(pk=approval.pk).update(at=self.now)

    @rule()
    def take_down(self) -> None:
        Material.objects.filter(state="approved").update(state="withdrawn")

    @rule()
    def put_a_file_that_no_row_will_name(self) -> None:
        data = str(self.now).encode()
        get_store().put_bytes(data, name=f"{hash_bytes(data)}.png")

    @rule(days=st.sampled_from((1, 29, GRACE + 1)))
    def pass_time(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def leave_alone_for_a_month(self) -> None:
        self.tidy()
        self.pass_time(GRACE + 1)
        self.tidy()

    @rule()
    def tidy(self) -> None:
        before = set(get_store().names())
        assert tidying.tidy_all(now=self.now).files.left == 0
        for name in before - set(get_store().names()):
            assert self.now - self.needed_at.get(name, NOON) >= timedelta(days=GRACE), "gone before its time"

    @invariant()
    def what_is_needed_is_there(self) -> None:
        """Or is on its way, where it was drawn never, or not since it was needed again."""
        for row in self.list_counting():
            assert row.still.state in ("due", "done")
            assert (row.still.file is not None) == (row.still.state == "done")
        assert self.list_needed() <= set(get_store().names())
        self.needed_at |= dict.fromkeys(self.list_needed(), self.now)


def come_back(house: House) -> None:
    House.come_back(house, TEXTS[0])


def come_back_while_it_goes(house: House) -> None:
    for text in TEXTS:
        House.plan_and_render(house, text)
    House.come_back_while_it_goes(house, TEXTS[0])


def give_the_same_picture_while_it_waits(house: House) -> None:
    for text in TEXTS:
        House.plan(house, text)
        House.tidy(house)
        House.render(house, shared=True)
    House.plan(house, TEXTS[0])


def tidy_soon(house: House) -> None:
    for text in TEXTS:
        House.plan_and_render(house, text)
        house.what_is_needed_is_there()
    for _ in range(2):
        House.tidy(house)
        House.pass_time(house, 1)


@pytest.fixture
def _own_stores(settings: Settings, tmp_path: Path) -> None:
    settings.PROOF_DAYS, settings.GRACE_DAYS = PROOF, GRACE
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_stores")
@pytest.mark.parametrize("order", [come_back, come_back_while_it_goes, give_the_same_picture_while_it_waits, tidy_soon])
def test_orders_in_which_a_guard_is_all_that_keeps_a_picture(order: Callable[[House], None]) -> None:
    """Chance finds them seldom: each of them fails where one guard is taken away."""
    house = House()
    try:
        order(house)
        house.what_is_needed_is_there()
    finally:
        house.teardown()


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_stores")
def test_in_any_order_nothing_needed_is_missing_and_nothing_else_stays() -> None:
    few = how(
        max_examples=6,
        stateful_step_count=8,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(House, settings=few)
