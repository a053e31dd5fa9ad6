"""One case of the corpus. A module of cases a rule exposes CASES, at least twelve good and twelve bad ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from campaign.spec.findings import Finding


@dataclass(frozen=True)
class Case:
    """`find` runs the check on the case and gives all its findings; in a bad case the rule is among them, in a good one
    it is not. `severity` may be asked for in a bad case."""

    rule: str
    name: str
    is_bad: bool
    find: Callable[[], Iterable[Finding]]
    severity: str = ""

    def passes(self) -> bool:
        """Whether the check tells this case right."""
        found = [each for each in self.find() if each.rule == self.rule]
        hits = [each for each in found if not self.severity or each.severity.value == self.severity]
        return bool(hits) if self.is_bad else not hits
