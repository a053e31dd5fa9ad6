"""The letter of the morning: once, when something waits, for those who want it, and naming nobody."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from campaign.data.models import Consent, Mail, Membership, Player, User
from campaign.data.reviews import list_cases
from campaign.services import digests
from campaign.services.digests import Waiting, find_waiting, write_due
from campaign.spec.errors import Faults, UnknownName
from campaign.spec.findings import Severity
from campaign.spec.message import say
from tests.factories.items import CONSENT
from tests.factories.rows import NOON, make_channel, make_consent, make_material, make_person, make_version

pytestmark = pytest.mark.django_db

EARLY = NOON.replace(hour=4, minute=59)  # 6:59 in Sofia
MORNING = NOON.replace(hour=5)


@pytest.fixture
def lead() -> User:
    return read(make_person("lead", name="ivan"))


def read(person: User, *, email: str = "ivan@example.org") -> User:
    person.email = email
    person.save()
    return person


def make_waiting() -> None:
    make_material(make_version(author=make_person("staff", name="author")), state="submitted")


def write(now: datetime = MORNING) -> list[str]:
    """To whom."""
    write_due(now=now)
    found = list(Mail.objects.filter(kind="digest").order_by("pk").values_list("address", flat=True))
    Mail.objects.all().delete()
    return found


def test_it_comes_once_a_local_morning(lead: User) -> None:
    make_waiting()
    moments = (EARLY, MORNING, MORNING + timedelta(hours=9), EARLY + timedelta(days=1), MORNING + timedelta(days=1))
    assert [len(write(moment)) for moment in moments] == [0, 1, 0, 0, 1]


def test_with_nothing_to_tell_there_is_no_letter_that_day(lead: User) -> None:
    assert write() == []
    make_waiting()
    assert [write(MORNING + timedelta(hours=1)), write(MORNING + timedelta(days=1))] == [[], ["ivan@example.org"]]


def test_who_gets_it(lead: User) -> None:
    make_waiting()
    campaign = make_version().item.campaign
    guest = read(make_person("staff", name="guest", organisation="city"), email="guest@b.org")
    Membership.objects.create(user=guest, campaign=campaign, role="lead")
    read(make_person("administrator"), email="root@b.org")
    for name, change in (("off", {"digest": False}), ("left", {"is_active": False}), ("mute", {"email": ""})):
        read(make_person("lead", name=name), email=f"{name}@b.org")
        User.objects.filter(username=name).update(**change)
    for role in ("staff", "designer", "operator"):
        read(make_person(role), email=f"{role}@b.org")
    read(make_person("lead", name="stranger", organisation="elsewhere"), email="stranger@b.org")
    assert sorted(write()) == ["guest@b.org", "ivan@example.org", "root@b.org"]


def test_it_counts_what_is_the_persons_and_leaves_out_what_is_not(lead: User) -> None:
    make_waiting()
    make_material(make_version(author=lead, campaign="own"), state="submitted")  # their own work
    version = make_version()
    today = date(2026, 11, 23)
    for name, days, change in (
        ("today", 0, {}),
        ("soon", 14, {}),
        ("later", 15, {}),
        ("over", -1, {}),
        ("withdrawn", 3, {"withdrawn_at": NOON}),
        ("erased", 3, {"erased_at": NOON}),
    ):
        make_consent(version, replace(CONSENT, until=today + timedelta(days=days)), slug=name)
        Consent.objects.filter(slug=name).update(**change)
    for name, minutes, revoked in (("fresh", 1, None), ("silent", 60, None), ("gone", 60, NOON)):
        channel, seen = make_channel(), MORNING - timedelta(minutes=minutes)
        Player.objects.create(channel=channel, name=name, token_sha256=name, seen_at=seen, revoked_at=revoked)
    assert find_waiting(lead, now=MORNING) == Waiting(review=1, expiring=2, silent=1)
    stranger = make_person("lead", name="stranger", organisation="city")
    assert find_waiting(stranger, now=MORNING) == Waiting(silent=1)


def test_a_story_on_many_screens_waits_once_as_the_queue_has_it(lead: User) -> None:
    version = make_version(author=make_person("staff", name="author"))
    for slug in ("tram", "metro"):
        make_material(version, channel=slug, state="submitted")
    assert find_waiting(lead, now=MORNING).review == len(list_cases(lead)) == 1


def test_errors_are_those_of_the_page_of_flights(lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was mended there counts no more, whatever the release that plays still has."""
    assert digests._count_conflicts(now=MORNING) == 0  # nothing was released
    monkeypatch.setattr("campaign.data.queries.find_current_release", lambda **_at: True)
    errors, notes = (
        SimpleNamespace(finding=SimpleNamespace(severity=one)) for one in (Severity.ERROR, Severity.WARNING)
    )
    monkeypatch.setattr(digests, "look_ahead", lambda **_given: SimpleNamespace(conflicts=(errors, notes)))
    assert digests._count_conflicts(now=MORNING) == 1

    def refuse(**_given: object) -> None:
        raise Faults([UnknownName(say("a")), UnknownName(say("b"))])

    monkeypatch.setattr(digests, "look_ahead", refuse)
    assert digests._count_conflicts(now=MORNING) == 2


def test_it_says_how_much_and_where_and_names_nobody(lead: User) -> None:
    make_waiting()
    make_consent(make_version(), replace(CONSENT, until=date(2026, 11, 25)))
    User.objects.filter(pk=lead.pk).update(language="en")
    assert digests.write_due(now=MORNING) == 1
    letter = Mail.objects.get()
    assert "Consents that end within 14 days: 1:\nhttp://localhost:8000/consents" in letter.text
    assert "Stories and statistics that wait for your review: 1:\nhttp://localhost:8000/review" in letter.text
    assert "silent" not in letter.text
    names = (CONSENT.person, "ana", "Ана")
    assert [name for name in names if name in letter.text + letter.html] == []
