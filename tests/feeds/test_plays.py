"""/feeds/<token>/plays and playlogs, as players send them."""

import json
import logging
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from campaign.data.models import Play, Player, PlayReach, PlayRefusal, PlayTotal
from campaign.data.plays import count_played
from campaign.services import players, withdrawals
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=5)


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    made = make_screen(tmp_path / "schedules")
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    return made


def make_play(screen: Screen, after: float = 0, **changes: Any) -> dict[str, Any]:
    """A play of Boris so many seconds after noon; Ana is the channel's fallback too."""
    start = (NOON + timedelta(seconds=after)).isoformat()
    return {"id": f"at {after}", "material": str(screen.boris.pk), "start": start, "seconds": 10.0, **changes}


def send(token: str, *plays: Any) -> HttpResponse:
    body = json.dumps({"plays": plays})
    response = Client(enforce_csrf_checks=True).post(
        f"/feeds/{token}/plays", body, content_type="application/json", headers={"Origin": "https://player.example"}
    )
    assert isinstance(response, HttpResponse)
    return response


def judge(token: str, *plays: Any) -> list[tuple[str, str, float]]:
    """Status, reason and seconds of each row, in their order."""
    response = send(token, *plays)
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (200, "*")
    results = json.loads(response.content)["results"]
    assert [one["id"] for one in results] == [play["id"] for play in plays]
    return [(one["status"], one["reason"], one["seconds"]) for one in results]


def count_refused() -> dict[str, int]:
    return dict(PlayRefusal.objects.values_list("reason", "count"))


def test_each_row_is_accepted_or_refused_alone(screen: Screen) -> None:
    rows = (
        make_play(screen),
        make_play(screen, 10, seconds=3600),
        make_play(screen, 20, material="999"),
        make_play(screen, 5 * 3600 + 300),
        make_play(screen, -31 * 86400),
        make_play(screen, 30, start="soon"),
        make_play(screen, 11, id="again", seconds=5),
    )
    assert judge(screen.token, *rows) == [
        ("accepted", "", 10.0),
        ("accepted", "", 10.0),
        ("refused", "unknown", 0),
        ("refused", "future", 0),
        ("refused", "ancient", 0),
        ("refused", "invalid", 0),
        ("refused", "overlapping", 0),
    ]
    assert count_refused() == {"unknown": 1, "future": 1, "ancient": 1, "invalid": 1, "overlapping": 1}


def test_a_row_is_kept_with_all_that_a_report_needs(screen: Screen) -> None:
    judge(screen.token, {**make_play(screen), "screen": "left"})
    row = Play.objects.get()
    assert (row.campaign, row.item, row.language, row.flight, row.channel) == (
        "together",
        "boris",
        "bg",
        "together",
        "tram",
    )
    assert (row.release, row.day, row.started_at, row.seconds, row.whole) == (1, NOON.date(), NOON, 10.0, True)
    assert (row.name, row.screen, row.material) == ("at 0", "left", str(screen.boris.pk))


def test_rows_that_come_late_twice_and_in_any_order_count_once(screen: Screen) -> None:
    rows = [make_play(screen, 10 * place) for place in range(12)]
    judge(screen.token, *reversed(rows[4:]))
    assert judge(screen.token, *rows) == [("accepted", "", 10.0)] * 4 + [("known", "known", 10.0)] * 8
    assert judge(screen.token, *rows, rows[0]) == [("known", "known", 10.0)] * 13
    assert (Play.objects.count(), count_refused(), count_played()) == (12, {"known": 21}, {"together": 12})
    total = PlayTotal.objects.get(flight="together")
    assert (total.day, total.channel, total.campaign, total.item, total.language) == (
        NOON.date(),
        "tram",
        "together",
        "boris",
        "bg",
    )
    assert (total.played, total.seconds) == (12, 120.0)


def test_screens_are_counted_once_a_day_for_each_flight(screen: Screen) -> None:
    Player.objects.update(screens=3)
    for name in ("left", "right", "left"):
        for second in (0, 10):
            judge(screen.token, make_play(screen, second, id=f"{name} {second}") | {"screen": name})
    judge(screen.token, make_play(screen, 4 * 3600) | {"screen": "left"})
    other = players.create(channel="tram", name="Another").token
    judge(other, make_play(screen, 40), make_play(screen, 60))
    assert {(row.day.day, row.flight, row.screens) for row in PlayReach.objects.all()} == {(23, "together", 3)}


