"""Rows and core values: what goes in comes out."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from campaign.data import convert
from campaign.data.models import Rendering
from campaign.render.job import Job, make_key
from campaign.spec.consent import Consent
from campaign.spec.errors import CannotFit, Faults, Place, UnknownName
from campaign.spec.findings import Severity
from campaign.spec.message import say
from tests.factories.jobs import make_job
from tests.factories.rows import make_channel, make_consent, make_finding, make_material, make_version
from tests.factories.values import make_campaign, make_item
from tests.factories.values import make_channel as make_surface

ITEM = replace(
    make_item(until=date(2026, 12, 31), tags=("а", "б")),
    values={"headline": {"bg": "Ана"}, "number": 7.5, "series": [{"label": {"bg": "А"}, "amount": 3}]},
)


@pytest.mark.django_db
def test_bodies_come_back_as_they_went_in() -> None:
    version = make_version(ITEM)
    version.refresh_from_db()
    channel = make_channel()
    channel.refresh_from_db()
    campaign = version.item.campaign
    campaign.refresh_from_db()
    assert convert.read_item(version) == ITEM
    assert convert.read_channel(channel) == make_surface()
    assert convert.read_campaign(campaign) == make_campaign()


@pytest.mark.django_db
def test_findings_come_back_as_they_went_in() -> None:
    findings = (make_finding("E7", severity=Severity.ERROR), make_finding("E9"))
    material = make_material(findings=findings)
    material.refresh_from_db()
    assert convert.read_findings(material) == findings


@pytest.mark.django_db
def test_a_spot_shows_the_approved_file_until_the_sooner_last_day() -> None:
    version = make_version(ITEM)
    make_consent(version, Consent(since=date(2026, 11, 1), until=date(2026, 11, 30)))
    make_consent(version, Consent(since=date(2026, 10, 1)), slug="boris")
    material = make_material(version)
    file = material.shown.file
    assert file is not None
    spot = convert.make_spot(material, file=file)
    assert (spot.material, spot.ref, spot.key, spot.since, spot.until) == (
        str(material.pk),
        "together/ana",
        material.shown.key,
        date(2026, 11, 1),
        date(2026, 11, 30),
    )
    assert (spot.name, spot.media_type, spot.seconds, spot.tags) == (file.name, "video/mp4", 10.0, ("а", "б"))


def test_an_error_keeps_its_kind_message_place_and_mend() -> None:
    error = CannotFit(say("Too long by %(n)d.", n=3), place=Place(field="headline"), hint=say("Shorten it."))
    problem = convert.read_error(Rendering(error=convert.write_error(error)))
    assert problem is not None
    assert (problem.kind, str(problem), problem.message) == ("CannotFit", str(error), error.message)
    assert convert.write_error(Faults([error])) == convert.write_error(error)
    assert convert.read_error(Rendering()) is None


def test_a_job_comes_back_and_keeps_its_content_key_from_then_on() -> None:
    """A whole number may come back as 7.0 the first time; planning keys the job as it came back."""
    job = make_job("Съседи сме")
    back = bring_back(job)
    assert back == job
    assert make_key(bring_back(back), engine="e", encoder="f") == make_key(back, engine="e", encoder="f")


def bring_back(job: Job) -> Job:
    rendering = Rendering(job=convert.write_job(job))
    return convert.read_job(rendering, templates={job.template.id: job.template}, find_file=Path)


def test_a_job_whose_template_is_gone_is_named() -> None:
    body = convert.write_job(make_job())
    with pytest.raises(UnknownName, match="There is no template “plain”"):
        convert.read_job(Rendering(job=body), templates={}, find_file=Path)


@pytest.mark.parametrize(
    ("until", "consent", "last"),
    [
        (None, None, None),
        (date(2026, 12, 1), None, date(2026, 12, 1)),
        (None, date(2026, 11, 1), date(2026, 11, 1)),
        (date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 1)),
    ],
)
@pytest.mark.django_db
def test_the_last_day_is_the_sooner_of_item_and_consent(
    until: date | None, consent: date | None, last: date | None
) -> None:
    version = make_version(make_item(until=until))
    make_consent(version, Consent(until=consent))
    assert convert.find_last_day(version) == last
