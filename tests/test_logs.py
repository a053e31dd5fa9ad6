"""No line of any log holds what people wrote, who they are, or what a player proves itself by."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as product
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from campaign.adapters.log_lines import JsonLines, PlainLines
from campaign.data.models import Organisation, Rendering
from campaign.feeds.watching import Watch, find_id
from campaign.services import consents, players
from campaign.spec.consent import Consent
from tests.factories.rows import PASSWORD, make_channel, make_consent, make_material, make_person, make_version
from workers.telling import tell_render

SENTINELS = ("Сентинелова", "sentinel", "s3nt1nel", PASSWORD)
"""Parts of a name, an address, a story and a secret."""


class Both:
    """Everything that is logged, as both kinds of lines would write it."""

    def __init__(self) -> None:
        self.text = io.StringIO()
        self.handlers = [logging.StreamHandler(self.text) for _ in range(2)]
        for handler, form in zip(self.handlers, (JsonLines(), PlainLines()), strict=True):
            handler.setFormatter(form)

    def read(self) -> str:
        return self.text.getvalue()


@pytest.fixture
def logs(log_lines: list[logging.LogRecord]) -> Iterator[Both]:
    both, root, ours, libraries = (
        Both(),
        logging.getLogger(),
        logging.getLogger("campaign"),
        logging.getLogger("django"),
    )
    before = root.level, ours.level, libraries.level
    for handler in both.handlers:
        root.addHandler(handler)
    for logger in (root, ours, libraries):
        logger.setLevel(logging.INFO)
    yield both
    for handler in both.handlers:
        root.removeHandler(handler)
    for logger, level in zip((root, ours, libraries), before, strict=True):
        logger.setLevel(level)
    log_lines.clear()


def log_error(logger: str, error: BaseException) -> str:
    """As the JSON line of an exception."""
    try:
        raise error
    except BaseException as raised:
        record = logging.LogRecord(logger, logging.ERROR, __file__, 1, "Broke: %s", ("sentinel",), None)
        record.exc_info = type(raised), raised, raised.__traceback__
    return JsonLines().format(record)


@pytest.mark.django_db
def test_whatever_visitors_players_and_workers_do_no_log_tells_of_whom(logs: Both) -> None:
    staff = make_person("staff", name="sentinel-user")
    version = make_version()
    consent = make_consent(version, Consent(person="Мария Сентинелова", shown_as="sentinel"), slug="c-1")
    make_channel("tram")
    token = players.create(channel="tram", name="sentinel door").token
    visitor = Client(raise_request_exception=False)
    visitor.post("/sign-in", {"username": "sentinel-user", "password": "s3nt1nel"})
    visitor.post("/forgot", {"email": "sentinel@example.org"})
    visitor.get(f"/feeds/{token}-s3nt1nel/playlist.json")
    visitor.get("/invitation/s3nt1nel", headers={"User-Agent": "sentinel", "X-Request-Id": "sentinel sentinel"})
    visitor.get(f"/feeds/{token}/playlist.json")
    visitor.post(f"/feeds/{token}/plays", {"sentinel": 1}, content_type="application/json")
    visitor.post(f"/feeds/{token}/heartbeat", {"error": "s3nt1nel"}, content_type="application/json")
    visitor.force_login(staff)
    visitor.get("/stories?search=Сентинелова")
    visitor.get(f"/consents/{consent.pk}")
    visitor.post("/consents", {"person": "Сентинелова"})
    consents.show(consent, by=staff, now=timezone.now(), today=timezone.localdate())
    material = make_material()
    with tell_render(material.still_id):
        Rendering.objects.filter(pk=material.still_id).update(error={"message": "s3nt1nel"})
    text = logs.read()
    assert '"event": "request"' in text
    assert '"route": "playlist"' in text
    assert '"event": "render"' in text
    assert [one for one in (*SENTINELS, token) if one in text] == []


@pytest.mark.django_db
def test_an_error_tells_its_kind_and_its_way_and_no_value(logs: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: object, **__: object) -> None:
        person = "Мария Сентинелова"
        raise ValueError(f"{person} s3nt1nel")

    monkeypatch.setattr("campaign.studio.views.home.render", break_off)
    client = Client(raise_request_exception=False)
    client.force_login(make_person("staff"))
    assert client.get("/?search=sentinel").status_code == 500
    text = logs.read()
    assert "ValueError" in text
    assert "campaign/studio/views/home.py" in text
    assert [one for one in SENTINELS if one in text] == []


def fail_for_a_row() -> None:
    try:
        with transaction.atomic():
            Organisation.objects.create(slug="sentinel", name="b")
    except IntegrityError as error:
        raise RuntimeError("sentinel") from error


@pytest.mark.django_db
def test_what_led_to_an_error_is_told_without_its_words_too() -> None:
    Organisation.objects.create(slug="sentinel", name="a")
    with pytest.raises(RuntimeError) as caught:
        fail_for_a_row()
    told = json.loads(log_error("django.request", caught.value))
    assert [one["kind"] for one in told["error"]] == ["RuntimeError", "IntegrityError", "IntegrityError"]
    assert "sentinel" not in json.dumps(told)
    assert product.PROJECT.as_posix() not in json.dumps(told)


def test_of_others_messages_only_the_pattern_and_numbers_are_told() -> None:
    def write(message: str, *args: object) -> str:
        return str(
            json.loads(JsonLines().format(logging.LogRecord("lib", 30, "/x/a.py", 7, message, args, None)))["event"]
        )

    assert write("sent %s to %s in %d s", "letter", "sentinel@example.org", 3) == "sent %s to %s in %d s 3"
    assert write("sent to sentinel@example.org") == "a:7"
    assert write("%(name)s[%(id)s] got %(args)s", {"name": "stills.render", "id": "1f", "args": "sentinel"}).endswith(
        "stills.render 1f"
    )


def test_a_request_is_called_as_the_proxy_calls_it_and_as_nobody_else(settings: Settings) -> None:
    request = HttpRequest()
    request.META["HTTP_X_REQUEST_ID"] = "0123456789abcdef"
    assert find_id(request) != "0123456789abcdef"
    settings.BEHIND_PROXY = True
    assert find_id(request) == "0123456789abcdef"
    request.META["HTTP_X_REQUEST_ID"] = 'forged"} {"level'
    assert find_id(request).isalnum()


@pytest.mark.django_db
def test_a_line_a_request_is_one_object_with_its_time_and_route(logs: Both) -> None:
    before = timezone.now() - timedelta(seconds=1)
    watch = Watch(lambda request: Client().get("/health"))  # type: ignore[arg-type, return-value]
    assert watch.logs
    Client().get("/health/live")
    line = json.loads(next(line for line in logs.read().splitlines() if line.startswith("{")))
    assert (line["event"], line["route"], line["method"], line["status"]) == ("request", "live", "GET", 200)
    assert line["time"] >= before.strftime("%Y-%m-%dT%H:%M:%S")
    assert len(line["request"]) == 32