def test_what_was_withdrawn_is_refused_and_noticed(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    withdrawals.withdraw(scope="item", ref="together/boris", by=make_person("lead"), why="test", now=NOON)
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    assert judge(screen.token, make_play(screen, 60), make_play(screen, 600)) == [
        ("accepted", "", 10.0),
        ("refused", "withdrawn", 0),
    ]


def test_a_play_by_the_release_before_counts_for_a_player_without_a_network(screen: Screen) -> None:
    screen.release(share=40)
    assert judge(screen.token, make_play(screen, 60)) == [("accepted", "", 10.0)]


def test_a_strange_or_revoked_token_learns_nothing(screen: Screen) -> None:
    strange = send("strange", make_play(screen))
    player = Player.objects.get()
    players.revoke(player, now=LATER)
    revoked = send(screen.token, make_play(screen))
    assert (strange.status_code, strange.content) == (revoked.status_code, revoked.content) == (404, b"Not found\n")
    assert send("strange").content == Client().get("/feeds/strange/playlist.json").content
    assert (Play.objects.count(), count_refused()) == (0, {})


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"[]", 400), (b'{"plays": [', 400), (b"\xff\xfe", 400), (b"", 400), (b" " * 256_001, 413)],
)
def test_what_is_no_report_is_told_so(screen: Screen, body: bytes, status: int) -> None:
    response = Client().post(f"/feeds/{screen.token}/plays", body, content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (status, "text/plain; charset=utf-8")


def test_only_a_post_is_taken_and_any_page_may_ask(screen: Screen) -> None:
    asked = Client().options(f"/feeds/{screen.token}/plays")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "POST, OPTIONS")
    assert Client().get(f"/feeds/{screen.token}/plays").status_code == 405


def test_a_busy_database_lets_the_player_keep_its_rows(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, log_lines: list[logging.LogRecord]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("campaign.services.plays._take", fail)
    response = send(screen.token, make_play(screen))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    # who reads logs must not learn by what a player proves itself
    assert [record.getMessage() for record in log_lines] == ["Service Unavailable: /feeds/…/plays"]
    log_lines.clear()


def put_log(screen: Screen, *plays: tuple[int, datetime, datetime], name: str = "1") -> HttpResponse:
    body = write_log(*plays)
    response = Client().put(f"/feeds/{screen.token}/playlog-{name}.xml", body, content_type="application/xml")
    assert isinstance(response, HttpResponse)
    return response


def write_log(*plays: tuple[int, datetime, datetime]) -> str:
    rows = "".join(
        f"<contentPlayed><contentId>{material}</contentId><startTime>{start.isoformat()}</startTime>"
        f"<endTime>{end.isoformat()}</endTime></contentPlayed>"
        for material, start, end in plays
    )
    return f'<report><player id="4a6f"><contentPlayLog>{rows}</contentPlayLog></player></report>'


def test_a_playlog_counts_once_however_often_it_is_put(screen: Screen) -> None:
    plays = [
        (screen.boris.pk, NOON + timedelta(seconds=at), NOON + timedelta(seconds=at + 10)) for at in range(0, 600, 10)
    ]
    for name in ("1", "2"):
        assert put_log(screen, *plays, name=name).status_code == 204
    assert (count_played(), count_refused()) == ({"together": 60}, {"known": 60})
    assert set(Play.objects.values_list("screen", flat=True)) == {"4a6f"}


def test_a_playlog_that_cannot_be_read_is_taken_and_counted(screen: Screen) -> None:
    response = Client().put(f"/feeds/{screen.token}/playlog-x.xml", b"<report>", content_type="application/xml")
    assert (response.status_code, count_refused()) == (204, {"invalid": 1})
    assert Client().put("/feeds/strange/playlog-x.xml", b"<report/>").status_code == 404


def test_a_playlog_that_comes_in_chunks_counts(screen: Screen) -> None:
    log = write_log((screen.boris.pk, NOON, NOON + timedelta(seconds=10)))
    chunks = {"wsgi.input": BytesIO(log.encode()), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    address = f"/feeds/{screen.token}/playlog-1.xml"
    response = Client().generic("PUT", address, **chunks)  # type: ignore[arg-type]
    assert (response.status_code, Play.objects.count()) == (204, 1)


def test_large_playlogs_slow_down_who_sends_them_alone(screen: Screen) -> None:
    other = players.create(channel="tram", name="Трамвай 5").token
    log = b"<log>" + b" " * 7_900_000 + b"</log>"
    answers = [Client().put(f"/feeds/{screen.token}/playlog-{number}.xml", log).status_code for number in range(5)]
    assert (answers, Client().put(f"/feeds/{other}/playlog-1.xml", log).status_code) == ([204] * 4 + [429], 204)
