"""Who is asked about a withdrawal, who answers, and what the polls of players tell."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from campaign.data.models import Acknowledgement, Player, Release, Withdrawal
from campaign.playlists.formats import MEDIA_TYPES
from campaign.services import acknowledgements, content, hearing, players, publishing, releases, standing, withdrawals
from campaign.spec.errors import NotAllowed
from tests.factories.rows import NOON, make_material, make_person, make_version
from tests.factories.schedules import write_schedules
from tests.factories.screens import Screen, make_screen
from tests.factories.values import make_channel, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def stop(scope: str = "item", ref: str = "together/ana", *, days: int = 0) -> Withdrawal:
    person = make_person("staff") if scope == "item" else make_person("lead")
    return withdrawals.withdraw(scope=scope, ref=ref, by=person, why="Съгласие", now=NOON + timedelta(days=days))


def list_asked(withdrawal: Withdrawal) -> list[str]:
    return sorted(row.player.name for row in withdrawal.acknowledgements.select_related("player"))


def poll(screen: Screen, *, seconds: float = 60, kind: str = "json", fetched: bool = True, token: str = "") -> None:
    at, token = NOON + timedelta(seconds=seconds), token or screen.token
    served = publishing.playlist_for(token, at=at, kind=kind, base_url="http://media.example", fetched=fetched)
    assert served is not None


def read_polled() -> float | None:
    """Seconds after noon at which the first player fetched without it."""
    at = Acknowledgement.objects.get(player__name="Трамвай 4").polled_at
    return None if at is None else (at - NOON).total_seconds()


def read_seen(name: str = "Трамвай 4") -> float | None:
    at = Player.objects.get(name=name).seen_at
    return None if at is None else (at - NOON).total_seconds()


@pytest.mark.parametrize(("scope", "ref"), [("item", "together/ana"), ("campaign", "together"), ("everything", "")])
def test_players_whose_channel_shows_it_are_asked(screen: Screen, scope: str, ref: str) -> None:
    content.import_channels({"metro": make_channel("metro")})
    players.create(channel="metro", name="Метро")
    players.revoke(players.create(channel="tram", name="Стар").player, now=NOON)
    assert list_asked(stop(scope, ref)) == ["Трамвай 4"]


def test_a_material_asks_as_its_item_does(screen: Screen) -> None:
    assert list_asked(stop("material", str(screen.ana.pk))) == ["Трамвай 4"]


SHORT = """
flights:
  - {id: together, campaign: together, channels: [tram], since: 2026-11-23, until: 2026-11-24, share: 50}
fallbacks: {tram: [together/project]}
"""


@pytest.mark.parametrize(("days", "asked"), [(-7, 0), (-6, 1), (0, 1), (8, 1), (9, 0)])
def test_seven_days_back_and_ahead_count(screen: Screen, days: int, asked: int) -> None:
    """It ran on two days, and was the fallback of none."""
    release(screen, SHORT)
    Release.objects.filter(number=1).update(released_at=NOON - timedelta(days=40))
    Release.objects.filter(number=2).update(released_at=NOON - timedelta(days=30))
    assert len(list_asked(stop(days=days))) == asked


@pytest.mark.parametrize(("days", "asked"), [(6, 1), (8, 0)])
def test_what_an_earlier_release_showed_counts_as_long_as_players_may_go_on_with_it(
    screen: Screen, days: int, asked: int
) -> None:
    release(screen, SHORT.replace("campaign: together", "item: together/boris"))
    Release.objects.filter(number=1).update(released_at=NOON - timedelta(days=30))
    Release.objects.filter(number=2).update(released_at=NOON)
    assert len(list_asked(stop(days=days))) == asked


def release(screen: Screen, flights: str) -> None:
    make_material(make_version(make_item("project")), state="approved")
    write_schedules(screen.folder, flights=flights)
    proposal = releases.propose(by=make_person("lead"), now=NOON, schedules=screen.folder, why="Пролет")
    releases.release(proposal.row, by=make_person("lead", name="second"), now=NOON)


def test_doing_it_again_asks_once(screen: Screen) -> None:
    assert stop() == stop()
    assert Acknowledgement.objects.count() == 1


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_the_first_fetch_of_any_format_is_noted_and_stays(screen: Screen, kind: str) -> None:
    poll(screen, seconds=0, kind=kind)
    stop()
    assert read_polled() is None
    poll(screen, seconds=60, kind=kind)
    poll(screen, seconds=120, kind=kind)
    assert read_polled() == 60


def test_headers_alone_are_no_fetch(screen: Screen) -> None:
    stop()
    poll(screen, fetched=False)
    assert (read_polled(), read_seen()) == (None, 60)


def test_a_fetch_of_a_second_withdrawal_is_noted_by_itself(screen: Screen) -> None:
    first = stop()
    poll(screen, seconds=60)
    second = stop(ref="together/boris")
    assert [list_polled(row) for row in (first, second)] == [[60.0], [None]]
    poll(screen, seconds=90)
    assert [list_polled(row) for row in (first, second)] == [[60.0], [90.0]]


def list_polled(withdrawal: Withdrawal) -> list[float | None]:
    moments = withdrawal.acknowledgements.values_list("polled_at", flat=True)
    return [None if at is None else (at - NOON).total_seconds() for at in moments]


def test_a_lifted_withdrawal_asks_no_more(screen: Screen) -> None:
    withdrawal = stop()
    withdrawals.lift(withdrawal, by=make_person("staff"), now=NOON)
    poll(screen)
    assert list_polled(withdrawal) == [None]
    with pytest.raises(NotAllowed):
        confirm(withdrawal)


def test_a_fetch_while_a_change_comes_in_between_proves_nothing(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list under the older stamp may have been built before it."""
    stop()
    publishing.forget()
    stamps = iter([1, 1, 3, 3, 3, 3])
    monkeypatch.setattr(standing, "read_stamp", lambda: next(stamps))
    poll(screen, seconds=60)
    assert read_polled() is None
    poll(screen, seconds=61)
    assert read_polled() == 61


