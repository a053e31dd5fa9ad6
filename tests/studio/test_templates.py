"""The templates' gallery, before and after, and taking in use, as people meet them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from campaign.data.models import Channel, Material, Rendering, TemplateVersion
from campaign.services import template_versions
from campaign.services.planning import plan_materials
from campaign.spec.channels import Medium
from campaign.spec.digest import to_plain
from campaign.spec.formats import Format
from tests.factories import values
from tests.factories.rows import NOON, make_person, make_still, make_version
from tests.factories.templates import copy_folder, edit

SignIn = Callable[[str], Client]


@pytest.fixture
def root(settings: Settings, tmp_path: Path, db: None) -> Path:
    return copy_folder(settings, tmp_path)


@pytest.fixture
def material(root: Path) -> Material:
    """Planned with the version in use; its picture is one that a test made."""
    channel = replace(
        values.make_channel(medium=Medium.STILL), format=Format(320, 180, diagonal_inches=7, viewing_distance_m=0.5)
    )
    Channel.objects.create(slug="tram", body=to_plain(channel))
    make_version(author=make_person("staff", name="author"))
    plan_materials(templates=template_versions.take_new(now=NOON), today=NOON.date())
    Rendering.objects.update(file=make_still(), state="done", started_at=NOON, done_at=NOON)
    Material.objects.update(state="approved")
    return Material.objects.get()


def visit(client: Client, name: str, *args: object, **query: str) -> Any:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.context


def test_every_template_is_shown_with_who_uses_it(material: Material, sign_in: SignIn) -> None:
    client = sign_in("designer")
    [one] = visit(client, "templates")["shown"]
    assert (one.card.slug, one.card.standing, one.card.usage.items, one.card.usage.materials) == (
        "plain",
        "in-use",
        1,
        1,
    )
    assert client.get(one.sample.small).headers["Content-Type"] == "image/jpeg"
    page = visit(client, "template", "plain")
    assert [user["title"] for user in page["users"]] == ["Ана чете първа"]
    assert {sample.language for _, samples in page["rows"] for sample in samples} == {"bg", "en", "bg+en", "ar"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "statistic"}, 1),
        ({"standing": "changed"}, 0),
        ({"screen": "tram"}, 1),
        ({"screen": "nowhere"}, 0),
        ({"language": "xx", "kind": "?"}, 0),
    ],
)
def test_the_gallery_is_narrowed(query: dict[str, str], found: int, material: Material, sign_in: SignIn) -> None:
    assert len(visit(sign_in("staff"), "templates", **query)["shown"]) == found


def test_a_sample_that_is_none_is_not_found(material: Material, sign_in: SignIn) -> None:
    client = sign_in("designer")
    [one] = visit(client, "templates")["shown"]
    version = one.sample.small.partition("?")[2]
    odd = [
        ("plain", "tram", "xx", version),
        ("plain", "nowhere", "bg", version),
        ("plain", "tram", "bg", "version=0"),
        ("none", "tram", "bg", version),
    ]
    for slug, screen, language, query in odd:
        address = reverse("template-sample", args=[slug, screen, language])
        assert client.get(f"{address}?{query}").status_code == 404


def test_a_broken_folder_is_told_with_its_file_and_the_stories_go_on(
    root: Path, material: Material, sign_in: SignIn
) -> None:
    (root / "plain" / "template.toml").write_text("title = ")
    [one] = visit(sign_in("designer"), "templates")["shown"]
    assert (one.card.standing, one.card.faults[0].startswith("plain/template.toml")) == ("broken", True)
    assert one.sample is not None


def test_what_a_change_would_do_is_counted_by_campaign_and_channel(
    root: Path, material: Material, sign_in: SignIn
) -> None:
    edit(root)
    page = visit(sign_in("designer"), "template-changes")
    assert [(name, counts) for name, counts in page["columns"]] == [("Трамвай", (1,))]
    assert (page["cost"].stills, page["cost"].loops, page["approved"], page["elsewhere"]) == (1, 0, 1, 0)
    [change] = page["changes"]
    assert (change.card.pk, change.trial) == (material.pk, None)


def test_before_and_after_are_drawn_when_they_are_asked_for(root: Path, material: Material, sign_in: SignIn) -> None:
    edit(root)
    client = sign_in("lead")
    address = reverse("template-trial", args=[material.pk])
    piece = client.get(address, headers={"HX-Request": "true"})
    assert (piece.status_code, b"<html" in piece.content) == (200, False)
    assert b"<html" in client.get(address).content  # without scripts it is a page of its own
    [change] = visit(client, "template-changes")["changes"]
    assert change.trial.share > 0.5
    for kind in ("before", "after", "marks"):
        answer = client.get(reverse("template-trial-picture", args=[material.pk, kind]))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert client.get(reverse("template-trial-picture", args=[material.pk, "other"])).status_code == 404


def test_a_stranger_sees_no_material_before_or_after(root: Path, material: Material) -> None:
    edit(root)
    client = Client()
    client.force_login(make_person("lead", name="stranger", organisation="elsewhere"))
    page = visit(client, "template-changes")
    assert (list(page["changes"]), page["elsewhere"]) == ([], 1)
    for name, args in (("template-trial", [material.pk]), ("template-trial-picture", [material.pk, "after"])):
        assert client.get(reverse(name, args=args)).status_code == 404


def test_a_designer_takes_in_use_what_was_looked_at_and_says_why(
    root: Path, material: Material, sign_in: SignIn
) -> None:
    first, digest = TemplateVersion.objects.get().digest, edit(root)
    client, address = sign_in("designer"), reverse("use-templates")
    for posted in ({}, {"use": f"plain:{first}", "why": "По-топло."}, {"use": f"plain:{digest}", "why": ""}):
        answer = client.post(address, posted)
        assert (answer.status_code, len(answer.context["faults"])) == (409, 1)
    assert client.post(address, {"use": f"plain:{digest}", "why": "По-топло."}).status_code == 302
    newest = TemplateVersion.objects.last()
    assert newest is not None
    assert (newest.digest, newest.why) == (digest, "По-топло.")
    assert Material.objects.get(current=True).state == "submitted"
    assert visit(client, "template-changes")["waiting"] == ()
    assert [row.why for row in visit(client, "template", "plain")["versions"]] == ["По-топло.", ""]


def test_a_designers_home_counts_what_waits_to_be_taken_in_use(root: Path, material: Material, sign_in: SignIn) -> None:
    counts = []
    for _ in range(2):
        counts += [
            tile.count for tile in visit(sign_in("designer"), "home")["tiles"] if "/template-changes" in tile.url
        ]
        edit(root)
    assert counts == [0, 1]


def test_staff_look_and_take_nothing_in_use(root: Path, material: Material, sign_in: SignIn) -> None:
    digest, client = edit(root), sign_in("staff")
    assert not visit(client, "template-changes")["may_use"]
    assert client.post(reverse("use-templates"), {"use": f"plain:{digest}", "why": "?"}).status_code == 403
