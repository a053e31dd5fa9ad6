"""docs/openapi.yaml says what feeds offer, and the product keeps it: schemathesis asks much of what it allows, and
holds each answer against it."""

import re
from io import BytesIO
from logging import LogRecord
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
import requests
import schemathesis
import yaml
from django.test import Client
from django.urls import resolve
from hypothesis import strategies as st
from pytest_django import Settings
from requests.adapters import HTTPAdapter
from schemathesis.checks import not_a_server_error
from urllib3 import HTTPResponse

from campaign.feeds.urls import urlpatterns
from campaign.playlists.formats import MEDIA_TYPES
from campaign.services import pace
from tests.factories.screens import Screen, make_screen

DOCUMENT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml").read_text(encoding="utf-8")
)
METHODS = ("get", "post", "put")
EXAMPLES = 6
"""For each address."""
SCHEMA: Any = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS: dict[str, Any] = {
    found.ok().definition.raw["operationId"]: found.ok() for found in SCHEMA.get_all_operations()
}


@pytest.fixture
def screen(db: None, tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def test_what_is_described_is_what_there_is() -> None:
    assert set(OPERATIONS) == {str(one.name) for one in urlpatterns}  # type: ignore[union-attr]


def test_every_path_leads_to_the_view_that_it_describes() -> None:
    for path, item in DOCUMENT["paths"].items():
        operation = next(item[method] for method in METHODS if method in item)
        filled = path.replace("{kind}", "json").replace("/media/{name}", f"/media/{'0' * 64}.png")
        assert resolve(re.sub(r"\{\w+\}", "x", filled)).url_name == operation["operationId"]


def test_every_format_is_described() -> None:
    assert DOCUMENT["components"]["parameters"]["kind"]["schema"]["enum"] == list(MEDIA_TYPES)
    described = DOCUMENT["paths"]["/feeds/{token}/playlist.{kind}"]["get"]["responses"]["200"]["content"]
    assert set(described) == {kind.partition(";")[0] for kind in MEDIA_TYPES.values()}


def test_everything_that_is_allowed_is_answered_as_described(screen: Screen, log_lines: list[LogRecord]) -> None:
    """Of the player's own address, and of one that is nobody's."""
    still = screen.ana.still.file
    assert still is not None
    for name, operation in OPERATIONS.items():
        ask_all(operation, {"token": screen.token, "name": still.name if name == "media" else "1"})
    log_lines.clear()  # Django notes each 503


def ask_all(operation: Any, real: dict[str, str]) -> None:
    """The same questions at every run."""

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    @hypothesis.given(case=operation.as_strategy(), known=st.booleans())
    def ask(case: Any, known: bool) -> None:
        pace.forget()
        if known:
            case.path_parameters |= {name: value for name, value in real.items() if name in case.path_parameters}
        answer = send(case)
        assert answer.status_code in (503, *range(200, 500))  # 503: a loop that is not joined yet
        case.validate_response(answer, excluded_checks=[not_a_server_error])

    ask()


def send(case: Any) -> requests.Response:
    """To the product in this process; its answer as from the network."""
    asked = requests.Request(**case.as_transport_kwargs(base_url="http://localhost")).prepare()
    parts = urlsplit(str(asked.url))
    headers = {name: value for name, value in asked.headers.items() if name not in ("Content-Length", "Content-Type")}
    got: Any = Client(raise_request_exception=False).generic(
        str(asked.method),
        parts.path,
        asked.body or b"",
        content_type=asked.headers.get("Content-Type", ""),
        query_string=parts.query,
        headers={**headers, "Host": "localhost"},
    )
    body = b"".join(got.streaming_content) if got.streaming else got.content
    raw = HTTPResponse(BytesIO(body), headers=dict(got.headers), status=got.status_code, preload_content=False)
    return HTTPAdapter().build_response(asked, raw)
