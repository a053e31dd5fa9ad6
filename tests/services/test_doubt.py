"""A figure of the sample campaigns that is marked unverified never reaches a screen."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as product
from pytest_django import Settings

from campaign.adapters.packs import read_pack
from campaign.data.models import Material, Rendering
from campaign.render.folder import load_templates
from campaign.services import content, drafts, review
from campaign.services.storage import get_store
from campaign.spec.errors import NotAllowed
from tests.factories.rows import NOON, keep_file, make_organisation, make_person
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.values import make_channel

pytestmark = pytest.mark.django_db
PACK, DOUBTFUL = "conet-sofia", "municipal-housing"


@pytest.fixture
def materials(tmp_path: Path, settings: Settings) -> dict[str, Material]:
    """The sample campaign on one channel, submitted, with stand-ins for its renderings; item → material."""
    settings.STORE = f"file:{tmp_path / 'store'}"
    templates = load_templates(product.TEMPLATES_FOLDER)
    content.import_channels({"tram": make_channel()})
    loaded = read_pack(product.SAMPLES_FOLDER / PACK, templates=templates, work=tmp_path / "work")
    content.import_pack(loaded, author=make_person("staff"), organisation=make_organisation(), store=get_store())
    content.plan_materials(templates=templates, today=date(2026, 11, 22))
    Rendering.objects.update(state="done", file=keep_file(b"picture", suffix="mp4", media_type="video/mp4"))
    for material in Material.objects.all():
        review.submit(material, by=make_person("staff"))
    return {material.version.item.slug: material for material in Material.objects.all()}


def test_the_lead_cannot_approve_it(materials: dict[str, Material]) -> None:
    doubtful = materials[DOUBTFUL]
    with pytest.raises(NotAllowed) as refused:
        review.approve(doubtful, by=make_person("lead"), key=doubtful.shown.key, reason="Изглежда вярно.")
    assert refused.value.place.item.endswith(DOUBTFUL)


def test_even_an_approved_one_is_refused_at_publication(materials: dict[str, Material], tmp_path: Path) -> None:
    lead = make_person("lead")
    for slug, material in materials.items():
        if slug != DOUBTFUL:
            review.approve(material, by=lead, key=material.shown.key, reason="Прочетено.")
    doubtful = materials[DOUBTFUL]
    doubtful.approvals.create(key=doubtful.shown.key, by=lead)
    Material.objects.filter(pk=doubtful.pk).update(state="approved", findings=[])
    schedules = write_schedules(tmp_path / "schedules", flights=FLIGHTS.replace("together", PACK))
    made = drafts.draft(now=NOON, schedules=schedules)
    assert sorted(spot.item for spot in made.release.spots) == sorted(set(materials) - {DOUBTFUL})
    assert [str(error.message) for error in made.refused] == ["A figure in it is not verified (rule E7)."]
