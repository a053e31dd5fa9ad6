"""A finished file looked at again finds what was found when it was made, and makes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.data.convert import read_error, write_body
from campaign.data.models import Rendering, StoredFile
from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.services import rendering, runs
from campaign.services.making import PlanChanged
from campaign.services.surveying import survey
from campaign.spec.channels import Medium
from tests.factories.jobs import TEMPLATES, make_job, write_flashing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BEAT", 60.0)  # the test's transaction holds the database
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.TEMPLATES_FOLDER = TEMPLATES


def make(job: Job) -> Rendering:
    row = rendering.plan_rendering(job)
    rendering.run(row.key)
    row = Rendering.objects.select_related("file").get(key=row.key)
    assert str(read_error(row) or "") == ""
    return row


def test_a_still_and_a_loop_show_again_what_they_showed() -> None:
    for medium in Medium:
        row = make(make_job(medium=medium))
        files = StoredFile.objects.count()
        assert write_body(survey(row)) == row.findings
        assert StoredFile.objects.count() == files


def test_flashes_are_found_again_without_knowing_where_the_loop_rests(settings: Settings, tmp_path: Path) -> None:
    settings.TEMPLATES_FOLDER = write_flashing(tmp_path / "flashing")
    job = replace(make_job(medium=Medium.LOOP), template=load_template(tmp_path / "flashing" / "plain"))
    row = make(job)
    assert "C1" in {finding["rule"] for finding in row.findings}
    assert write_body(survey(row)) == row.findings


def test_what_a_changed_template_made_is_not_looked_at(settings: Settings, tmp_path: Path) -> None:
    row = make(make_job())
    settings.TEMPLATES_FOLDER = write_flashing(tmp_path / "other")
    with pytest.raises(PlanChanged):
        survey(row)
