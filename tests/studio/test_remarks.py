"""What was found, in words and in its place; accepting it, taking that back, and what is offered then."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from campaign.data.models import Acceptance, Approval, Material
from campaign.services.verdicts import keep_pixel_findings
from campaign.spec.boxes import Box
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.studio.measures import say_measure
from campaign.studio.remarks import Outline, Remarks, list_remarks
from campaign.studio.words import describe_place
from tests.factories.rows import NOON, make_finding, make_person
from tests.studio.rows import make_material, make_warning

SignIn = Callable[[str], Client]
PALE = replace(make_finding("B3"), place=Place(field="values.headline", box=Box(32, 18, 64, 36)), measured="5.25:1")
ERROR = replace(make_finding("B1", severity=Severity.ERROR), place=Place(box=Box(160, 90, 80, 45)))


@pytest.fixture
def material(db: None) -> Material:
    """Submitted, a still of 320 × 180, with a warning of its words and one of its pixels."""
    row = make_material(author=make_person("staff", name="author"), state="submitted", findings=(make_warning(),))
    find(row, PALE)
    return row


def find(material: Material, *findings: Finding) -> None:
    keep_pixel_findings(material.shown.key, findings, checked=1, now=NOON)


def read(client: Client, material: Material) -> Remarks:
    remarks: Remarks = client.get(reverse("material", args=[material.pk])).context["remarks"]
    return remarks


def post(client: Client, material: Material, act: str, finding: Finding, **data: str) -> tuple[int, str]:
    posted = {"key": material.shown.key, "finding": finding.digest, **data}
    answer = client.post(reverse(act, args=[material.pk]), posted)
    return answer.status_code, answer.headers.get("Location", "")


def list_offered(client: Client, material: Material) -> list[str]:
    acts = client.get(reverse("material", args=[material.pk])).context["acts"]
    return [form.act.value for form in acts]


# words and places


def outline(*boxes: Box) -> list[Outline | None]:
    findings = (replace(PALE, place=Place(box=box)) for box in boxes)
    remarks = list_remarks(findings, accepted={}, size=(320, 180), language="bg", template=Path("none"))
    return [row.outline for row in remarks.rows]


def test_places_are_shares_of_the_picture_cut_at_its_edges() -> None:
    assert outline(Box(32, 18, 64, 36), Box(-10, 90, 42, 200), Box(400, 0, 10, 10)) == [
        Outline(9.5, 9.11, 21, 21.78),
        Outline(0, 49.11, 10.5, 50.89),
        None,
    ]


def test_numbers_at_the_same_corner_stand_side_by_side() -> None:
    shifts = [place.shift for place in outline(Box(32, 18, 64, 36), Box(33, 18, 10, 10), Box(200, 18, 9, 9)) if place]
    assert shifts == [0, 26, 0]


def test_a_place_names_field_language_part_of_the_picture_cue_and_second() -> None:
    place = Place(field="values.quote", language="en", box=Box(10, 150, 20, 20), cue=3, second=1.5)
    with translation.override("en"):
        told = describe_place(place, field="Quote", size=(320, 180), spoken="bg+en")
    assert told == "field “Quote”, in English, bottom left of the picture, subtitle 3, second 1.5"
    with translation.override("en"):
        assert describe_place(Place(language="bg", box=Box(0, 0, 320, 180)), size=(320, 180), spoken="bg") == (
            "middle of the picture"
        )


@pytest.mark.parametrize(
    ("measured", "english", "bulgarian"),
    [
        ("5.25:1", "5.25:1", "5,25:1"),
        ("≤ 2.50 s", "≤ 2.50 s", "≤ 2,50 "),
        ("3 flashes in 1 s over 100 %", "3 flashes in 1 s over 100\N{NO-BREAK SPACE}%", "3 "),
        ("EU co-funded over 3 years", "EU co-funded over 3 years", "EU co-funded over 3 years"),
        ("≤ 2026-12-31", "≤ 12/31/2026", "≤ 31.12.2026"),
        ("", "", ""),
    ],
)
def test_measures_are_written_as_the_language_writes_them(measured: str, english: str, bulgarian: str) -> None:
    with translation.override("en"):
        assert say_measure(measured) == english
    with translation.override("bg"):
        assert say_measure(measured).startswith(bulgarian)


# the page


def test_errors_come_first_and_numbers_join_list_and_picture(material: Material, sign_in: SignIn) -> None:
    find(material, PALE, ERROR)
    client = sign_in("lead")
    assert [(row.number, row.rule, row.look) for row in read(client, material).rows] == [
        (1, "B1", "error"),
        (2, "F7", "warning"),
        (3, "B3", "warning"),
    ]
    page = client.get(reverse("material", args=[material.pk])).content.decode()
    for finding in (ERROR, PALE):
        name = finding.digest[:12]
        assert f'id="finding-{name}"' in page
        assert f'href="#outline-{name}"' in page
        assert f'href="#finding-{name}" id="outline-{name}"' in page
    assert 'x="9.5%" y="9.11%" width="21.0%" height="21.78%"' in page


def test_a_picture_nothing_was_found_on_has_no_outlines(sign_in: SignIn) -> None:
    page = sign_in("lead").get(reverse("material", args=[make_material(author=make_person()).pk])).content.decode()
    assert ("outlines" in page.partition("<main")[2], "<textarea" in page) == (False, False)


def test_accepting_one_by_one_leads_to_the_approval(material: Material, sign_in: SignIn) -> None:
    client, address = sign_in("lead"), reverse("material", args=[material.pk])
    assert list_offered(client, material) == ["return", "withdraw"]
    assert post(client, material, "accept", make_warning(), reason="Потвърдено.") == (
        302,
        f"{address}#finding-{PALE.digest[:12]}",
    )
    assert post(client, material, "accept", PALE, reason="Логото е такова.") == (302, f"{address}#next")
    accepted = [(row.rule, row.accepted.who, row.accepted.why) for row in read(client, material).rows if row.accepted]
    assert accepted == [("F7", "lead", "Потвърдено."), ("B3", "lead", "Логото е такова.")]
    assert list_offered(client, material) == ["approve", "return", "withdraw"]
    answer = client.post(reverse("act", args=[material.pk, "approve"]), {"key": material.shown.key})
    material.refresh_from_db()
    assert (answer.status_code, material.state) == (302, "approved")
    assert "Потвърдено." in client.get(address).content.decode()


def test_what_is_accepted_can_be_taken_back(material: Material, sign_in: SignIn) -> None:
    client = sign_in("lead")
    post(client, material, "accept", PALE, reason="Да.")
    status, location = post(client, material, "take-back", PALE)
    assert (status, location.partition("#")[2]) == (302, f"finding-{PALE.digest[:12]}")
    assert (read(client, material).open, Acceptance.objects.count()) == (2, 0)


def test_a_refusal_stands_beside_its_warning_and_keeps_what_was_written(material: Material, sign_in: SignIn) -> None:
    client = sign_in("lead")
    client.cookies["django_language"] = "en"
    posted = {"key": "0" * 64, "finding": PALE.digest, "reason": "Дълго обмислена причина."}
    answer = client.post(reverse("accept", args=[material.pk]), posted)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("This is not the version that is shown now.") == 1
    assert "Дълго обмислена причина.</textarea>" in page


@pytest.mark.parametrize(("who", "boxes"), [("lead", 2), ("staff", 0), ("designer", 0), ("author", 0)])
def test_only_another_lead_is_asked_for_reasons(who: str, boxes: int, material: Material, sign_in: SignIn) -> None:
    client = Client()
    person = make_person("lead", name="author-lead") if who == "author" else make_person(who)
    if who == "author":
        material.version.author = person
        material.version.save()
    client.force_login(person)
    page = client.get(reverse("material", args=[material.pk])).content.decode()
    assert page.count('<textarea id="reason-') == boxes


@pytest.mark.parametrize("act", ["accept", "take-back"])
def test_others_may_not_accept_or_take_back(act: str, material: Material, sign_in: SignIn) -> None:
    assert [post(sign_in(role), material, act, PALE, reason="?")[0] for role in ("staff", "designer", "operator")] == [
        403,
        403,
        403,
    ]


# what waits


@pytest.fixture
def approved(material: Material) -> Material:
    find(material)
    Material.objects.update(state="approved", findings=[], warnings=0)
    Approval.objects.create(material=material, key=material.shown.key, by=make_person("lead"))
    material.refresh_from_db()
    return material


def find_since(material: Material, *findings: Finding) -> None:
    at = material.approvals.get().at
    keep_pixel_findings(material.shown.key, findings, checked=1, now=at.replace(year=at.year + 1))


def test_what_a_check_took_down_is_told_at_home_with_its_reason(approved: Material, sign_in: SignIn) -> None:
    find_since(approved, ERROR)
    client = sign_in("lead")
    client.cookies["django_language"] = "en"
    [told] = client.get(reverse("home")).context["reopened"]
    assert (told.card.pk, told.why) == (approved.pk, "Something about it.")
    page = client.get(reverse("material", args=[approved.pk]))
    assert page.context["reopening"] is not None
    assert [step.why for step in page.context["steps"]][-1] == "Something about it."
    find_since(approved)
    client.post(reverse("act", args=[approved.pk, "approve"]), {"key": approved.shown.key})
    Approval.objects.update(at=approved.reopenings.get().at)
    assert client.get(reverse("home")).context["reopened"] == []


def test_new_warnings_on_what_is_approved_are_told_at_home(approved: Material, sign_in: SignIn) -> None:
    find_since(approved, PALE)
    client = sign_in("lead")
    [card] = client.get(reverse("home")).context["doubted"]
    assert (card.pk, card.state, card.warnings) == (approved.pk, "approved", 1)
    post(client, approved, "accept", PALE, reason="Познаваме го.")
    assert client.get(reverse("home")).context["doubted"] == []


def list_mine(client: Client) -> list[str]:
    cards = client.get(reverse("materials"), {"mine": "1"}).context["cards"]
    return [f"{card.state} {card.errors}" for card in cards]


def test_the_list_of_what_needs_me_is_mine_and_has_errors_first(material: Material, sign_in: SignIn) -> None:
    author = make_person("staff", name="author")
    make_material(author=author, slug="boris", state="draft")
    wrong = make_material(author=author, slug="vera", state="submitted")
    keep_pixel_findings(wrong.shown.key, (ERROR,), checked=1, now=NOON)
    make_material(author=make_person("lead"), slug="own", state="submitted")
    assert list_mine(sign_in("lead")) == ["submitted 1", "submitted 0"]
    assert list_mine(sign_in("staff")) == ["draft 0"]


def test_an_older_version_is_shown_for_the_record_and_offers_nothing_but_to_stop(
    approved: Material, sign_in: SignIn
) -> None:
    Material.objects.update(current=False)
    assert list_offered(sign_in("lead"), approved) == ["withdraw"]
