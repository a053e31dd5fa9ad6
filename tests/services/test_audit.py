"""The audit log: every act leaves a line, no line is changed, and whoever changes one all the same is found out."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import Error, connection, transaction
from pytest_django import Settings

from campaign.data.models import AuditCut, AuditEvent, AuditSeal, ConsentEvent, Organisation, User
from campaign.services import accounts, audit, audit_chain, consents, erasure, players, releases, withdrawals
from campaign.services.audit import Act, Filter
from campaign.services.erasure import Ground
from campaign.spec.consent import Consent
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say
from tests.audit_log import set_aside
from tests.factories.rows import NOON, make_channel, make_consent, make_organisation, make_person, make_version
from tests.factories.screens import make_screen

pytestmark = pytest.mark.django_db


def write(count: int, *, by: User | None = None) -> list[AuditEvent]:
    for number in range(count):
        audit.note(Act.PLAYER_MADE, by=by, now=NOON + timedelta(minutes=number), kind="player", ref=number)
    return list(AuditEvent.objects.order_by("pk"))


def list_acts() -> list[tuple[str, str, str]]:
    return [(row.act, row.by.username if row.by else "", row.detail) for row in AuditEvent.objects.select_related("by")]


def test_who_made_and_ended_a_players_address_stays_known() -> None:
    make_channel("tram")
    operator = make_person("operator")
    player = players.create(channel="tram", name="door", by=operator, now=NOON).player
    players.rotate(player, now=NOON, by=operator)
    players.revoke(player, now=NOON)
    assert list_acts() == [
        ("player-made", "operator", "tram"),
        ("player-rotated", "operator", ""),
        ("player-revoked", "", ""),
    ]
    assert set(AuditEvent.objects.values_list("kind", "ref")) == {("player", str(player.pk))}


def test_a_consent_leaves_a_line_for_every_look_and_nothing_of_the_person_after_erasure() -> None:
    version, lead = make_version(), make_person("lead")
    row = make_consent(version, Consent(person="Мария Сентинел", shown_as="maria"), slug="c-1")
    consents.show(row, by=lead, now=NOON, today=NOON.date())
    erasure.erase(row, by=lead, ground=Ground.OBJECTED, now=NOON)
    acts = [act for act, _, _ in list_acts()]
    assert acts == ["consent-seen", "consent-withdrawn", "takedown", "consent-erased"]
    told = str(list(AuditEvent.objects.values()))
    assert "Сентинел" not in told
    assert "maria" not in told
    assert set(AuditEvent.objects.values_list("campaign", flat=True)) == {"together"}
    assert audit_chain.verify().troubles == ()


def test_an_act_that_fails_leaves_no_line() -> None:
    make_channel("tram")

    def fail() -> None:
        with transaction.atomic():
            players.create(channel="tram", name="door", now=NOON)
            raise NotAllowed(say("no"))

    with pytest.raises(NotAllowed):
        fail()
    assert not AuditEvent.objects.exists()


def test_people_and_their_roles_leave_lines() -> None:
    chief, staff = make_person("administrator"), make_person("staff")
    accounts.change_role(staff, role=User.Role.LEAD, organisation=staff.organisation, by=chief)
    accounts.switch(staff, on=False, by=chief)
    assert list_acts() == [
        ("person-role-changed", "administrator", "staff → lead"),
        ("person-switched-off", "administrator", ""),
    ]


def test_releases_and_takedowns_leave_lines_without_their_reasons(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_screen(tmp_path / "schedules")
    lead = User.objects.filter(role="lead").first() or make_person("lead")
    row = withdrawals.withdraw(scope="everything", by=lead, why="Мария помоли", now=NOON)
    withdrawals.lift(row, by=lead, now=NOON)
    acts = [act for act, _, _ in list_acts()]
    assert acts[-2:] == ["takedown", "takedown-lifted"]
    assert {"release-proposed", "release-let-out"} <= set(acts)
    assert "Мария" not in str(list(AuditEvent.objects.values()))
    assert releases.find_release(1).released_by is not None


@pytest.mark.parametrize(
    "tamper",
    [
        lambda row: AuditEvent.objects.filter(pk=row.pk).update(ref="9"),
        lambda row: AuditEvent.objects.filter(pk=row.pk).update(by=None),
        lambda row: AuditEvent.objects.filter(pk=row.pk).update(at=NOON + timedelta(days=9)),
        lambda row: AuditEvent.objects.filter(pk=row.pk).delete(),
        lambda row: AuditSeal.objects.filter(event=row.pk).delete(),
        lambda row: AuditSeal.objects.filter(event=row.pk).update(digest="0" * 64),
    ],
    ids=["what", "who", "when", "line-gone", "seal-gone", "seal-changed"],
)
def test_whoever_changes_a_line_is_refused_and_found_out_where_that_was_switched_off(
    tamper: Callable[[AuditEvent], object],
) -> None:
    row = write(5, by=make_person("operator"))[2]
    assert audit_chain.verify().troubles == ()
    with pytest.raises(Error), transaction.atomic():
        tamper(row)
    assert audit_chain.verify().troubles == ()
    with set_aside():
        tamper(row)
    assert audit_chain.verify().troubles != ()


def test_a_chain_that_was_cut_off_or_made_anew_is_found_out_by_a_head_that_was_noted() -> None:
    rows = write(5)
    head = audit_chain.verify().head
    assert head.number == 5
    with set_aside():
        AuditSeal.objects.filter(number__gt=3).delete()
        AuditEvent.objects.filter(pk__gt=rows[2].pk).delete()
    assert audit_chain.verify().troubles == ()
    assert len(audit_chain.verify(noted=head).troubles) == 1
    write(5)
    assert audit_chain.verify().troubles == ()
    assert len(audit_chain.verify(noted=head).troubles) == 1


def test_a_cut_that_somebody_forged_hides_nothing_from_a_head_that_was_noted() -> None:
    write(5)
    noted = audit_chain.verify().head
    AuditCut.objects.create(number=9, digest="0" * 64, at=NOON)
    AuditSeal.objects.all().delete()  # which the triggers allow below a cut
    with set_aside():
        AuditEvent.objects.all().delete()
    assert audit_chain.verify().troubles == ()
    assert len(audit_chain.verify(noted=noted).troubles) == 1


def test_a_history_of_a_consent_that_lost_a_line_is_found_out() -> None:
    version, lead = make_version(), make_person("lead")
    row = make_consent(version, Consent(person="Мария"), slug="c-1")
    for minutes in range(3):
        consents.note(row, ConsentEvent.Act.SEEN, by=lead, now=NOON + timedelta(minutes=minutes))
    assert audit_chain.verify().troubles == ()
    ConsentEvent.objects.latest("pk").delete()
    assert len(audit_chain.verify().troubles) == 1


def test_lines_older_than_the_years_go_and_the_chain_goes_on(settings: Settings) -> None:
    settings.AUDIT_YEARS = 10
    write(3)
    late = NOON + timedelta(days=3652.5, minutes=2)
    audit.note(Act.PLAYER_MADE, by=None, now=late, kind="player", ref="new")
    audit_chain.seal()
    assert audit_chain.remove_old(now=late) == 2
    assert [row.ref for row in AuditEvent.objects.all()] == ["2", "new"]
    assert audit_chain.remove_old(now=late) == 0
    proof = audit_chain.verify()
    assert (proof.troubles, proof.checked, proof.head.number, AuditCut.objects.count()) == ((), 2, 4, 1)


def test_leads_see_their_organisations_lines_and_administrators_all() -> None:
    here, there = make_organisation("ngo"), make_organisation("other")
    for place in (here, there, None):
        audit.note(Act.PERSON_ADDED, by=None, kind="person", ref=1, organisation=place)
    lead = make_person("lead")

    def see(person: User) -> list[Organisation | None]:
        return [row.organisation for row in audit.find_visible(person)]

    assert see(lead) == [here]
    assert see(make_person("administrator")) == [None, there, here]
    with pytest.raises(NotAllowed):
        audit.find_visible(make_person("operator"))


def test_the_log_is_narrowed_by_subject_person_and_days() -> None:
    operator = make_person("operator")
    write(2, by=operator)
    audit.note(Act.RELEASED, by=None, now=NOON + timedelta(days=1), kind="release", ref=1)

    def count(narrow: Filter) -> int:
        return audit.list_all(narrow=narrow).count()

    assert count(Filter(subject="player")) == 2
    assert count(Filter(subject="play")) == 0
    assert count(Filter(person=operator.pk)) == 2
    assert count(Filter(since=NOON.date() + timedelta(days=1))) == 1
    assert count(Filter(until=NOON.date())) == 2


def test_triggers_hold_after_all_migrations() -> None:
    write(1)
    audit_chain.seal()
    for table in ("data_auditevent", "data_auditseal"):
        for statement in (
            f"DELETE FROM {table}",
            f"UPDATE {table} SET {'ref' if 'event' in table else 'digest'} = 'x'",
        ):
            with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        if connection.vendor == "sqlite":  # which would remove the line without asking who guards its removal
            with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
