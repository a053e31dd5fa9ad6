"""/health: who asks learns whether players can be served, and nothing more."""

import logging
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from campaign.data.models import Release
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
