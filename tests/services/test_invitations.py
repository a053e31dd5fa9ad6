"""Invitations: who may send which, that each works once, and what it makes of whom."""

from datetime import datetime, timedelta

import pytest

from campaign.data.models import Campaign, Invitation, Mail, Membership, Organisation, User
from campaign.services import accounts, invitations
from campaign.services.invitations import HOLDS, Place
from campaign.services.rights import Role
from campaign.spec.errors import CampaignError, NotAllowed
from tests.factories.rows import NOON, make_organisation, make_person, make_version

pytestmark = pytest.mark.django_db

GOOD = {"username": "nova", "first": "Нова", "last": "Колежка", "password": "трамвай-облак-лула", "language": "bg"}


@pytest.fixture
def ngo() -> Organisation:
    return make_organisation()


@pytest.fixture
def campaign(ngo: Organisation) -> Campaign:
    return make_version().item.campaign


def send(by: User, place: Place, *, role: Role = Role.STAFF, email: str = "nova@example.org") -> str:
    """The key."""
    sent = invitations.invite(email, role=role, place=place, language="bg", by=by, now=NOON)
    return sent.address.rpartition("/")[2]


def accept(token: str, *, now: datetime = NOON, **other: str) -> User:
    return invitations.accept(token, **{**GOOD, **other}, now=now)


def test_somebody_new_comes_in_with_the_role_and_place_they_were_invited_to(ngo: Organisation) -> None:
    token = send(make_person("lead"), Place(ngo), role=Role.DESIGNER)
    person = accept(token, now=NOON + timedelta(days=6))
    assert (person.role, person.organisation, person.email) == ("designer", ngo, "nova@example.org")
    assert (person.check_password(GOOD["password"]), person.is_superuser) == (True, False)
    with pytest.raises(NotAllowed):
        accept(token, username="second")
    assert User.objects.filter(email="nova@example.org").count() == 1


def test_the_letter_carries_the_key_and_the_table_its_hash_only(ngo: Organisation) -> None:
    token = send(make_person("lead"), Place(ngo))
    letter = Mail.objects.get()
    assert (letter.address, letter.kind, letter.text.count(token)) == ("nova@example.org", "invitation", 1)
    assert token not in " ".join(map(str, Invitation.objects.values_list().get()))


def test_a_key_ends_by_time_by_hand_by_another_and_with_whoever_sent_it(ngo: Organisation) -> None:
    lead, place = make_person("lead"), Place(ngo)
    late, again = send(lead, place, email="late@b.org"), send(lead, place, email="again@b.org")
    withdrawn, orphan = send(lead, place, email="off@b.org"), send(make_person("lead", name="left"), place)
    send(lead, place, email="AGAIN@b.org")
    invitations.withdraw(Invitation.objects.get(email="off@b.org"), by=lead, now=NOON)
    accounts.switch(User.objects.get(username="left"), on=False, by=lead)
    assert invitations.find_invitation(late, now=NOON + HOLDS - timedelta(seconds=1)) is not None
    assert invitations.find_invitation(late, now=NOON + HOLDS) is None
    assert [invitations.find_invitation(key, now=NOON) for key in (again, withdrawn, orphan, "")] == [None] * 4


def test_a_key_ends_with_the_right_to_send_it(ngo: Organisation, campaign: Campaign) -> None:
    sender, guest = make_person("lead", name="sender"), make_person("staff", name="guest", organisation="city")
    administrator = make_person("administrator")
    accounts.give_campaign(guest, campaign=campaign, role=Role.LEAD, by=administrator)
    keys = [send(sender, Place(ngo)), send(guest, Place(campaign=campaign), role=Role.LEAD)]
    assert all(invitations.find_invitation(key, now=NOON) for key in keys)
    accounts.change_role(sender, role=Role.LEAD, organisation=make_organisation("city"), by=administrator)
    accounts.take_campaign(guest, campaign=campaign, by=administrator)
    assert [invitations.find_invitation(key, now=NOON) for key in keys] == [None, None]
    with pytest.raises(NotAllowed):
        accept(keys[1])


def test_a_guest_of_one_campaign_belongs_to_no_organisation(campaign: Campaign) -> None:
    person = accept(send(make_person("lead"), Place(campaign=campaign), role=Role.LEAD))
    assert (person.role, person.organisation) == ("staff", None)
    assert [(row.campaign, row.role) for row in Membership.objects.filter(user=person)] == [(campaign, "lead")]


def test_somebody_known_takes_up_a_campaign_but_no_organisation(campaign: Campaign, ngo: Organisation) -> None:
    lead, guest = make_person("lead"), make_person("staff", name="guest", organisation="city")
    invitations.join(send(lead, Place(campaign=campaign), role=Role.LEAD), person=guest, now=NOON)
    assert (Membership.objects.get(user=guest).role, guest.organisation == ngo) == ("lead", False)
    with pytest.raises(NotAllowed):
        invitations.join(send(lead, Place(ngo)), person=guest, now=NOON)
    with pytest.raises(NotAllowed):
        invitations.join(send(lead, Place(campaign=campaign)), person=make_person("operator"), now=NOON)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "LEAD"}, "username"),
        ({"username": "two words"}, "username"),
        ({"username": ""}, "username"),
        ({"password": "short"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"username": "kolezhka-nova", "password": "kolezhka-nova"}, "password"),
    ],
)
def test_what_cannot_be_is_told_at_its_input_and_the_key_still_works(
    wrong: dict[str, str], field: str, ngo: Organisation
) -> None:
    token = send(make_person("lead"), Place(ngo))
    with pytest.raises(CampaignError) as refused:
        invitations.accept(token, **{**GOOD, **wrong}, now=NOON)
    assert (refused.value.place.field, User.objects.filter(email="nova@example.org").exists()) == (field, False)
    accept(token)


MAY = {  # role of who invites: roles to their organisation, to another one, to everything, to a campaign
    "administrator": ("staff designer lead operator administrator", "staff designer lead operator administrator",
                      "operator administrator", "staff designer lead"),
    "lead": ("staff designer lead", "", "", "staff designer lead"),
    "staff": ("", "", "", ""),
    "designer": ("", "", "", ""),
    "operator": ("", "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("role", MAY)
def test_everybody_invites_only_to_what_is_theirs(role: str, campaign: Campaign, ngo: Organisation) -> None:
    by = make_person(role, name="inviter")
    places = (Place(ngo), Place(make_organisation("city")), Place(), Place(campaign=campaign))
    found = []
    for place in places:
        given = []
        for wanted in Role:
            try:
                send(by, place, role=wanted)
            except NotAllowed:
                continue
            given.append(wanted.value)
        found.append(" ".join(given))
    assert tuple(found) == MAY[role]


def test_who_leads_one_campaign_invites_to_that_one_only(campaign: Campaign, ngo: Organisation) -> None:
    other = make_version(campaign="another").item.campaign
    guest = make_person("staff", name="guest", organisation="city")
    Membership.objects.create(user=guest, campaign=campaign, role="lead")
    send(guest, Place(campaign=campaign))
    for place in (Place(ngo), Place(guest.organisation), Place(campaign=other)):
        with pytest.raises(NotAllowed):
            send(guest, place)
