"""Drafts as tests need them, in a campaign in Bulgarian and English."""

from typing import Any

from campaign.data.models import Draft
from tests.factories.rows import NOON, make_person, make_version


def make_draft(
    template: str = "story-quote", *, kind: str = "story", typed: dict[str, str] | None = None, **facts: Any
) -> Draft:
    """A new story's, by the staff person; nothing is filled in unless told."""
    campaign = make_version().item.campaign
    by = make_person()
    return Draft.objects.create(
        campaign=campaign,
        kind=kind,
        template=template,
        typed=typed or {},
        by=by,
        changed_by=by,
        changed_at=NOON,
        **facts,
    )
