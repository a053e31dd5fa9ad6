"""deploy/alerts.yml: whatever its rules ask for is what /metrics tells, with those labels."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from campaign.data.models import Player, Rendering
from campaign.services import beats, metrics
from campaign.services.metrics import measure
from tests.factories.screens import make_screen

ALERTS = Path(__file__).parent.parent / "deploy" / "alerts.yml"
ASKED = re.compile(r"(campaign_[a-z_]+)(?:\{([^}]*)\})?")
LABEL = re.compile(r'([a-z]+)(?:=|=~|!=)"')


def read_rules() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]


@pytest.mark.django_db
def test_rules_ask_for_what_is_told(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_screen(tmp_path / "schedules")
    now = timezone.now()
    Rendering.objects.update(started_at=now, done_at=now)
    Player.objects.update(seen_at=now, health_at=now, health={"error": ""})
    beats.note(beats.SWEEP, now=now)
    metrics.forget()
    Client().get("/health")
    told: dict[str, set[str]] = {family.name: set(family.labels) for family in measure(now=now)}
    for family in text_string_to_metric_families(Client().get("/metrics").content.decode()):
        for sample in family.samples:
            told.setdefault(sample.name, set()).update(sample.labels)
    asked = {
        (name, label)
        for rule in read_rules()
        for name, labels in ASKED.findall(rule["expr"])
        for label in LABEL.findall(labels) or [""]
    }
    assert len(asked) > 10
    assert [pair for pair in asked if pair[0] not in told or not {pair[1]} - {""} <= told[pair[0]]] == []


def test_every_rule_says_whom_it_concerns_and_what_is_wrong() -> None:
    rules = read_rules()
    assert len({rule["alert"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"].endswith(".")
        grouped = re.search(r"by \(([a-z, ]+)\)", rule["expr"])
        named = re.findall(r"\$labels\.([a-z]+)", rule["annotations"]["summary"])
        assert set(named) <= {*(grouped[1].split(", ") if grouped else ()), "instance"}
