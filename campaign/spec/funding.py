"""Who pays, and what the law makes us show for it (checks.md A)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.spec.languages import Texts


class FundingRules(StrEnum):
    """The regulation in force for the grant; NONE where no money of the Union is in it: a foundation, a city."""

    EU_2021_2027 = "eu-2021-2027"
    EU_2014_2020 = "eu-2014-2020"
    EU_2007_2013 = "eu-2007-2013"
    NONE = "none"


class Demand(StrEnum):
    """A part of the funder's strip that the grant asks for."""

    STATEMENT = "statement"
    FUND = "fund"
    PROGRAMME = "programme"
    ADDED_VALUE = "added_value"
    DISCLAIMER = "disclaimer"
    CONTRACT = "contract"


@dataclass(frozen=True)
class FunderProfile:
    """`statement` is the official wording beside the emblem, never translated by us: a language it lacks cannot be
    published. `fund`, `programme`, further `lines` and the statement on the `added_value` stand under it, in this
    order. `disclaimer` is shown on the material or behind its QR code where the screen is too small.

    `demands` are the parts that must be there, in each language. `sources` tell where a part's words come from, by part
    ("statement", "lines.0") and language: an article of the law, of the grant agreement, of the funder's manual; `ask`
    whom to ask for words that are missing. `emblem` is the Union's: never beside money that is not. `emblem_mm` is
    its least height where the funder asks for more than the law, in mm on the panel."""

    id: str
    title: Texts
    rules: FundingRules
    statement: Texts = field(default_factory=dict)
    lines: tuple[Texts, ...] = ()
    disclaimer: Texts = field(default_factory=dict)
    contract: str = ""
    fund: Texts = field(default_factory=dict)
    programme: Texts = field(default_factory=dict)
    added_value: Texts = field(default_factory=dict)
    demands: tuple[Demand, ...] = ()
    sources: Mapping[str, Texts] = field(default_factory=dict)
    ask: Texts = field(default_factory=dict)
    emblem: bool = True
    emblem_mm: float | None = None

    @property
    def shown_lines(self) -> Mapping[str, Texts]:
        """What stands under the statement, from top to bottom, by its part ("fund", "lines.0")."""
        further = {f"lines.{index}": line for index, line in enumerate(self.lines)}
        parts = {"fund": self.fund, "programme": self.programme, **further, "added_value": self.added_value}
        return {part: texts for part, texts in parts.items() if texts or part.startswith("lines.")}

    @property
    def wordings(self) -> Mapping[str, Texts]:
        """Every part that has words, or must have them."""
        parts = {"statement": self.statement, **self.shown_lines, "disclaimer": self.disclaimer}
        demanded = {demand.value: parts.get(demand.value, {}) for demand in self.demands if demand in _WORDED}
        by_law = {} if self.rules is FundingRules.NONE else {"statement": self.statement}
        return {part: texts for part, texts in parts.items() if texts or "." in part} | demanded | by_law


_WORDED = frozenset(Demand) - {Demand.CONTRACT}
