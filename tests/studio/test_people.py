"""People's pages: what leads and administrators see of whom, invite, change and end."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaign.data.models import Campaign, Invitation, Mail, Membership, Organisation, User
from campaign.services import mailing
from tests.factories.rows import make_organisation, make_person, make_version

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], Client]


def read(client: Client, name: str, *args: object, **posted: str) -> str:
    client.cookies["django_language"] = "en"
    address = reverse(name, args=args)
    answer: Any = client.post(address, posted, follow=True) if posted else client.get(address)
    return str(answer.content.decode())


@pytest.fixture
def campaign() -> Campaign:
    return make_version(author=make_person("staff", name="author")).item.campaign


def test_a_lead_sees_colleagues_and_guests_and_nobody_else(sign_in: SignIn, campaign: Campaign) -> None:
    for name, organisation in (("colleague", "ngo"), ("guest", "city"), ("stranger", "city")):
        make_person("staff", name=name, organisation=organisation)
    other = make_version(campaign="secret").item.campaign
    other.organisation = make_organisation("city")
    other.save()
    guest = User.objects.get(username="guest")
    Membership.objects.create(user=guest, campaign=campaign, role="designer")
    Membership.objects.create(user=guest, campaign=other, role="lead")
    page = read(sign_in("lead"), "people")
    assert [name in page for name in ("colleague", "guest", "stranger")] == [True, True, False]
    assert ("Designer" in page, "secret" in page) == (True, False)
    stranger = User.objects.get(username="stranger")
    assert sign_in("lead").get(reverse("person", args=[stranger.pk])).status_code == 404
    assert "stranger" in read(sign_in("administrator"), "people")


def test_people_are_found_by_name_in_any_case(sign_in: SignIn) -> None:
    person = make_person("staff", name="m1")
    person.first_name, person.last_name = "Мария", "Иванова"
    person.save()
    make_person("staff", name="other-one")
    client = sign_in("lead")
    for words in ("мария", "МАРИЯ иванова", "M1", "Иван"):
        answer: Any = client.get(reverse("people"), {"search": words})
        page = answer.content.decode()
        assert ("Мария Иванова" in page, "other-one" in page) == (True, False)


def test_an_invitation_is_sent_shown_once_and_withdrawn(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    place = f"organisation:{make_organisation().pk}"
    asked = {"email": "nova@example.org", "place": place, "role": "designer", "language": "en"}
    page = read(lead, "invite", **asked)
    letter = Mail.objects.get()
    assert ("/invitation/" in page, letter.subject) == (True, "An invitation to Campaign studio")
    page = read(lead, "people")
    assert ("nova@example.org" in page, "/invitation/" in page) == (True, False)
    assert "is withdrawn" in read(lead, "withdraw-invitation", Invitation.objects.get().pk, sure="1")
    assert "nova@example.org" not in read(lead, "people")


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"email": "nobody"}, "id_email"),
        ({"email": "a@b.org\nBcc: c@d.org"}, "id_email"),
        ({"place": "organisation:999999"}, "id_place"),
        ({"place": ""}, "id_place"),
        ({"role": "administrator"}, "id_role"),
    ],
)
def test_what_is_wrong_is_told_at_its_input_and_nothing_is_lost(
    wrong: dict[str, str], at: str, sign_in: SignIn
) -> None:
    lead = sign_in("lead")
    good = {"email": "nova@example.org", "place": f"organisation:{make_organisation().pk}", "role": "staff"}
    page = read(lead, "invite", **{**good, "language": "en", **wrong})
    assert (f'href="#{at}' in page, Mail.objects.count(), Invitation.objects.count()) == (True, 0, 0)


def test_an_administrator_invites_into_a_new_organisation(sign_in: SignIn) -> None:
    asked = {"email": "nova@example.org", "place": "new", "role": "lead", "language": "bg"}
    administrator = sign_in("administrator")
    assert 'href="#id_organisation"' in read(administrator, "invite", **asked)
    read(administrator, "invite", **asked, organisation="Център „Амалипе“")
    made = Invitation.objects.get().organisation
    assert made == Organisation.objects.get(name="Център „Амалипе“")


def test_role_and_access_are_changed_on_the_persons_page(sign_in: SignIn, campaign: Campaign) -> None:
    lead, person = sign_in("lead"), make_person("staff", name="maria")
    theirs = Client()
    theirs.force_login(person)
    read(lead, "person", person.pk, act="role", role="designer", organisation=str(person.organisation_id))
    read(lead, "person", person.pk, act="give", campaign=str(campaign.pk), campaign_role="lead")
    person.refresh_from_db()
    assert (person.role, Membership.objects.get(user=person).role) == ("designer", "lead")
    read(lead, "person", person.pk, act="take", campaign=str(campaign.pk))
    read(lead, "person", person.pk, act="off")
    person.refresh_from_db()
    assert (person.is_active, Membership.objects.count(), theirs.get(reverse("home")).status_code) == (False, 0, 302)
    refused: Any = lead.post(
        reverse("person", args=[person.pk]), {"act": "role", "role": "administrator", "organisation": ""}
    )
    assert (refused.status_code, "Only an administrator" in refused.content.decode()) == (409, True)
    itself = User.objects.get(username="lead")
    assert lead.post(reverse("person", args=[itself.pk]), {"act": "off"}).status_code == 409


@pytest.mark.parametrize(
    "posted",
    [{}, {"act": "give"}, {"act": "role", "role": "king"}, {"act": "give", "campaign": "1" * 30}, {"act": "x"}],
)
def test_what_nobody_can_mean_changes_nothing(posted: dict[str, str], sign_in: SignIn, campaign: Campaign) -> None:
    person = make_person("staff", name="maria")
    assert sign_in("lead").post(reverse("person", args=[person.pk]), posted).status_code == 404


def test_letters_that_did_not_go_are_told_to_administrators_and_sent_again(sign_in: SignIn) -> None:
    now = timezone.now()
    row = Mail.objects.create(
        address="a@b.org", kind="x", subject="S", text="T", due_at=now, tries=mailing.TRIES, error="550 no mailbox"
    )
    page = read(sign_in("administrator"), "people")
    assert ("550 no mailbox" in page, "550" in read(sign_in("lead"), "people")) == (True, False)
    assert "on its way again" in read(sign_in("administrator"), "send-again", row.pk, sure="1")
    row.refresh_from_db()
    assert row.tries == 0


def test_many_people_come_in_pages_and_few_questions(
    sign_in: SignIn, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    User.objects.bulk_create(
        User(username=f"person-{number:03}", role="staff", organisation=make_organisation()) for number in range(60)
    )
    administrator = sign_in("administrator")
    with django_assert_max_num_queries(25):
        page = read(administrator, "people")
    assert (page.count("<tr>") - 1, "page=2" in page) == (50, True)


def test_first_steps_know_what_is_done(sign_in: SignIn, campaign: Campaign) -> None:
    page = read(sign_in("administrator"), "first-steps")
    assert (page.count('aria-current="step"'), page.count('class="state approved"')) == (1, 4)
    steps = page[page.index('class="first-steps"') :]
    for name in ("channels", "review", "players", "flights"):
        assert f'href="{reverse(name)}"' in steps
