"""Errors and findings on the terminal. In: what went wrong. Out: where, what, and how to mend it, in words.

For programs: the same as a dictionary."""

import re
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from campaign.commands.words import translate
from campaign.render.job import Job
from campaign.spec.digest import to_plain
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say
from campaign.studio.measures import WORD as UNIT

_UNIT = re.compile(r"^[^#]*\d ?[a-z%:°][^#]*$")
"""What was measured in a unit; a bare number tells nothing beside its message."""
_SEVERITIES = {Severity.ERROR: say("error"), Severity.WARNING: say("warning")}


def place_fault(error: CampaignError, *, job: Job, screen: str) -> CampaignError:
    """The fault with the picture it was found in."""
    error.place = replace(error.place, item=job.template.id, channel=screen, language=job.language)
    return error


def report_error(error: CampaignError, *, console: Console | None = None) -> None:
    """Print an error, or each of several, as place, message and hint."""
    console = console or Console(stderr=True, highlight=False)
    for single in error.singles:
        console.print(_write(single), soft_wrap=True)


def report_finding(finding: Finding, *, console: Console | None = None) -> None:
    """Print a finding as rule, severity, place, message, measure and hint."""
    console = console or Console(stderr=True, highlight=False)
    colour = "red" if finding.severity is Severity.ERROR else "yellow"
    text = Text(f"  {finding.rule} {translate(_SEVERITIES[finding.severity])}", style=f"bold {colour}")
    text.append(f"  {finding.place}\n", style="default")
    text.append(f"    {translate(finding.message)}\n{_tell_measure(finding)}", style="default")
    text.append(f"    → {translate(finding.hint)}", style="default")
    console.print(text, soft_wrap=True)


def _tell_measure(finding: Finding) -> str:
    """A line with what the message leaves out: what was measured, and what is allowed."""
    known = _UNIT.search(finding.measured) and finding.allowed
    if not known or finding.measured in str(finding.message):
        return ""
    measured, allowed = (
        UNIT.sub(lambda found: translate(Message(found[1])), text) for text in (finding.measured, finding.allowed)
    )
    message = say("measured %(measured)s, allowed %(allowed)s", measured=measured, allowed=allowed)
    return f"    {translate(message)}\n"


def describe_finding(finding: Finding) -> dict[str, object]:
    """A finding for programs."""
    place = {key: value for key, value in to_plain(finding.place).items() if value not in (None, "")}
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "place": place,
        "message": str(finding.message),
        "measured": finding.measured,
        "allowed": finding.allowed,
        "hint": str(finding.hint),
    }


def _write(error: CampaignError) -> Text:
    text = Text()
    if str(error.place):
        text.append(f"{error.place}\n", style="bold")
    words = translate(error.message)
    text.append(f"  {words}\n" if str(error.place) else f"{words}\n", style="red")
    if error.hint:
        text.append(f"  → {translate(error.hint)}\n")
    text.rstrip()
    return text
