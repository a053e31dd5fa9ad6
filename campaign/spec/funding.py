"""Who pays, and what the law makes us show for it (checks.md A)."""

from dataclasses import dataclass, field
from enum import StrEnum

from campaign.spec.languages import Texts


class FundingRules(StrEnum):
    """The regulation in force for the grant."""

    EU_2021_2027 = "eu-2021-2027"
    EU_2014_2020 = "eu-2014-2020"
    EU_2007_2013 = "eu-2007-2013"


@dataclass(frozen=True)
class FunderProfile:
    """`statement` is the official wording beside the emblem, never translated by us: a language it lacks
    cannot be published. `lines` are further lines the programme demands (fund, programme, added value),
    `disclaimer` is shown on the material or behind its QR code where the screen is too small."""

    id: str
    title: Texts
    rules: FundingRules
    statement: Texts
    lines: tuple[Texts, ...] = ()
    disclaimer: Texts = field(default_factory=dict)
    contract: str = ""
