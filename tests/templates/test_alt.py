"""Every template says its picture in a sentence of each language, whatever optional fields are left out."""

import re

import pytest

from campaign.render.alt import LONGEST, compose_alt
from campaign.render.values import check_values
from campaign.spec.formats import Format
from tests.templates.samples import LANGUAGES, TEMPLATES, make_job

SCREEN = Format(320, 180)
GAPS = re.compile(r"\(\s*\)|\s[,.)]|[(,]\s*[,.)]|\.\.|None|=|<|\{")
"""What is left of a sentence whose fields are missing, or of a value that did not say itself."""
CASES = [(name, language) for name, template in TEMPLATES.items() if template.manifest.alt for language in LANGUAGES]


@pytest.mark.parametrize(("name", "language"), CASES)
def test_the_sample_is_said_and_its_source_comes_last(name: str, language: str) -> None:
    job = make_job(name, screen=SCREEN, language=language)
    text = compose_alt(job)
    assert GAPS.findall(text) == []
    assert len(text) < LONGEST
    source = job.item.source
    assert source is not None
    assert text.endswith(f"({source.unit[language]}).")


@pytest.mark.parametrize(("name", "language"), CASES)
def test_what_is_optional_may_be_missing(name: str, language: str) -> None:
    manifest = TEMPLATES[name].manifest
    optional = [field for field, spec in manifest.fields.items() if not spec.required]
    for left_out in (*([field] for field in optional), optional):
        job = make_job(name, screen=SCREEN, language=language, values=dict.fromkeys(left_out))
        # Some fields belong together: without one, the values are refused before anything is said.
        if not check_values(manifest, job.item.values, languages=(language,)):
            assert GAPS.findall(compose_alt(job)) == [], left_out


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_has_its_sentences(name: str) -> None:
    assert set(TEMPLATES[name].manifest.alt) >= set(LANGUAGES)
