"""The page of the audit log, its file, and its command."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from typer.testing import CliRunner

from campaign.cli import app
from campaign.data.models import AuditEvent
from campaign.services import audit, players, withdrawals
from campaign.services.audit import Act
from campaign.studio.audit_words import ACTS, SUBJECTS
from tests.audit_log import set_aside
from tests.factories.rows import NOON, make_channel, make_material, make_organisation, make_person

pytestmark = pytest.mark.django_db


def sign_in(role: str, **named: str) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_person(role, **named))
    return client


def test_every_act_has_its_words_and_every_subject_its_acts() -> None:
    assert set(ACTS) == set(Act)
    assert {act.partition("-")[0] for act in Act} == set(SUBJECTS)


def test_the_page_says_who_did_what_to_what_and_why() -> None:
    make_channel("tram")
    operator = make_person("operator")
    player = players.create(channel="tram", name="Door 4", by=operator, now=NOON).player
    material = make_material()
    why = "A wrong number"
    withdrawals.withdraw(scope="material", ref=str(material.pk), by=make_person("lead"), why=why, now=NOON)
    text = sign_in("administrator").get("/audit").content.decode()
    for words in ("operator", "added a player", f'href="/players/{player.pk}"', "Door 4", why):
        assert words in text


def test_what_has_no_page_is_told_in_the_readers_language_on_lines_that_break() -> None:
    audit.note(Act.KEY_MADE, by=None, now=NOON, kind="key", ref="RWSW7eQkF")
    client = sign_in("administrator")
    client.cookies["django_language"] = "bg"
    text = client.get("/audit", headers={"Accept-Language": "bg"}).content.decode()
    assert '<span class="breaks">Ключове за подписване: RWSW7eQkF</span>' in text
    assert "/studio/people.css" in text  # where .breaks is


def test_a_lead_sees_their_own_organisations_lines_alone() -> None:
    for slug in ("ngo", "other"):
        audit.note(Act.TEMPLATE_TAKEN, by=None, kind="template", ref=f"of-{slug}", organisation=make_organisation(slug))
    text = sign_in("lead").get("/audit").content.decode()
    assert "of-ngo" in text
    assert "of-other" not in text


def test_the_file_is_the_same_arms_no_formula_and_is_a_line_itself() -> None:
    person = make_person("lead", name="+cmd")
    audit.note(Act.RELEASED, by=person, now=NOON, kind="release", ref=7)
    response = sign_in("administrator").get("/audit.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][1:5] == ["2026-11-23T10:00:00+00:00", "released a schedule", "'+cmd", "Releases: 7"]
    assert AuditEvent.objects.latest("pk").act == Act.AUDIT_EXPORTED


def test_what_nobody_can_mean_narrows_nothing() -> None:
    audit.note(Act.RELEASED, by=None, now=NOON, kind="release", ref=7)
    client = sign_in("administrator")
    for query in ("subject=x", "person=9999999999999999999999", "person=x", "since=2026-99-99", "until=x", "page=x"):
        assert "released a schedule" in client.get(f"/audit?{query}").content.decode()
    assert "released a schedule" not in client.get("/audit?subject=player").content.decode()
    assert "released a schedule" not in client.get("/audit?until=2026-11-22").content.decode()


def test_the_command_proves_the_log_and_finds_what_was_changed() -> None:
    for minutes in range(3):
        audit.note(Act.RELEASED, by=None, now=NOON + timedelta(minutes=minutes), kind="release", ref=minutes)
    good = CliRunner().invoke(app, ["audit", "verify", "--json"])
    told = json.loads(good.output)
    assert (good.exit_code, told["checked"], told["troubles"]) == (0, 3, [])
    with set_aside():
        AuditEvent.objects.filter(ref="1").update(ref="9")
    bad = CliRunner().invoke(app, ["audit", "verify", "--noted", told["head"]])
    assert bad.exit_code == 1
    assert "link 2, is not what was sealed" in bad.output
    assert CliRunner().invoke(app, ["audit", "verify", "--noted", "x"]).exit_code == 2


def test_the_command_lists_lines_by_numbers() -> None:
    audit.note(Act.PLAYER_REVOKED, by=make_person("operator"), now=NOON, kind="player", ref=4)
    result = CliRunner().invoke(app, ["audit", "list", "--subject", "player"])
    assert result.output == "2026-11-23T10:00:00+00:00  operator  player-revoked  player 4\n"
