"""What can be told without pixels. In: a campaign, an item, the channel, language and day. Out: all findings."""

from collections.abc import Iterator
from datetime import date

from campaign.checks.colours import check_colours
from campaign.checks.consent import check_consent
from campaign.checks.funding import check_funding
from campaign.checks.origin import check_origin
from campaign.checks.points import check_points
from campaign.checks.privacy import check_privacy
from campaign.checks.statistics import check_doubt, check_gaps, check_source, check_sums
from campaign.checks.surveys import check_surveys
from campaign.checks.wording import check_myth, check_words
from campaign.render.manifest import Template
from campaign.spec.channels import Channel
from campaign.spec.content import Campaign, Item
from campaign.spec.findings import Finding
from campaign.spec.languages import split_languages


def check_content(
    *, campaign: Campaign, item: Item, channel: Channel | None, language: str, today: date, template: Template
) -> tuple[Finding, ...]:
    """Every rule on words, figures, people, funds and colours; `channel` is None while nobody knows where it runs. What
    is wrong in both languages of a bilingual picture is told once."""
    found: list[Finding] = []
    for code in split_languages(language):
        for finding in _run(
            campaign=campaign, item=item, channel=channel, language=code, today=today, template=template
        ):
            if finding not in found:
                found.append(finding)
    return tuple(found)


def _run(
    *, campaign: Campaign, item: Item, channel: Channel | None, language: str, today: date, template: Template
) -> Iterator[Finding]:
    yield from check_funding(campaign, language=language)
    yield from check_colours(campaign.brand, template=template)
    yield from check_source(item, language=language, template=template)
    yield from check_sums(item, language=language, template=template)
    yield from check_surveys(item, language=language, template=template)
    yield from check_points(item, language=language, template=template)
    yield from check_gaps(item, template=template)
    yield from check_doubt(item, language=language)
    yield from check_consent(item, channel=channel, today=today, template=template)
    yield from check_privacy(item, language=language)
    yield from check_myth(item, language=language)
    yield from check_words(item, language=language, template=template)
    yield from check_origin(item, language=language, template=template)
