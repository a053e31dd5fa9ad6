"""The list: filters, search, progress, and no query a row."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from campaign.data.convert import write_body
from campaign.data.models import Companion, Material, User
from tests.factories.rows import make_channel, make_person, make_rendering, make_still
from tests.studio.rows import keep_beside, make_flash, make_material, make_warning

SignIn = Callable[[str], Client]


@pytest.fixture
def author(db: None) -> User:
    return make_person("staff", name="author")


def list_shown(client: Client, **narrow: str) -> list[int]:
    context = client.get(reverse("materials"), narrow).context
    return [card.pk for card in context["cards"]]


def test_filters_narrow_and_combine(author: User, sign_in: SignIn) -> None:
    tram = make_material(author=author, state="submitted")
    metro = make_material(author=author, channel=make_channel("metro"), language="en")
    client = sign_in("lead")
    assert list_shown(client) == [metro.pk, tram.pk]
    assert list_shown(client, channel="tram") == [tram.pk]
    assert list_shown(client, language="en") == [metro.pk]
    assert list_shown(client, state="submitted", campaign="together") == [tram.pk]
    assert list_shown(client, state="submitted", language="en") == []


def test_search_minds_no_case_in_cyrillic(author: User, sign_in: SignIn) -> None:
    ana = make_material(author=author)
    client = sign_in("lead")
    assert list_shown(client, search="АНА Чете") == [ana.pk]
    assert list_shown(client, search="борис") == []


def test_the_tabs_count_what_the_other_filters_leave(author: User, sign_in: SignIn) -> None:
    make_material(author=author, state="submitted")
    make_material(author=author, language="en")
    states = sign_in("lead").get(reverse("materials"), {"language": "en"}).context["states"]
    assert [(state, count) for state, _, count in states] == [("draft", 1)]


def test_htmx_gets_the_list_alone(author: User, sign_in: SignIn) -> None:
    make_material(author=author)
    part = sign_in("lead").get(reverse("materials"), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="list">')


def test_progress_is_asked_for_only_while_something_is_rendered(author: User, sign_in: SignIn) -> None:
    running = make_rendering("loop", state="running", moving=True)
    material = make_material(author=author, loop=running)
    client = sign_in("lead")
    assert f"/progress?of={material.pk}" in client.get(reverse("materials")).content.decode()
    running.state, running.file = "done", make_still("#e4572e")
    running.save()
    answer = client.get(reverse("progress"), {"of": str(material.pk)}).content.decode()
    assert "hx-trigger" not in answer
    assert f'id="card-{material.pk}" hx-swap-oob="true"' in answer


def test_a_failed_rendering_says_why_and_what_to_do(author: User, sign_in: SignIn) -> None:
    make_material(author=author, still=make_rendering("broken", state="failed"))
    client = sign_in("lead")
    client.cookies["django_language"] = "en"
    [card] = client.get(reverse("materials"), {"failed": "1"}).context["cards"]
    assert card.trouble.what == "The text is 12 characters too long."
    assert card.trouble.mend == "Shorten it, or let it stand longer."


def test_twenty_four_cards_cost_no_more_queries_than_two(
    author: User, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in("lead")
    for number in range(30):
        make_material(author=author, slug=f"story-{number}")
    assert Material.objects.count() == 30
    with django_assert_num_queries(12):
        assert len(list_shown(client)) == 24


def test_what_lies_beside_loops_costs_a_list_one_query(
    author: User, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in("lead")
    for number in range(6):
        loop = make_rendering(f"loop {number}", moving=True)
        make_material(author=author, slug=f"story-{number}", loop=loop)
        keep_beside(loop, Companion.Kind.PREVIEW)
    with django_assert_num_queries(13):
        answer = client.get(reverse("materials"))
        assert answer.content.decode().count('class="moves"') == 6


def test_findings_of_the_pixels_count_as_those_of_the_words_do(author: User, sign_in: SignIn) -> None:
    loop = make_rendering("loop", moving=True)
    loop.findings = write_body((make_flash(),))
    loop.save()
    make_material(author=author, loop=loop, findings=(make_warning(),))
    [card] = sign_in("lead").get(reverse("materials")).context["cards"]
    assert (card.errors, card.warnings) == (1, 1)
