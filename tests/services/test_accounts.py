"""People: those of a demonstration, who looks after whom, and what is changed of an account."""

import pytest
from django.test import Client

from campaign.data.models import Mail, Organisation, User
from campaign.services import accounts, calendar_addresses, passwords
from campaign.services.accounts import DEMO_PEOPLE, ensure_demo
from campaign.services.rights import LEADS, Role, has_role, has_role_everywhere
from campaign.spec.errors import NotAllowed
from tests.factories.rows import NOON, PASSWORD, make_organisation, make_person, make_version

pytestmark = pytest.mark.django_db


def make_passwords(word: str) -> dict[str, str]:
    return {name: f"{word} {name}" for name in DEMO_PEOPLE}


def test_the_demo_has_two_leads_one_of_each_other_and_one_organisation() -> None:
    people = ensure_demo(passwords=make_passwords("first"))
    assert sorted(user.role for user in people.values()) == ["designer", "lead", "lead", "operator", "staff"]
    assert {user.organisation for user in people.values()} == {Organisation.objects.get()}


def test_again_keeps_the_people_and_sets_the_passwords() -> None:
    first = ensure_demo(passwords=make_passwords("first"))
    again = ensure_demo(passwords=make_passwords("second"))
    assert {name: user.pk for name, user in first.items()} == {name: user.pk for name, user in again.items()}
    assert User.objects.count() == 5
    assert all(user.check_password(f"second {name}") for name, user in again.items())


@pytest.fixture
def keeper(db: None) -> User:
    return make_person("lead", name="keeper")


def test_leads_look_after_their_own_and_administrators_after_all() -> None:
    lead, boss = make_person("lead", name="keeper"), make_person("administrator", organisation="host")
    own, other = make_person("staff"), make_person("staff", name="other", organisation="city")
    guest = make_person("designer", name="guest", organisation="city")
    campaign = make_version(author=own).item.campaign
    accounts.give_campaign(guest, campaign=campaign, role=Role.STAFF, by=lead)
    assert {row.username for row in accounts.find_people(lead)} == {"keeper", "staff", "guest"}
    assert accounts.find_people(boss).count() == User.objects.count()
    assert [accounts.may_keep(person, by=lead) for person in (own, guest, other, boss, lead)] == [True, *[False] * 4]
    assert [accounts.may_keep(person, by=boss) for person in (own, guest, other, boss)] == [True, True, True, False]
    with pytest.raises(NotAllowed):
        accounts.find_people(own)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR])
def test_a_lead_gives_no_role_that_is_for_all_organisations(role: Role, keeper: User) -> None:
    with pytest.raises(NotAllowed):
        accounts.change_role(make_person("staff"), role=role, organisation=keeper.organisation, by=keeper)
    assert User.objects.get(username="staff").role == Role.STAFF


def test_a_lead_moves_nobody_to_another_organisation(keeper: User) -> None:
    with pytest.raises(NotAllowed):
        accounts.change_role(make_person("staff"), role=Role.LEAD, organisation=make_organisation("city"), by=keeper)
    accounts.change_role(make_person("staff"), role=Role.LEAD, organisation=keeper.organisation, by=keeper)
    assert User.objects.get(username="staff").role == Role.LEAD


def test_nobody_raises_themselves_and_the_last_administrator_stays(keeper: User) -> None:
    first, second = make_person("administrator"), make_person("administrator", name="second")
    for person in (keeper, first):
        with pytest.raises(NotAllowed):
            accounts.change_role(person, role=Role.ADMINISTRATOR, organisation=None, by=person)
        with pytest.raises(NotAllowed):
            accounts.switch(person, on=False, by=person)
    User.objects.filter(pk=first.pk).update(is_active=False)  # while the second is being changed
    with pytest.raises(NotAllowed):
        accounts.change_role(second, role=Role.OPERATOR, organisation=None, by=first)
    with pytest.raises(NotAllowed):
        accounts.switch(second, on=False, by=first)
    second.refresh_from_db()
    assert (second.role, second.is_active) == (Role.ADMINISTRATOR, True)


def test_who_is_switched_off_is_out_at_once_and_comes_back_with_the_password(keeper: User) -> None:
    person, client = make_person("staff"), Client()
    client.force_login(person)
    token = calendar_addresses.renew(make_person("lead"))
    accounts.switch(make_person("lead"), on=False, by=keeper)
    accounts.switch(person, on=False, by=keeper)
    assert (client.get("/account").status_code, calendar_addresses.authenticate(token)) == (302, None)
    assert client.login(username="staff", password=PASSWORD) is False
    accounts.switch(person, on=True, by=keeper)
    assert client.login(username="staff", password=PASSWORD) is True


def test_a_role_on_a_campaign_is_given_by_who_leads_it_and_never_one_for_all_screens(keeper: User) -> None:
    campaign, guest = make_version().item.campaign, make_person("staff", name="guest", organisation="city")
    for role in (Role.OPERATOR, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            accounts.give_campaign(guest, campaign=campaign, role=role, by=keeper)
    for person in (guest, make_person("lead", name="stranger", organisation="city"), make_person("staff")):
        with pytest.raises(NotAllowed):
            accounts.give_campaign(guest, campaign=campaign, role=Role.LEAD, by=person)
    accounts.give_campaign(guest, campaign=campaign, role=Role.LEAD, by=keeper)
    assert has_role(guest, LEADS, campaign=campaign) is True
    assert has_role_everywhere(guest, LEADS) is False
    assert accounts.take_campaign(guest, campaign=campaign, by=keeper) is True
    assert has_role(guest, LEADS) is False


def test_a_changed_password_or_address_wants_the_old_and_is_told_by_letter() -> None:
    person = make_person("lead")
    accounts.change_email(person, email="maria@example.org", password=PASSWORD, now=NOON)
    accounts.change_email(person, email="new@example.org", password=PASSWORD, now=NOON)
    passwords.change_password(person, old=PASSWORD, new="трамвай-облак-лула", now=NOON)
    assert [(row.kind, row.address) for row in Mail.objects.all()] == [
        ("email", "maria@example.org"),
        ("password", "new@example.org"),
    ]
    with pytest.raises(NotAllowed):
        accounts.change_email(person, email="evil@example.org", password="guess", now=NOON)
    with pytest.raises(NotAllowed):
        passwords.change_password(person, old=PASSWORD, new="друга-дълга-парола", now=NOON)
    person.refresh_from_db()
    assert (person.email, person.check_password("трамвай-облак-лула")) == ("new@example.org", True)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("maria", "maria"), ("MARIA@b.org", "maria"), ("two@b.org", "two@b.org"), ("x@b.org", "x@b.org")],
)
def test_an_address_stands_for_a_name_while_it_is_one_persons(typed: str, found: str) -> None:
    for name, email in (("maria", "maria@b.org"), ("ivan", "two@b.org"), ("petar", "two@b.org")):
        make_person("staff", name=name)
        User.objects.filter(username=name).update(email=email)
    assert accounts.find_login_name(typed) == found
