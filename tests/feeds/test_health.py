"""/health: who asks learns whether players can be served, and nothing more."""

import logging
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from campaign.data.models import Release
from campaign.feeds import health
from tests.factories.screens import make_screen


@pytest.mark.django_db
def test_before_the_first_release_it_is_ready() -> None:
    assert Release.objects.count() == 0
    response = Client().get("/health")
    assert (response.status_code, response.content, response["Cache-Control"]) == (200, b"ready\n", "no-store")


@pytest.mark.django_db
def test_with_a_release_it_is_ready_by_one_query(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_screen(tmp_path / "schedules")
    with CaptureQueriesContext(connection) as queries:
        response = Client().get("/health")
    assert (response.status_code, len(queries)) == (200, 1)


@pytest.mark.django_db
def test_while_the_database_is_silent_it_is_not_ready_and_says_no_more(log_lines: list[logging.LogRecord]) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("connection to server at “db”, user “campaign”, failed")

    with connection.execute_wrapper(fail):
        response = Client().get("/health")
    assert (response.status_code, response.content) == (503, b"not ready: no database\n")
    assert (response["Retry-After"], response["Cache-Control"]) == ("10", "no-store")
    assert [line.getMessage() for line in log_lines] == ["Service Unavailable: /health"]
    log_lines.clear()


@pytest.mark.django_db
def test_a_proxy_may_ask_for_headers_only() -> None:
    response = Client().head("/health")
    assert (response.status_code, response.content, response["Content-Length"]) == (200, b"", "6")


@pytest.mark.django_db
def test_alive_asks_for_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        response = Client().get("/health/live")
    assert (response.status_code, response.content, len(queries)) == (200, b"alive\n", 0)


@pytest.mark.django_db
def test_ready_is_asked_once_a_second_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "KEPT", 600.0)  # a second is over before a busy machine has asked so often
    health.forget()
    assert Client().get("/health/ready").content == b"ready\n"
    with CaptureQueriesContext(connection) as queries:
        assert [Client().get("/health/ready").status_code for _ in range(20)] == [200] * 20
    assert len(queries) == 0


@pytest.mark.django_db
def test_it_is_not_ready_before_the_tables_are_as_this_version_has_them(
    monkeypatch: pytest.MonkeyPatch, log_lines: list[logging.LogRecord]
) -> None:
    health.forget()
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: ["one to do"])
    response = Client(raise_request_exception=False).get("/health/ready")
    assert (response.status_code, response.content) == (503, b"not ready: no tables\n")
    log_lines.clear()


@pytest.mark.django_db
def test_it_is_not_ready_without_a_key_to_sign_with(
    settings: Settings, tmp_path: Path, log_lines: list[logging.LogRecord]
) -> None:
    health.forget()
    settings.SIGNING_KEY, settings.HOME = "no key", tmp_path
    response = Client(raise_request_exception=False).get("/health/ready")
    assert (response.status_code, response.content) == (503, b"not ready: no key\n")
    log_lines.clear()