@pytest.mark.parametrize(("polls", "seen"), [((0, 30), 0), ((0, 59.9), 0), ((0, 60), 60), ((0, 50, 65), 65)])
def test_a_player_is_written_once_a_minute_at_most(screen: Screen, polls: tuple[float, ...], seen: float) -> None:
    for seconds in polls:
        poll(screen, seconds=seconds)
    assert read_seen() == seen


def test_another_process_writes_a_player_once_a_minute_too(screen: Screen) -> None:
    poll(screen, seconds=0)
    hearing.forget()  # as a second process has heard of nobody yet
    poll(screen, seconds=30)
    assert read_seen() == 0


def test_who_is_heard_of_right_after_another_is_written_with_the_next(screen: Screen) -> None:
    second = players.create(channel="tram", name="Трамвай 5").token
    poll(screen, seconds=0)
    poll(screen, seconds=2, token=second)
    assert (read_seen("Трамвай 4"), read_seen("Трамвай 5")) == (0, None)
    poll(screen, seconds=4.9)
    assert read_seen("Трамвай 5") is None
    poll(screen, seconds=5)
    assert (read_seen("Трамвай 4"), read_seen("Трамвай 5")) == (0, 0)


def test_a_poll_of_one_that_is_known_writes_nothing(screen: Screen) -> None:
    stop()
    poll(screen, seconds=0)
    with CaptureQueriesContext(connection) as queries:
        poll(screen, seconds=1)
    assert len(queries) == 1


def test_what_could_not_be_written_is_written_later(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    stop()

    def fail(*args: object, **named: object) -> int:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(QuerySet, "update", fail)
        poll(screen, seconds=0)
    assert (read_polled(), read_seen()) == (None, None)
    poll(screen, seconds=5)
    assert (read_polled(), read_seen()) == (5, 0)


def test_a_clock_that_was_put_back_is_no_reason_to_hear_nothing(screen: Screen) -> None:
    poll(screen, seconds=7200)
    Player.objects.update(seen_at=None)
    poll(screen, seconds=0)
    assert read_seen() == 0


def confirm(withdrawal: Withdrawal, *, by: str = "operator", seconds: float = 0) -> int:
    rows = list(withdrawal.acknowledgements.values_list("player", flat=True))
    at = NOON + timedelta(seconds=seconds)
    return acknowledgements.confirm(withdrawal, players=rows, by=make_person(by), now=at)


def test_the_first_confirmation_stays_with_its_person_and_time(screen: Screen) -> None:
    withdrawal = stop()
    assert (confirm(withdrawal, seconds=5), confirm(withdrawal, by="administrator", seconds=9)) == (1, 0)
    row = withdrawal.acknowledgements.get()
    assert row.confirmed_by is not None
    assert (row.confirmed_by.username, row.confirmed_at) == ("operator", NOON + timedelta(seconds=5))


@pytest.mark.parametrize("role", ["staff", "lead", "designer"])
def test_only_operators_confirm(screen: Screen, role: str) -> None:
    withdrawal = stop()
    with pytest.raises(NotAllowed):
        confirm(withdrawal, by=role)
    assert withdrawal.acknowledgements.get().confirmed_at is None


def test_a_confirmation_reaches_no_other_withdrawal(screen: Screen) -> None:
    first, second = stop(), stop(ref="together/boris")
    confirm(first)
    assert [row.acknowledgements.get().confirmed_at is None for row in (first, second)] == [False, True]
