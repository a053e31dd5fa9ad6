"""Findings as people read them. In: findings in the order they were made. Out: each fault once, item by item.

What is the same on several screens is one fault to mend; programs get every one of them."""

from collections.abc import Iterable
from dataclasses import replace

from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message

_CHANNEL = "channel"


def merge_findings(findings: Iterable[Finding]) -> list[Finding]:
    """What concerns the whole campaign first, then its items as they come, errors before warnings; channels and
    languages of one fault stand together, parted by commas."""
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_name_fault(finding), []).append(finding)
    items = {name: None for group in groups.values() if (name := group[0].place.item)}
    order = {name: number for number, name in enumerate(["", *items])}
    merged = (_join(group) for group in groups.values())
    return sorted(merged, key=lambda each: (order[each.place.item], each.severity is not Severity.ERROR))


def _name_fault(finding: Finding) -> object:
    """Equal for findings that differ by nothing but channel and language."""
    place = finding.place
    where = (place.file, place.line, place.item, place.field, place.cue, place.second)
    said = (finding.message.text, finding.hint, tuple(sorted(_list_gaps(finding.message).items())))
    return finding.rule, finding.severity, where, str(said)


def _list_gaps(message: Message) -> dict[str, object]:
    return {name: value for name, value in message.params.items() if name != _CHANNEL}


def _join(group: list[Finding]) -> Finding:
    first = group[0]
    message = first.message
    if _CHANNEL in message.params:
        message = Message(
            message.text, {**message.params, _CHANNEL: _list(str(f.message.params[_CHANNEL]) for f in group)}
        )
    place = replace(
        first.place,
        channel=_list(each.place.channel for each in group),
        language=_list(each.place.language for each in group),
    )
    return replace(first, message=message, place=place)


def _list(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(name for name in names if name))
