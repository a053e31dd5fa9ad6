"""The page of reports, and its files."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from campaign.playlists.proof import Row
from campaign.services import plays
from campaign.spec.spans import Span
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db
DAY = "since=2026-11-23&until=2026-11-23"


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Boris was shown six times."""
    settings.STORE = f"file:{tmp_path / 'store'}"
    made = make_screen(tmp_path / "schedules")
    now = NOON + timedelta(minutes=10)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    starts = [NOON + timedelta(minutes=place) for place in range(6)]
    rows = [Row(str(at), str(made.boris.pk), Span(at, at + timedelta(seconds=10))) for at in starts]
    plays.take(made.token, (*rows, rows[0]), now=now)
    return made


def ask(role: str, address: str, *, organisation: str = "ngo") -> HttpResponse:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_person(role, name=f"{role} of {organisation}", organisation=organisation))
    response = client.get(address)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize("role", ["staff", "lead", "operator", "administrator"])
def test_the_page_tells_what_was_planned_and_shown(screen: Screen, role: str) -> None:
    response = ask(role, f"/reports?{DAY}")
    assert response.status_code == 200
    page = response.content.decode()
    for words in (
        "of 30 planned",
        "20\N{NO-BREAK SPACE}%",
        "together",
        "Ana reads first",
        "Reported twice",
        "50 % of the loop",
    ):
        assert words in page


def test_other_organisations_see_their_own_alone(screen: Screen) -> None:
    page = ask("lead", f"/reports?{DAY}", organisation="others").content.decode()
    assert ("Ana reads first" in page, "Nothing was planned or played in this time." in page) == (False, True)
    assert ask("lead", f"/reports?{DAY}&campaign=together", organisation="others").status_code == 400


def test_designers_have_no_reports(screen: Screen) -> None:
    for address in ("/reports", "/reports/plays.csv"):
        assert ask("designer", address).status_code == 403
        assert Client().get(address).status_code == 302


def test_files_are_the_same_report(screen: Screen) -> None:
    table = ask("lead", f"/reports/plays.csv?{DAY}&campaign=together")
    assert table["Content-Disposition"] == 'attachment; filename="plays-together-2026-11-23-2026-11-23.csv"'
    assert table.content.decode().splitlines()[1].startswith("together,tram,2026-01-01,2099-12-31,30,6,0.2,")
    book = openpyxl.load_workbook(io.BytesIO(ask("lead", f"/reports/plays.xlsx?{DAY}").content))
    assert [cell.value for cell in book["Flights"][2]][4:6] == [30, 6]
    paper = ask("lead", f"/reports/plays.pdf?{DAY}")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("query", ["since=2026-02-31", "since=x&until=y", "until=9999-12-31", "channel=", "campaign="])
def test_what_cannot_be_understood_is_the_last_month(screen: Screen, query: str) -> None:
    assert ask("lead", f"/reports?{query}").status_code == 200


@pytest.mark.parametrize("query", ["since=2026-11-23&until=2026-11-01", "channel=nowhere", "campaign=nobody"])
def test_what_cannot_be_reported_is_said_in_words(screen: Screen, query: str) -> None:
    for address in ("/reports", "/reports/plays.pdf"):
        response = ask("lead", f"{address}?{query}")
        assert response.status_code == 400


def test_the_page_is_small_and_has_no_inline_styles(screen: Screen) -> None:
    page = ask("lead", "/reports?since=2026-10-01&until=2026-11-23").content.decode()
    assert (' style="' in page, len(page) < 60_000) == (False, True)
