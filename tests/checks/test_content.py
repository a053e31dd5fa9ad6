"""All rules on words run together, and the samples keep them."""

from datetime import date
from pathlib import Path

import pytest

from campaign.adapters.packs import read_pack
from campaign.checks.content import check_content
from campaign.render.folder import load_templates
from campaign.render.manifest import FieldType
from campaign.spec.findings import Finding, Severity
from tests.factories.items import TODAY, make_schema, make_story
from tests.factories.values import make_campaign, make_channel

ROOT = Path(__file__).parents[2]
SAMPLES = ("conet-sofia", "integra-sofia", "school-desegregation", "strazhitsa-shtip", "zaedno-uspyavame")
DOUBTFUL = {"conet-sofia": ["municipal-housing"], "integra-sofia": ["unemployment"]}


def test_every_rule_is_run() -> None:
    text = "Циганите се обаждат на 0888 123 456."
    found = check_content(
        campaign=make_campaign(),
        item=make_story(consents=(), doubt={"es": "?"}, values={"text": {"es": text, "bg": text}}),
        channel=make_channel(),
        language="bg",
        today=TODAY,
        template=make_schema(text=FieldType.TEXT),
    )
    assert [finding.rule for finding in found] == ["E7", "F1", "F5", "E9"]


def check_sample(slug: str, today: date) -> list[Finding]:
    templates = load_templates(ROOT / "templates")
    pack = read_pack(ROOT / "assets" / "samples" / slug, templates=templates).pack
    return [
        finding
        for item in pack.items
        for language in ("bg", "en")
        for finding in check_content(
            campaign=pack.campaign,
            item=item,
            channel=make_channel(),
            language=language,
            today=today,
            template=templates[item.template],
        )
    ]


@pytest.mark.parametrize("slug", SAMPLES)
def test_of_the_samples_only_doubtful_figures_are_refused(slug: str) -> None:
    found = check_sample(slug, TODAY)
    assert {finding.rule for finding in found} <= {"E7"}
    assert sorted({finding.place.item for finding in found}) == DOUBTFUL.get(slug, [])
    assert {finding.severity for finding in found} <= {Severity.ERROR}
