"""What each role sees, and how people find it."""

import pytest

from campaign.data import queries
from campaign.data.models import Material
from campaign.data.queries import Filter
from tests.factories.rows import (
    NOON,
    make_channel,
    make_material,
    make_organisation,
    make_person,
    make_rendering,
    make_version,
)
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def materials() -> dict[str, Material]:
    """A draft and an approved one of an organisation, and an approved one of another."""
    other = make_version(make_item("vera", text="Вера рисува"), campaign="other")
    other.item.campaign.organisation = make_organisation("other")
    other.item.campaign.save()
    return {
        "draft": make_material(),
        "approved": make_material(make_version(make_item("boris", text="Борис ПЕЕ")), state="approved"),
        "foreign": make_material(other, state="approved", channel="metro"),
    }


def name_all(materials: dict[str, Material], rows: list[Material]) -> list[str]:
    return sorted(name for name, row in materials.items() if row in rows)


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("staff", ["approved", "draft"]),
        ("designer", ["approved", "draft"]),
        ("lead", ["approved", "draft"]),
        ("operator", ["approved", "foreign"]),
        ("administrator", ["approved", "draft", "foreign"]),
    ],
)
def test_each_role_sees_only_what_it_must(materials: dict[str, Material], role: str, seen: list[str]) -> None:
    person = make_person(role, name="who")
    assert name_all(materials, list(queries.find_visible(person))) == seen
    assert [queries.find_material(person, row.pk) is not None for row in materials.values()] == [
        name in seen for name in materials
    ]


def test_a_person_without_an_organisation_sees_nothing(materials: dict[str, Material]) -> None:
    person = make_person("lead", name="who")
    person.organisation = None
    assert list(queries.find_visible(person)) == []


def test_superseded_materials_are_history(materials: dict[str, Material]) -> None:
    Material.objects.filter(pk=materials["draft"].pk).update(current=False)
    assert name_all(materials, list(queries.find_visible(make_person("staff")))) == ["approved"]


@pytest.mark.parametrize(
    ("narrow", "found"),
    [
        (Filter(), ["approved", "draft", "foreign"]),
        (Filter(search="БОРИС"), ["approved"]),
        (Filter(search="пее борис"), ["approved"]),
        (Filter(search="борис чете"), []),
        (Filter(search="вера"), ["foreign"]),
        (Filter(campaign="together"), ["approved", "draft"]),
        (Filter(item="boris"), ["approved"]),
        (Filter(channel="metro"), ["foreign"]),
        (Filter(language="en"), []),
        (Filter(state="approved"), ["approved", "foreign"]),
        (Filter(kind="story"), ["approved", "draft", "foreign"]),
        (Filter(kind="myth"), []),
        (Filter(failed=True), []),
        (Filter(search="%"), []),
    ],
)
def test_a_list_is_narrowed(materials: dict[str, Material], narrow: Filter, found: list[str]) -> None:
    rows = list(queries.list_materials(make_person("administrator"), narrow=narrow))
    assert name_all(materials, rows) == found


def test_failed_renders_are_found(materials: dict[str, Material]) -> None:
    draft = materials["draft"]
    draft.still = make_rendering("broken", state="failed")
    draft.save()
    rows = list(queries.list_materials(make_person("staff"), narrow=Filter(failed=True)))
    assert name_all(materials, rows) == ["draft"]


def test_what_waits_for_a_lead_is_submitted_by_others(materials: dict[str, Material]) -> None:
    Material.objects.filter(pk=materials["draft"].pk).update(state="submitted")
    lead, author = make_person("lead"), make_person("staff")
    assert name_all(materials, list(queries.list_waiting(lead))) == ["draft"]
    assert list(queries.list_waiting(author)) == []


def test_states_are_counted_and_none_is_left_out(materials: dict[str, Material]) -> None:
    counts = queries.count_states(make_person("staff"))
    assert counts == {"draft": 1, "submitted": 0, "approved": 1, "withdrawn": 0, "expired": 0}


def test_a_channels_page_has_its_materials_and_players(materials: dict[str, Material]) -> None:
    page = queries.find_channel_page(make_person("staff"), "tram")
    assert page is not None
    assert (page.channel.slug, name_all(materials, list(page.materials)), page.players) == (
        "tram",
        ["approved", "draft"],
        0,
    )
    assert queries.find_channel_page(make_person("staff"), "none") is None


def test_a_page_of_materials_is_read_in_two_queries_with_all_that_lies_beside_its_loops(
    materials: dict[str, Material], django_assert_num_queries: object
) -> None:
    person = make_person("administrator")
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's own fixture
        for row in queries.list_materials(person):
            assert row.shown.file is not None
            str(row)
            beside = [companion.kind for companion in row.loop.companions.all() if companion.file] if row.loop else []
            assert beside == ["edges"]


def test_before_any_release_there_is_none() -> None:
    make_channel()
    assert queries.find_current_release(at=NOON) is None
