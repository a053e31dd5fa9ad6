"""/metrics: what Prometheus reads, and who may."""

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from campaign.data.models import Consent, Mail, Rendering
from campaign.services import beats, metrics, players
from campaign.spec.consent import Consent as Agreement
from tests.factories.rows import make_channel, make_consent, make_material, make_version
from tests.factories.screens import make_screen

pytestmark = pytest.mark.django_db


def read(client: Client | None = None, **headers: str) -> dict[tuple[str, ...], float]:
    """Name and values of labels → figure."""
    metrics.forget()
    response = (client or Client()).get("/metrics", headers=headers)
    assert response.status_code == 200, response.content
    families = text_string_to_metric_families(response.content.decode())
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_renders_are_told_by_queue_and_state_with_how_long_the_oldest_waits() -> None:
    material = make_material()
    hour_ago = timezone.now() - timedelta(hours=1)
    Rendering.objects.filter(pk=material.still_id).update(state="queued", queued_at=hour_ago)
    told = read()
    assert told["campaign_renders", "stills", "queued"] == 1
    assert told["campaign_renders", "stills", "failed"] == 0
    assert 3600 <= told["campaign_queue_oldest_seconds", "stills"] < 3700
    assert told["campaign_queue_oldest_seconds", "loops"] == 0


def test_what_could_never_be_sent_waits_since_it_was_planned() -> None:
    material = make_material()
    Rendering.objects.filter(pk=material.still_id).update(state="due", queued_at=None)
    type(material).objects.filter(pk=material.pk).update(made_at=timezone.now() - timedelta(minutes=10))
    assert 600 <= read()["campaign_queue_oldest_seconds", "stills"] < 700


def test_a_store_that_stalls_is_told_of_and_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    over, ended = Event(), Event()

    def stall() -> bool:
        over.wait(60)
        ended.set()
        return True

    monkeypatch.setattr(metrics, "PATIENCE", 0.1)
    monkeypatch.setattr(metrics, "is_store_up", stall)
    try:
        assert (read()["campaign_up", "store"], ended.is_set()) == (0, False)
    finally:
        over.set()


def test_workers_that_fell_silent_are_not_alive() -> None:
    now = timezone.now()
    beats.note("one@here", queues="loops,stills", now=now)
    beats.note("two@there", queues="stills", now=now - timedelta(minutes=5))
    beats.note(beats.SWEEP, now=now - timedelta(seconds=30))
    told = read()
    workers = {key[1]: value for key, value in told.items() if key[0] == "campaign_workers"}
    assert workers == {"imports": 0, "stills": 1, "loops": 1, "publish": 0, "housekeeping": 0}
    assert 30 <= told["campaign_sweep_age_seconds",] < 90


def test_silent_screens_are_told_by_channel() -> None:
    now = timezone.now()
    make_channel("tram")
    for name, seen in (("heard", now), ("silent", now - timedelta(hours=1)), ("never", None)):
        player = players.create(channel="tram", name=name).player
        type(player).objects.filter(pk=player.pk).update(
            seen_at=seen, health_at=seen, health={"error": "wrong signature" if name == "heard" else ""}
        )
    players.revoke(players.create(channel="tram", name="gone").player, now=now)
    told = read()
    states = {key[2]: value for key, value in told.items() if key[0] == "campaign_players"}
    assert states == {"heard": 1, "silent": 1, "never": 1}
    assert told["campaign_players_in_trouble", "tram"] == 1


def test_consents_that_end_soon_are_told_apart_from_those_that_ended() -> None:
    today, version = timezone.localdate(), make_version()
    for days in (-1, 0, 30, 31):
        make_consent(version, Agreement(until=today + timedelta(days=days)), slug=f"in-{days}")
    make_consent(version, Agreement(until=None), slug="open")
    Consent.objects.filter(slug="in-0").update(withdrawn_at=timezone.now())
    told = read()
    assert (told["campaign_consents", "ended"], told["campaign_consents", "ending"]) == (1, 1)


def test_letters_that_a_server_refuses_are_told_apart() -> None:
    for tries in (0, 0, 3):
        Mail.objects.create(address="a@example.org", kind="digest", subject="", due_at=timezone.now(), tries=tries)
    told = read()
    assert (told["campaign_mail", "waiting"], told["campaign_mail", "refused"]) == (2, 1)


def test_parts_and_the_release_are_told(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_screen(tmp_path / "schedules")
    told = read()
    assert (told["campaign_up", "database"], told["campaign_up", "store"], told["campaign_up", "broker"]) == (1, 1, 0)
    assert told["campaign_release",] == 1
    assert ("campaign_channels_idle", "plain") in told
    assert told["campaign_disk_free_bytes",] > 0


def test_answers_are_counted_by_the_name_of_the_address_never_by_the_address(tmp_path: Path) -> None:
    Client().get("/feeds/secret-token/playlist.json")
    Client().get("/stories?search=Мария")
    metrics.forget()
    text = Client().get("/metrics").content.decode()
    assert 'campaign_request_seconds_count{route="playlist",status="404"}' in text
    assert 'campaign_request_seconds_count{route="studio",status="302"}' in text
    assert "secret-token" not in text
    assert "Мария" not in text


def test_without_a_database_it_says_so_and_how_the_server_answers() -> None:
    def fail(*_: object) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(fail):
        told = read()
    assert told["campaign_up", "database"] == 0
    assert not any(name == "campaign_renders" for name, *_ in told)


def test_only_this_machine_reads_it_and_not_through_a_proxy(settings: Settings) -> None:
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="10.1.2.3").get("/metrics").status_code == 404
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics", headers={"X-Forwarded-For": "1.2.3.4"}).status_code == 404
    settings.BEHIND_PROXY = True
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404


def test_with_a_token_whoever_shows_it_reads_it_and_nobody_else(settings: Settings) -> None:
    settings.METRICS_TOKEN = "s3cret"
    far = Client(REMOTE_ADDR="10.1.2.3")
    assert far.get("/metrics", headers={"Authorization": "Bearer s3cret"}).status_code == 200
    for wrong in ("", "Bearer s3cre", "Bearer s3cret ", "Bearer ", "Bearer секрет"):
        assert far.get("/metrics", headers={"Authorization": wrong}).status_code == 404
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404
