"""How a statistic would look. In: a draft with a table, a proposal, a channel, a language. Out: a look, drawn once.

Nothing is kept but in memory: the picture that goes on screens is rendered when there is a version.
"""

from campaign.adapters.looks import Look
from campaign.checks.proposals.proposal import Proposal
from campaign.data import convert
from campaign.data.models import Channel, Draft
from campaign.render.manifest import Template
from campaign.render.values import check_values
from campaign.services.figures import list_languages
from campaign.services.looking import look_at
from campaign.services.shelf import Shelf
from campaign.spec import content
from campaign.spec.digest import hash_value
from campaign.spec.errors import CampaignError, RenderFailed

MOST_KEPT = 200
"""Small pictures of some 60 kB each."""
_kept: Shelf[str, Look] = Shelf(most=MOST_KEPT)


class _Unsure(Exception):
    """A look that may be another one next time."""

    def __init__(self, look: Look):
        super().__init__()
        self.look = look


def find_faults(proposal: Proposal, template: Template, *, language: str) -> tuple[CampaignError, ...]:
    """Why there would be no picture: what is missing in this language, or too long."""
    return check_values(template.manifest, proposal.values, languages=(language,))


def draw_proposal(
    draft: Draft, proposal: Proposal, template: Template, *, channel: Channel, language: str, width: int
) -> tuple[str, Look]:
    """The look, and a name for its picture that changes with what is drawn. What has faults is not drawn: a template's
    own figures would stand there. Never raises what drawing raises: that is among the look's faults. Raises
    StoreFailed."""
    faults = find_faults(proposal, template, language=language)
    if faults:
        return "", Look(faults=faults)
    item = make_item(draft, proposal)
    shows = (item.values, item.source, template.digest, draft.campaign.body, channel.body, language, width)
    name = hash_value(shows)[:32]

    def draw() -> Look:
        look = look_at(
            item,
            template=template,
            campaign=draft.campaign,
            media={},
            channel=convert.read_channel(channel),
            language=language,
            width=width,
        ).look
        if any(isinstance(fault, RenderFailed) for fault in look.faults):
            raise _Unsure(look)
        return look

    try:
        return name, _kept.find(name, make=draw)
    except _Unsure as unsure:
        return name, unsure.look


def make_item(draft: Draft, proposal: Proposal) -> content.Item:
    """The statistic as the proposal has it, with the source as far as it is filled in."""
    typed, languages = draft.typed, list_languages(draft.campaign)

    def texts(name: str) -> dict[str, str]:
        return {one: text for one in languages if (text := typed.get(f"{name}.{one}", "").strip())}

    source = content.Source(
        texts("source.name"),
        typed.get("source.period", "").strip(),
        texts("source.population"),
        texts("source.unit"),
        typed.get("source.url", "").strip(),
    )
    return content.Item(
        "draft",
        content.Kind.STATISTIC,
        proposal.template,
        texts("title"),
        proposal.values,
        source=source,
        doubt=texts("doubt"),
    )
