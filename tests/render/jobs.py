"""Jobs to test with. In: values that differ from the samples. Out: a small job of the plain test template."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.render.manifest import Template
from campaign.render.sample import make_sample_job
from campaign.spec.channels import Medium, Profile
from campaign.spec.formats import Format

ROOT = Path(__file__).parent / "templates"
SMALL = Format(320, 180, 10, 1)


def load_plain() -> Template:
    return load_template(ROOT / "plain")


def make_job(
    *,
    language: str = "bg",
    screen: Format = SMALL,
    medium: Medium = Medium.STILL,
    profile: Profile | None = None,
    template: Template | None = None,
    **values: Any,
) -> Job:
    job = make_sample_job(
        template or load_plain(), language=language, screen=screen, medium=medium, profile=profile, slot_seconds=5
    )
    return replace(job, item=replace(job.item, values={**job.item.values, **values}))
