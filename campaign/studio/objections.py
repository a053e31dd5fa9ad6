"""What speaks against a schedule, in words. In: conflicts, findings and faults. Out: objections for the templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from campaign.forms.words import pick_text
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.flight import Flight
from campaign.schedule.release import Release
from campaign.spec.channels import Channel
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding
from campaign.spec.message import Message
from campaign.spec.rules.rule import COMMON
from campaign.spec.rules.table import RULES
from campaign.studio.flight_words import say_days, write_day
from campaign.studio.measures import DAY, POINT, say_measure
from campaign.studio.titles import find_shown, read_titles, say_title
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


@dataclass(frozen=True)
class Glossary:
    """What people call what a message names: channels and flights by id, items by "campaign/item"."""

    channels: Mapping[str, str]
    flights: Mapping[str, str]
    items: Mapping[str, str]

    def call(self, text: str) -> str:
        """A name, or several with commas between them, as people call them; what follows a name, and what is none of
        ours, as it is."""
        return ", ".join(self._call_one(part) for part in text.split(", "))

    def _call_one(self, part: str) -> str:
        name, gap, rest = part.partition(" ")
        if DAY.fullmatch(part):
            return write_day(date.fromisoformat(part))
        known = self.items.get(name) or self.channels.get(name) or self.flights.get(name)
        return f"{known}{gap}{_say_promise(rest)}" if known else part

    def spell(self, message: Message) -> str:
        """The message in the reader's language, with what it names called by its titles."""
        params = {gap: self.call(value) if isinstance(value, str) else value for gap, value in message.params.items()}
        return translate_message(Message(message.text, params))


def read_glossary(channels: Iterable[Channel], flights: Iterable[Flight], *, refs: Iterable[str] = ()) -> Glossary:
    """`refs` are the items that may be named."""
    booked = list(flights)
    titles = read_titles([*map(find_shown, booked), *(("item", ref) for ref in refs)])
    return Glossary(
        {channel.id: pick_text(channel.title) for channel in channels},
        {flight.id: say_title(flight, titles) for flight in booked},
        titles.items,
    )


def list_refs(conflicts: Iterable[Conflict]) -> set[str]:
    """Whatever in their messages looks like an item."""
    said = (value for one in conflicts for value in one.finding.message.params.values() if isinstance(value, str))
    return {part for text in said for part in text.split(", ") if "/" in part}


def tell_conflicts(conflicts: Sequence[Conflict], release: Release) -> list[Objection]:
    """Those of a release, in their order."""
    glossary = read_glossary(release.channels, release.flights, refs=list_refs(conflicts))
    return [tell_conflict(one, glossary) for one in conflicts]


def tell_conflict(conflict: Conflict, glossary: Glossary) -> Objection:
    return tell_finding(conflict.finding, glossary, days=_say_when(conflict.since, conflict.until))


def tell_finding(finding: Finding, glossary: Glossary, *, days: str = "") -> Objection:
    places = [place for place in finding.place.channel.split(", ") if place]
    return Objection(
        severity=finding.severity,
        what=glossary.spell(finding.message),
        mend=glossary.spell(finding.hint),
        where=" · ".join(glossary.channels.get(place, place) for place in places),
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


def _say_promise(text: str) -> str:
    """“16.7 %” and “38/h” as people write them."""
    said = POINT.sub(str(get_format("DECIMAL_SEPARATOR")), text).replace(" %", "\N{NO-BREAK SPACE}%")
    return _("%(number)s/h") % {"number": said.removesuffix("/h")} if said.endswith("/h") else said


def _say_when(since: date | None, until: date | None) -> str:
    if since is None or until is None:
        return ""
    return say_days(since, until)
