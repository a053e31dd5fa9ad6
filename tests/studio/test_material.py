"""One material: its page, what people may do to it, and refusals in words."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from campaign.data.models import Material, Rendering, User
from tests.factories.rows import keep_file, make_person, make_rendering
from tests.studio.rows import make_material

SignIn = Callable[[str], Client]


@pytest.fixture
def author(db: None) -> User:
    return make_person("staff", name="author")


def list_offered(client: Client, material: Material) -> list[str]:
    acts = client.get(reverse("material", args=[material.pk])).context["acts"]
    return [form.act.value for form in acts]


def do(client: Client, material: Material, act: str, **data: str) -> int:
    posted = {"key": material.shown.key, **data}
    return client.post(reverse("act", args=[material.pk, act]), posted).status_code


def read_state(material: Material) -> str:
    material.refresh_from_db()
    return material.state


def test_each_role_is_offered_its_own_acts(author: User, sign_in: SignIn) -> None:
    material = make_material(author=author, state="submitted")
    offered = {role: list_offered(sign_in(role), material) for role in ("staff", "designer", "lead", "administrator")}
    assert offered == {
        "staff": ["withdraw"],
        "designer": [],
        "lead": ["approve", "return", "withdraw"],
        "administrator": ["approve", "return", "withdraw"],
    }


def test_who_may_write_goes_from_a_picture_to_its_story(author: User, sign_in: SignIn) -> None:
    material = make_material(author=author)
    edit = reverse("edit-item", args=[material.version.item_id])
    story = reverse("item", args=[material.version.item_id])
    offered = {}
    for role in ("staff", "lead", "designer", "operator"):
        page = sign_in(role).get(reverse("material", args=[material.pk])).content.decode()
        offered[role] = [f'action="{edit}"' in page, f'href="{story}"' in page]
    assert offered == {
        "staff": [True, True],
        "lead": [True, True],
        "designer": [False, True],
        "operator": [False, False],
    }


def test_from_draft_to_approved_by_two_people(author: User, sign_in: SignIn) -> None:
    material = make_material(author=author)
    assert do(sign_in("staff"), material, "submit") == 302
    assert do(sign_in("lead"), material, "approve") == 302
    assert read_state(material) == "approved"
    [approval] = material.approvals.all()
    assert (approval.by.username, approval.key) == ("lead", material.shown.key)


def test_a_lead_is_told_that_nobody_approves_their_own_work(db: None) -> None:
    lead = make_person("lead")
    material = make_material(author=lead, state="submitted")
    client = Client()
    client.force_login(lead)
    client.cookies["django_language"] = "en"
    answer = client.post(reverse("act", args=[material.pk, "approve"]), {"key": material.shown.key})
    assert answer.status_code == 409
    assert "Nobody approves their own work." in answer.content.decode()
    assert read_state(material) == "submitted"
    assert list_offered(client, material) == ["return", "withdraw"]


def test_another_picture_than_the_one_looked_at_is_not_approved(author: User, sign_in: SignIn) -> None:
    material = make_material(author=author, state="submitted")
    assert do(sign_in("lead"), material, "approve", key="0" * 64) == 409
    assert read_state(material) == "submitted"


def test_a_return_and_a_withdrawal_say_why(author: User, sign_in: SignIn) -> None:
    material = make_material(author=author, state="submitted")
    client = sign_in("lead")
    assert do(client, material, "return") == 409
    assert do(client, material, "return", reason="По-кратко, моля.") == 302
    assert "По-кратко, моля." in client.get(reverse("material", args=[material.pk])).content.decode()
    assert do(client, material, "withdraw", reason="Помоли ни.") == 302
    assert read_state(material) == "withdrawn"
    steps = client.get(reverse("material", args=[material.pk])).context["steps"]
    assert [(step.who, step.why) for step in steps] == [
        ("author", ""),
        ("lead", "По-кратко, моля."),
        ("lead", "Помоли ни."),
    ]


def test_an_operator_may_not_act(author: User, sign_in: SignIn) -> None:
    material = make_material(author=author, state="approved")
    assert do(sign_in("operator"), material, "withdraw", reason="?") == 403


def test_trying_again_makes_the_failed_rendering_due(author: User, sign_in: SignIn) -> None:
    material = make_material(author=author, still=make_rendering("broken", state="failed"))
    answer = sign_in("staff").post(reverse("retry", args=[material.pk]))
    assert answer.status_code == 302
    assert Rendering.objects.get().state in (Rendering.State.DUE, Rendering.State.QUEUED)


def test_a_loop_plays_in_parts_and_from_the_browsers_memory(author: User, sign_in: SignIn) -> None:
    clip = keep_file(b"0123456789", suffix="mp4", media_type="video/mp4")
    make_material(author=author, loop=make_rendering("loop", file=clip, moving=True))
    client, address = sign_in("lead"), reverse("file", args=[clip.name])

    def ask(**headers: str) -> tuple[int, bytes, str | None]:
        answer = client.get(address, headers=headers)
        return answer.status_code, answer.getvalue(), answer.headers.get("Content-Range")

    assert ask() == (200, b"0123456789", None)
    assert ask(range="bytes=2-4") == (206, b"234", "bytes 2-4/10")
    assert ask(range="bytes=-3") == (206, b"789", "bytes 7-9/10")
    assert ask(range="bytes=99-") == (416, b"", "bytes */10")
    assert ask(if_none_match=f'"{clip.sha256}"') == (304, b"", None)


def test_the_page_plays_the_loop_over_its_poster(author: User, sign_in: SignIn) -> None:
    clip = keep_file(b"0123456789", suffix="mp4", media_type="video/mp4")
    material = make_material(author=author, loop=make_rendering("loop", file=clip, moving=True))
    page = sign_in("lead").get(reverse("material", args=[material.pk])).content.decode()
    assert material.still.file is not None
    assert f'poster="/files/{material.still.file.name}"' in page
    assert f'src="/files/{clip.name}"' in page


def test_each_language_is_said_by_itself_with_where_its_words_come_from(author: User, sign_in: SignIn) -> None:
    material = make_material(author=author, language="bg+en")
    material.version.body["alt"] = {"en": "A girl reads to her class."}
    material.version.save()
    material.alt = "Момиче чете пред класа.\nA girl reads to her class."
    material.save()
    page = sign_in("staff").get(reverse("material", args=[material.pk]))
    with override("bg"):
        assert [(said.code, said.text, said.origin) for said in page.context["alts"]] == [
            ("bg", "Момиче чете пред класа.", gettext("Composed from the content.")),
            ("en", "A girl reads to her class.", gettext("Written for this item.")),
        ]
