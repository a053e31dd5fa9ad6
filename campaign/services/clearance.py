"""What forbids letting a schedule out. In: a frozen release and the moment from which it is to play. Raises what does.

What was right when the schedule was frozen may be wrong by now; what was withdrawn, or is in review again, stays off
the screens all the same.
"""

from collections.abc import Collection
from datetime import datetime

from campaign.data import convert
from campaign.data.models import Item, Material, StoredFile
from campaign.schedule.release import Release, Spot
from campaign.services.conflicts import find_conflicts
from campaign.services.joins import refuse_flashing_joins
from campaign.services.standing import read_revoked
from campaign.services.storage import need_again
from campaign.spec.errors import NotAllowed, join_errors
from campaign.spec.findings import Severity
from campaign.spec.message import say


def check_schedule(frozen: Release, *, at: datetime) -> None:
    """That its promises can be kept together, and no join of two spots flashes. Reads files, so hold nothing meanwhile.
    Raises NotAllowed, or Faults with each conflict."""
    found = [conflict.finding for conflict in find_conflicts(frozen, now=at) if conflict.is_error]
    errors = [NotAllowed(one.message, place=one.place, hint=one.hint) for one in found]
    if errors:
        raise join_errors(errors)
    refuse_flashing_joins(frozen, now=at, revoked=read_revoked())


def check_content(frozen: Release) -> None:
    """That nothing has been found since in what it shows. Raises NotAllowed with the items."""
    revoked = read_revoked()
    spots = [spot for spot in frozen.spots if not revoked.covers(spot)]
    _refuse_gone(spots)
    _refuse_doubt({spot.ref for spot in spots})
    _refuse_errors({int(spot.material) for spot in spots})


def _refuse_gone(spots: Collection[Spot]) -> None:
    """Pictures that were removed since, years after they were last shown; those that are left stay from now on."""
    digests = {spot.sha256 for spot in spots}
    need_again(*digests)
    gone = digests.difference(StoredFile.objects.filter(pk__in=digests).values_list("pk", flat=True))
    if gone:
        items = sorted({spot.ref for spot in spots if spot.sha256 in gone})
        raise NotAllowed(
            say("The pictures of these items are kept no longer: %(items)s.", items=", ".join(items)),
            hint=say("Propose the schedule anew: what is approved today is in it."),
        )


def _refuse_doubt(refs: set[str]) -> None:
    """Figures that were verified then (checks.md E7)."""
    rows = Item.objects.filter(campaign__slug__in={ref.partition("/")[0] for ref in refs}, current__isnull=False)
    known = {str(row): row.current for row in rows.select_related("campaign", "current")}
    doubtful = [ref for ref in sorted(refs) if (version := known.get(ref)) and convert.read_item(version).doubt]
    if doubtful:
        raise NotAllowed(
            say("A figure is not verified any more (rule E7): %(items)s.", items=", ".join(doubtful)),
            hint=say("Propose the schedule anew, or withdraw the item first: then it stays off the screens."),
        )


def _refuse_errors(pks: set[int]) -> None:
    """Whatever the checks found since."""
    rows = Material.objects.filter(pk__in=pks).select_related("version__item__campaign", "still", "loop")
    wrong = {
        f"{row.version.item} ({finding.rule})"
        for row in rows
        for finding in convert.read_findings(row)
        if finding.severity is Severity.ERROR
    }
    if wrong:
        raise NotAllowed(
            say("Errors have been found since: %(items)s.", items=", ".join(sorted(wrong))),
            hint=say("Propose the schedule anew, or withdraw the item first: then it stays off the screens."),
        )
