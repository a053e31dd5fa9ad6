"""Releases in the studio: proposed by one lead, let out by another, now or at a moment, called off, gone back to."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import Release
from campaign.services import content, players
from tests.factories.rows import make_material, make_person, make_version
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.values import make_channel, make_item
from tests.studio.test_flights import read, send, type_flight

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings, db: None) -> Path:
    settings.SCHEDULES_FOLDER = write_schedules(tmp_path / "schedules")
    content.import_channels({"tram": make_channel()})
    make_material(state="approved")
    make_material(make_version(make_item("boris", text="Борис пее")), state="approved")
    players.create(channel="tram", name="Трамвай 4")
    return tmp_path / "schedules"


@pytest.fixture
def second(sign_in: SignIn) -> Client:
    """Another lead."""
    make_person("lead", name="second")
    return sign_in("second")


def propose(client: Client, why: str = "Седмицата на четенето") -> int:
    answer = send(client, "propose", why=why)
    assert answer.status_code == 302
    return int(answer.headers["Location"].rpartition("/")[2])


def let_out(client: Client, number: int, **data: str) -> int:
    return int(send(client, "let-out", number, **{"when": "now", **data}).status_code)


def make_current(lead: Client, second: Client) -> int:
    number = propose(lead)
    assert let_out(second, number) == 302
    return number


def test_one_proposes_with_a_reason_and_another_lets_it_out(sign_in: SignIn, second: Client) -> None:
    lead = sign_in("lead")
    assert "Propose it" in read(lead, "propose")
    number = propose(lead)
    page = read(lead, "release", number)
    said = ("You proposed it, so another lead lets it out.", "Седмицата на четенето", "Call it off")
    assert [text for text in said if text not in page] == []
    assert reverse("let-out", args=[number]) not in page
    assert reverse("let-out", args=[number]) in read(second, "release", number)
    assert "1 screen follows it." in read(second, "let-out", number)
    assert let_out(second, number) == 302
    assert "On the screens" in read(sign_in("operator"), "releases")
    row = Release.objects.get()
    assert row.released_by is not None
    assert (row.proposed_by.username, row.released_by.username, row.starts_at) == ("lead", "second", None)


def test_a_proposal_without_a_reason_is_refused(sign_in: SignIn) -> None:
    answer = send(sign_in("lead"), "propose", why="  ")
    assert (answer.status_code, "The reason is missing." in answer.content.decode()) == (409, True)
    assert not Release.objects.exists()


def test_what_changes_is_told_in_plays_a_day_beside_what_plays(sign_in: SignIn, second: Client, folder: Path) -> None:
    lead = sign_in("lead")
    assert "until now only the fallback plays" in read(lead, "propose")
    make_current(lead, second)
    assert "the screens would show the same" in read(lead, "propose")
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: 100"))
    for page in (read(lead, "propose"), read(lead, "release", propose(lead))):
        assert [text in page for text in ("What changes, beside release 1", "3510 → 7020", "3510 → 0")] == [True] * 3
    back = read(lead, "release", 1, beside="2")
    assert [text in back for text in ("What changes, beside release 2", "7020 → 3510")] == [True, True]
    read(lead, "release", 1, beside="77", status=404)
    assert "beside release" not in read(lead, "release", 1, beside="²")


def test_nothing_new_makes_no_new_release(sign_in: SignIn, second: Client) -> None:
    number = make_current(sign_in("lead"), second)
    assert propose(second) == number
    assert Release.objects.count() == 1


def test_it_is_let_out_for_a_moment_and_called_off_before_it(sign_in: SignIn, second: Client, folder: Path) -> None:
    lead = sign_in("lead")
    make_current(lead, second)
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: 30"))
    number = propose(lead)
    at = timezone.localtime(timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    assert let_out(second, number, when="at", at=at.strftime("%Y-%m-%dT%H:%M")) == 302
    assert Release.objects.get(number=number).starts_at == at
    page = read(lead, "releases")
    assert [text in page for text in ("Takes over later", "On the screens")] == [True, True]
    assert send(lead, "call-off", number, why="").status_code == 409
    assert send(lead, "call-off", number, why="Изборите се отлагат.").status_code == 302
    page = read(lead, "release", number)
    assert [text in page for text in ("Called off", "Изборите се отлагат.")] == [True, True]
    assert [text in read(lead, "releases") for text in ("Takes over later", "Изборите се отлагат.")] == [False, True]


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-02-30T10:00", "0001-01-01T00:00", "2020-01-01T10:00"])
def test_a_moment_that_cannot_be_is_told_and_what_was_typed_stays(typed: str, sign_in: SignIn, second: Client) -> None:
    number = propose(sign_in("lead"))
    answer = send(second, "let-out", number, when="at", at=typed)
    assert (answer.status_code, f'value="{typed}"' in answer.content.decode()) == (409, True)
    assert Release.objects.get().released_at is None


def test_a_time_that_the_clocks_skip_is_none(sign_in: SignIn, second: Client) -> None:
    number = propose(sign_in("lead"))
    answer = send(second, "let-out", number, when="at", at="2027-03-28T03:30")
    assert (answer.status_code, "The clocks skip this time" in answer.content.decode()) == (409, True)


def test_an_earlier_release_plays_again_under_a_new_number(sign_in: SignIn, second: Client, folder: Path) -> None:
    lead = sign_in("lead")
    first = make_current(lead, second)
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: 30"))
    make_current(lead, second)
    assert reverse("roll-back", args=[first]) in read(lead, "release", first)
    assert send(lead, "roll-back", first, why="").status_code == 409
    assert send(lead, "roll-back", first, why="Сгрешен дял.").status_code == 302
    newest = Release.objects.order_by("-number")[0]
    assert (newest.number, newest.back_to_id) == (3, Release.objects.get(number=first).pk)
    assert "Plays release 1 again" in read(lead, "releases")


def test_conflicts_stand_beside_a_proposal_and_errors_keep_it_in(sign_in: SignIn, second: Client) -> None:
    lead = sign_in("lead")
    assert send(lead, "add-flight", **type_flight(amount="80", since="2026-01-01")).status_code == 302
    number = propose(lead)
    page = read(second, "release", number)
    assert '<li class="error">' in page
    assert "Нови съседи" in page  # flights are called by their titles
    answer = send(second, "let-out", number, when="now")
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (409, True)


def test_an_act_that_does_not_fit_leads_back(sign_in: SignIn, second: Client) -> None:
    lead = sign_in("lead")
    number = propose(lead)
    assert send(lead, "let-out", number, when="now").headers["Location"] == reverse("release", args=[number])
    assert send(lead, "roll-back", number, why="x").status_code == 302
    assert let_out(second, number) == 302
    assert send(lead, "call-off", number, why="x").status_code == 302
    assert [row.called_off_at for row in Release.objects.all()] == [None]


@pytest.mark.parametrize("role", ["staff", "designer", "operator"])
def test_others_read_and_let_nothing_out(role: str, sign_in: SignIn) -> None:
    number = propose(sign_in("lead"))
    client = sign_in(role)
    page = read(client, "release", number)
    assert [name for name in ("let-out", "call-off", "roll-back") if reverse(name, args=[number]) in page] == []
    codes = [send(client, name, number, why="x").status_code for name in ("let-out", "call-off", "roll-back")]
    assert [*codes, send(client, "propose", why="x").status_code] == [403] * 4
    assert Release.objects.get().released_at is None


def test_broken_files_are_told_where_a_release_is_proposed(sign_in: SignIn, folder: Path) -> None:
    write_schedules(folder, flights=FLIGHTS.replace("until: 2099-12-31", "until: 2099-02-31"))
    page = read(sign_in("lead"), "propose")
    assert "schedules/flights.yaml" in page
    assert send(sign_in("lead"), "propose", why="x").status_code == 409


def test_a_release_that_never_was_is_not_found(sign_in: SignIn) -> None:
    for number in (7, 10**30):
        read(sign_in("lead"), "release", number, status=404)
