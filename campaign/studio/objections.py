"""What speaks against a schedule, in words. In: conflicts, findings and faults. Out: objections for the templates."""

from dataclasses import dataclass
from datetime import date

from campaign.forms.words import pick_text
from campaign.schedule.conflict import Conflict
from campaign.spec.channels import Channels
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding
from campaign.spec.rules.rule import COMMON
from campaign.spec.rules.table import RULES
from campaign.studio.flight_words import say_days
from campaign.studio.measures import say_measure
from campaign.studio.words import explain_error, translate_message


@dataclass(frozen=True)
class Objection:
    """What, how to mend it, on which channels and days, and what was measured against what is allowed."""

    severity: str
    what: str
    mend: str
    where: str = ""
    days: str = ""
    measured: str = ""
    allowed: str = ""
    rule: str = ""

    @property
    def principle(self) -> str:
        """What the rule demands, and who set it."""
        rule = RULES.get(self.rule)
        if rule is None:
            return ""
        return translate_message(rule.text) + ("" if rule.source == COMMON else f" ({rule.source})")


def tell_conflict(conflict: Conflict, channels: Channels) -> Objection:
    """A conflict; channels are called by their titles."""
    return tell_finding(conflict.finding, channels, days=_say_when(conflict.since, conflict.until))


def tell_finding(finding: Finding, channels: Channels, *, days: str = "") -> Objection:
    places = [place for place in finding.place.channel.split(", ") if place]
    titles = [pick_text(channels[place].title) if place in channels else place for place in places]
    return Objection(
        severity=finding.severity,
        what=translate_message(finding.message),
        mend=translate_message(finding.hint),
        where=" · ".join(titles),
        days=days,
        measured=say_measure(finding.measured),
        allowed=say_measure(finding.allowed),
        rule=finding.rule,
    )


def tell_fault(fault: CampaignError) -> Objection:
    """An error of what was written, which allows no release at all."""
    what, *mend = (translate_message(part) for part in (fault.message, fault.hint) if part)
    return Objection("error", what, " ".join(mend), where=str(fault.place))


def list_faults(error: CampaignError) -> list[tuple[str, str]]:
    """Where and what, for files that cannot be read as they stand."""
    return [(str(one.place), words) for one, words in zip(error.singles, explain_error(error), strict=True)]


def _say_when(since: date | None, until: date | None) -> str:
    if since is None or until is None:
        return ""
    return say_days(since, until)
