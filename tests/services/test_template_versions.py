"""Which version of a template is in use: kept when it is first seen, changed only by somebody who says why."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import Rendering, TemplateVersion
from campaign.render.folder import load_template
from campaign.services import leftovers, making, rendering, template_versions
from campaign.services.storage import get_store
from campaign.services.template_folder import Standing, compare_standing, read_folder
from campaign.services.templating import find_templates
from campaign.spec.errors import InvalidTemplate, NotAllowed
from tests.factories.jobs import make_job
from tests.factories.rows import NOON, make_person
from tests.factories.templates import copy_folder, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(settings: Settings, tmp_path: Path) -> Path:
    return copy_folder(settings, tmp_path)


def test_what_was_never_seen_is_in_use_as_the_folder_has_it_and_then_kept(root: Path) -> None:
    first = load_template(root / "plain").digest
    assert template_versions.load_in_use()["plain"].digest == first
    assert not TemplateVersion.objects.exists()
    template_versions.take_new(now=NOON)
    template_versions.take_new(now=NOON)
    [row] = TemplateVersion.objects.all()
    assert (row.slug, row.digest, row.by) == ("plain", first, None)


def test_an_edited_folder_is_not_in_use_until_somebody_says_why(root: Path) -> None:
    template_versions.take_new(now=NOON)
    first = TemplateVersion.objects.get().digest
    changed = edit(root)
    assert compare_standing(read_folder(), template_versions.find_in_use()) == {"plain": Standing.CHANGED}
    assert [template_versions.load_in_use()["plain"].digest, find_templates()["plain"].digest] == [first] * 2
    designer = make_person("designer")
    with pytest.raises(NotAllowed):
        template_versions.take_in_use({"plain": changed}, by=designer, now=NOON, why=" ")
    with pytest.raises(NotAllowed):
        template_versions.take_in_use({"plain": changed}, by=make_person("staff"), now=NOON, why="По-топло.")
    with pytest.raises(NotAllowed):  # it is not what was looked at
        template_versions.take_in_use({"plain": first}, by=designer, now=NOON, why="По-топло.")
    template_versions.take_in_use({"plain": changed}, by=designer, now=NOON, why="По-топло.")
    assert [template_versions.load_in_use()["plain"].digest, find_templates()["plain"].digest] == [changed] * 2
    assert compare_standing(read_folder(), template_versions.find_in_use()) == {"plain": Standing.IN_USE}


def test_a_host_without_the_folder_draws_with_the_version_in_use(root: Path, settings: Settings) -> None:
    template_versions.take_new(now=NOON)
    digest = TemplateVersion.objects.get().digest
    shutil.rmtree(root)
    settings.HOME = root.parent / "another-host"
    template = template_versions.load_in_use()["plain"]
    assert (template.digest, template.folder.is_relative_to(settings.HOME)) == (digest, True)
    shutil.rmtree(settings.HOME)  # somebody made room
    assert template_versions.load_in_use()["plain"].digest == digest


def test_what_was_planned_is_rendered_with_its_version_though_the_folder_is_edited(root: Path) -> None:
    template_versions.take_new(now=NOON)
    job = replace(make_job(), template=template_versions.load_in_use()["plain"])
    row = rendering.plan_rendering(job)
    template_versions.take_in_use({"plain": edit(root)}, by=make_person("designer"), now=NOON, why="По-топло.")
    rendering.run(row.key)
    row.refresh_from_db()
    assert row.state == Rendering.State.DONE
    again = rendering.plan_rendering(replace(job, template=replace(job.template, digest="0" * 64)))
    with pytest.raises(making.PlanChanged):
        making.make_file(again, on_progress=lambda share: None)


def test_an_archive_that_holds_something_else_is_refused(root: Path) -> None:
    template_versions.take_new(now=NOON)
    row = TemplateVersion.objects.get()
    row.digest = "0" * 64
    row.save()
    with pytest.raises(InvalidTemplate):
        template_versions.open_version(row)
    assert "plain" not in find_templates()


def test_a_broken_folder_of_a_template_in_use_stops_nothing(root: Path) -> None:
    template_versions.take_new(now=NOON)
    (root / "plain" / "template.toml").write_text("title = ")
    assert template_versions.load_in_use()["plain"].digest == TemplateVersion.objects.get().digest
    assert compare_standing(read_folder(), template_versions.find_in_use()) == {"plain": Standing.BROKEN}


def test_archives_outlive_the_removal_of_what_nothing_names(root: Path) -> None:
    template_versions.take_new(now=NOON)
    row = TemplateVersion.objects.get()
    assert row.archive is not None
    type(row.archive).objects.update(made_at=timezone.now() - leftovers.SETTLED * 2)
    assert leftovers._remove_strays(now=timezone.now()) == 0
    assert get_store().exists(row.archive.name)
