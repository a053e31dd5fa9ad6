"""What `campaign check` tells. In: findings of packs and files. Out: lines for people, or a list for programs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import typer
from rich.console import Console
from rich.text import Text

from campaign.checks.untold import Untold
from campaign.commands.merged import merge_findings
from campaign.commands.report import describe_finding, report_finding
from campaign.commands.words import translate
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say

UNREADABLE = "pack"
"""The rule named for what cannot be read at all."""
UNTOLD = "untold"
"""The severity, for programs, of a rule that could not be held against a film."""


@dataclass(frozen=True)
class Checked:
    """What was found in one pack or file; `blocked` are the items that will not be published, `untold` the rules that
    could not be held against it."""

    name: str
    items: int
    findings: tuple[Finding, ...]
    blocked: tuple[str, ...] = ()
    untold: tuple[Untold, ...] = ()


def to_finding(error: CampaignError) -> Finding:
    """What cannot be read, as a finding."""
    return Finding(UNREADABLE, Severity.ERROR, error.message, error.hint or say("Correct it."), error.place)


def print_json(results: Iterable[Checked]) -> None:
    found = [entry for result in results for entry in (*_list_findings(result), *_list_untold(result))]
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1))


def print_text(results: Iterable[Checked]) -> None:
    console = Console(highlight=False)
    for result in results:
        console.print(Text(f"{result.name}: {translate(_tell_state(result))}", style="bold"), soft_wrap=True)
        for finding in merge_findings(result.findings):
            report_finding(finding, console=console)
        for why, rules in _group_untold(result.untold).items():
            untold = say("%(rules)s not told", rules=", ".join(sorted(rules, key=_order_rule)))
            console.print(Text(f"  {translate(untold)}", style="bold"), soft_wrap=True)
            console.print(Text(f"    {why}"), soft_wrap=True)
        if result.blocked:
            blocked = say("will not be published: %(items)s", items=", ".join(result.blocked))
            console.print(Text(f"  {translate(blocked)}", style="red"), soft_wrap=True)


def _order_rule(rule: str) -> tuple[str, int]:
    return rule[:1], int(rule[1:])


def _tell_state(result: Checked) -> Message:
    if any(finding.rule == UNREADABLE for finding in result.findings):
        return say("cannot be read; nothing of it would be imported")
    return say("%(number)s checked", number=result.items)


def _list_findings(result: Checked) -> list[dict[str, object]]:
    return [{"checked": result.name, **describe_finding(finding)} for finding in result.findings]


def _group_untold(untold: Iterable[Untold]) -> dict[str, list[str]]:
    """The rules that one reason keeps from being told."""
    groups: dict[str, list[str]] = {}
    for each in untold:
        groups.setdefault(translate(each.why), []).append(each.rule)
    return groups


def _list_untold(result: Checked) -> list[dict[str, object]]:
    return [
        {
            "checked": result.name,
            "rule": each.rule,
            "severity": UNTOLD,
            "place": {},
            "message": str(each.why),
            "measured": "",
            "allowed": "",
            "hint": "",
        }
        for each in result.untold
    ]
