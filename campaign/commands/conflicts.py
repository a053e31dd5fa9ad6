"""What speaks against a schedule, on the terminal. In: a release as it would be. Out: words; findings for programs."""

from datetime import datetime
from typing import TYPE_CHECKING

from campaign.spec.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaign.schedule.release import Release
    from campaign.spec.findings import Finding


def report_conflicts(release: "Release", refused: "tuple[CampaignError, ...]", *, now: datetime) -> bool:
    """Tell what stands in its way, `refused` materials too, and what a lead should know of it; True when there is
    nothing."""
    from campaign.commands.checked import to_finding
    from campaign.commands.merged import merge_findings
    from campaign.commands.report import report_error, report_finding

    for one in merge_findings(map(to_finding, refused)):
        report_error(CampaignError(one.message, place=one.place, hint=one.hint))
    findings = list_findings(release, now=now)
    for finding in findings:
        report_finding(finding)
    return not refused and not findings


def list_findings(release: "Release", *, now: datetime) -> "tuple[Finding, ...]":
    """Conflicts, and joins that flash."""
    from campaign.services import publishing
    from campaign.services.conflicts import find_conflicts
    from campaign.services.joins import find_flashing_joins

    conflicts = tuple(conflict.finding for conflict in find_conflicts(release, now=now))
    return (*conflicts, *find_flashing_joins(release, now=now, revoked=publishing.revoked(at=now)))


def audit_playlists(release: "Release", *, now: datetime) -> "Iterator[Finding]":
    """A second look at the playlists that the release would give (checks.md G4)."""
    from campaign.playlists.audit import audit_playlist
    from campaign.playlists.build import build_playlist
    from campaign.schedule.reigns import Reign
    from campaign.services import publishing

    revoked = publishing.revoked(at=now)
    for channel in release.channels:
        playlist = build_playlist([Reign(release)], channel=channel.id, at=now, revoked=revoked, base_url="")
        yield from audit_playlist(playlist, release=release)
