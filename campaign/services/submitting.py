"""Before a draft is submitted. In: the draft as it is written, the day. Out: what the rules would refuse wherever it
ran, so that its author hears of it before a lead does.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from campaign.checks.content import check_content
from campaign.data import convert
from campaign.data.models import Consent, Draft
from campaign.services import authoring
from campaign.spec.findings import Finding, Severity


def find_errors(draft: Draft, *, today: date) -> tuple[Finding, ...]:
    """Each once, whatever languages it is in. What only some screens refuse is left to them: a consent may be for trams
    alone. Nothing while no template is chosen."""
    return tuple({finding.digest: finding for finding in _find(draft, today=today)}.values())


def _find(draft: Draft, *, today: date) -> Iterator[Finding]:
    sheet, item = authoring.make_sheet(draft), authoring.read(draft).item
    if item is None or sheet.template is None:
        return
    rows = Consent.objects.filter(campaign=draft.campaign, pk__in=authoring.list_chosen(draft)).order_by("pk")
    whole, campaign = (
        replace(item, consents=tuple(map(convert.read_consent, rows))),
        convert.read_campaign(draft.campaign),
    )
    for language in sheet.languages:
        found = check_content(
            campaign=campaign, item=whole, channel=None, language=language, today=today, template=sheet.template
        )
        yield from (finding for finding in found if finding.severity is Severity.ERROR)
