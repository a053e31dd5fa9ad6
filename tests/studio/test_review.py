"""The review queue: who meets what, what is approved by exactly which key, what is returned, what came before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaign.data import reviews
from campaign.data.models import Approval, Channel, Material, Membership, User
from campaign.services import review
from campaign.spec.difference import Change, Run
from tests.factories import values
from tests.factories.rows import make_channel, make_person, make_rendering, make_still, make_version
from tests.studio.rows import make_material, make_warning

SignIn = Callable[[str], Client]


@pytest.fixture
def author(db: None) -> User:
    return make_person("staff", name="author")


def submit(material: Material) -> Material:
    return review.submit(material, by=make_person("staff", name="author"))


def visit(client: Client, item: int) -> Any:
    """What its page was made of."""
    answer = client.get(reverse("review-item", args=[item]))
    assert answer.status_code == 200
    return answer.context


def post(client: Client, name: str, item: int, **data: object) -> int:
    return client.post(reverse(name, args=[item]), data).status_code


def test_the_queue_has_one_entry_a_story_and_nobodys_own(author: User, sign_in: SignIn) -> None:
    for language in ("bg", "en"):
        submit(make_material(author=author, language=language))
    make_material(author=make_person("lead"), slug="own", state="submitted")
    make_material(author=author, slug="draft")
    waiting = sign_in("lead").get(reverse("review")).context["waiting"]
    assert [(one.card.title, one.case.materials) for one in waiting] == [("Ана чете първа", 2)]


def test_what_is_not_rendered_comes_last_and_is_passed_over(author: User, sign_in: SignIn) -> None:
    late = submit(make_material(author=author, slug="late", still=make_rendering("late", state="due")))
    first = submit(make_material(author=author, slug="first"))
    second = submit(make_material(author=author, slug="second"))
    cases = reviews.list_cases(make_person("lead"))
    assert [case.item for case in cases] == [row.version.item_id for row in (first, second, late)]
    page = visit(sign_in("lead"), first.version.item_id)
    assert (page["number"], page["total"], page["previous"]) == (1, 2, None)
    assert page["following"] == second.version.item_id
    assert post(sign_in("lead"), "review-approve", late.version.item_id, seen=f"{late.pk}:{late.shown.key}") == 409
    late.refresh_from_db()
    assert late.state == "submitted"


def test_only_what_was_shown_is_approved_each_by_its_own_key(author: User, sign_in: SignIn) -> None:
    first, second, third = (submit(make_material(author=author, language=code)) for code in ("bg", "en", "tr"))
    seen = [f"{first.pk}:{first.shown.key}", f"{second.pk}:{'0' * 64}"]
    assert post(sign_in("lead"), "review-approve", first.version.item_id, seen=seen) == 409
    states = Material.objects.order_by("pk").values_list("pk", "state")
    assert dict(states) == {first.pk: "approved", second.pk: "submitted", third.pk: "submitted"}
    [approval] = Approval.objects.all()
    assert (approval.material_id, approval.key) == (first.pk, first.shown.key)


def test_nothing_chosen_is_said_in_words(author: User, sign_in: SignIn) -> None:
    material = submit(make_material(author=author))
    answer = sign_in("lead").post(reverse("review-approve", args=[material.version.item_id]))
    assert (answer.status_code, len(answer.context["faults"])) == (409, 1)


def test_after_the_last_picture_comes_the_next_story(author: User, sign_in: SignIn) -> None:
    first, second = (submit(make_material(author=author, slug=slug)) for slug in ("first", "second"))
    client = sign_in("lead")
    for row, address in (
        (first, reverse("review-item", args=[second.version.item_id])),
        (second, reverse("review")),
    ):
        seen = {"seen": f"{row.pk}:{row.shown.key}"}
        answer = client.post(reverse("review-approve", args=[row.version.item_id]), seen)
        assert (answer.status_code, answer.headers["Location"]) == (302, address)


def test_a_return_keeps_its_words_with_every_picture_and_in_the_history(author: User, sign_in: SignIn) -> None:
    rows = [submit(make_material(author=author, language=code)) for code in ("bg", "en")]
    item, client = rows[0].version.item_id, sign_in("lead")
    assert post(client, "review-return", item, material=[row.pk for row in rows], why="") == 409
    assert post(client, "review-return", item, material=[], why="По-кратко.") == 409
    assert post(client, "review-return", item, material=[row.pk for row in rows], why="По-кратко.") == 302
    assert list(Material.objects.values_list("state", "note")) == [("draft", "По-кратко.")] * 2
    submit(rows[0])
    steps = visit(client, item)["history"]
    assert [(step.who, step.note, step.count) for step in steps] == [
        ("author", "", 1),
        ("lead", "По-кратко.", 2),
        ("author", "", 2),
    ]


def test_what_was_typed_stays_when_a_return_is_refused(author: User, sign_in: SignIn) -> None:
    material = submit(make_material(author=author))
    answer = sign_in("lead").post(
        reverse("review-return", args=[material.version.item_id]), {"why": "Снимката е тъмна.", "material": []}
    )
    assert "Снимката е тъмна.</textarea>" in answer.content.decode()


def test_a_warning_is_accepted_in_all_pictures_of_the_page_at_once(author: User, sign_in: SignIn) -> None:
    rows = [submit(make_material(author=author, language=code, findings=(make_warning(),))) for code in ("bg", "en")]
    client, item = sign_in("lead"), rows[0].version.item_id
    everything = visit(client, item)["everything"]
    posted = {
        "key": rows[0].shown.key,
        "finding": make_warning().digest,
        "reason": "Тя го потвърди.",
        "back": "review",
        "also": everything,
    }
    answer = client.post(reverse("accept", args=[rows[0].pk]), posted)
    assert answer.headers["Location"] == f"{reverse('review-item', args=[item])}#picture-{rows[0].pk}"
    assert list(Material.objects.values_list("warnings", flat=True)) == [0, 0]
    assert all(figure.may_approve for figure in visit(client, item)["figures"])


@pytest.fixture
def changed(author: User) -> Material:
    """Submitted again with other words and another picture, after an approval."""
    old = submit(make_material(author=author))
    review.approve(old, by=make_person("lead", name="other"), key=old.shown.key)
    Material.objects.update(current=False)
    return submit(
        Material.objects.create(
            version=make_version(values.make_item(text="Ана чете втора"), author=author),
            channel=make_channel(),
            language="bg",
            still=make_rendering("new", file=make_still("#e4572e")),
        )
    )


def test_words_and_pictures_are_held_against_what_was_approved_last(changed: Material, sign_in: SignIn) -> None:
    page = visit(sign_in("lead"), changed.version.item_id)
    [figure] = page["figures"]
    assert (figure.before.who, figure.before.is_this, figure.before.pair.is_same) == ("other", False, False)
    headline = next(one for one in page["wording"] if one.runs[-1] == Run(Change.NEW, "втора"))
    assert headline.runs == (
        Run(Change.SAME, "Ана чете "),
        Run(Change.GONE, "първа"),
        Run(Change.NEW, "втора"),
    )


def test_what_changed_is_marked_on_the_picture(changed: Material, sign_in: SignIn) -> None:
    client = sign_in("lead")
    answer = client.get(reverse("review-marks", args=[changed.pk]))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    old = Material.objects.filter(current=False).get()
    assert old.still.file is not None
    picture = client.get(reverse("file", args=[old.still.file.name]))  # the one it is held against
    assert (picture.status_code, picture.getvalue()[:4]) == (200, b"\x89PNG")


def test_of_a_first_picture_nothing_is_marked(author: User, sign_in: SignIn) -> None:
    material = submit(make_material(author=author))
    assert sign_in("lead").get(reverse("review-marks", args=[material.pk])).status_code == 404
    assert visit(sign_in("lead"), material.version.item_id)["wording"] is None


def test_the_very_picture_that_was_approved_before_is_said_to_be_so(author: User, sign_in: SignIn) -> None:
    material = submit(make_material(author=author))
    review.approve(material, by=make_person("lead", name="other"), key=material.shown.key)
    Material.objects.update(state="submitted")
    [figure] = visit(sign_in("lead"), material.version.item_id)["figures"]
    assert (figure.before.is_this, figure.before.pair) == (True, None)


def test_who_is_lead_of_one_campaign_judges_that_one_and_staff_of_one_does_not(author: User, sign_in: SignIn) -> None:
    material = submit(make_material(author=author))
    campaign = material.version.item.campaign
    staff, lead = make_person("staff"), make_person("lead")
    Membership.objects.create(user=staff, campaign=campaign, role="lead")
    Membership.objects.create(user=lead, campaign=campaign, role="staff")
    assert [len(reviews.list_cases(person)) for person in (staff, lead)] == [1, 0]
    assert post(sign_in("lead"), "review-approve", material.version.item_id, seen=f"{material.pk}:x") == 302
    material.refresh_from_db()
    assert material.state == "submitted"


def test_a_story_with_many_pictures_needs_few_queries(
    author: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    codes = ("bg", "en", "tr", "ro", "ar", "uk", "fr", "nl", "es")
    channels = [make_channel(), Channel.objects.create(slug="metro", body=make_channel().body, position=1)]
    rows = [
        submit(make_material(author=author, language=code, channel=channel, findings=(make_warning(),)))
        for channel in channels
        for code in codes
    ]
    client = sign_in("lead")
    with django_assert_max_num_queries(40):
        page = visit(client, rows[0].version.item_id)
    assert len(page["figures"]) == 12
