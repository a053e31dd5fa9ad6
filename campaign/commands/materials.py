"""Materials of the database, as they stand. In: a number, or campaign/item. Out: what was found in each of them."""

from collections.abc import Iterator

from campaign.commands.checked import Checked
from campaign.data import convert
from campaign.data.models import Material, Rendering
from campaign.spec.errors import Place, UnknownName
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say


def check_materials(target: str, *, channel: str) -> Iterator[Checked]:
    """The current materials that are named, on one channel or on all. Raises UnknownName."""
    rows = Material.objects.filter(current=True).select_related("version__item__campaign", "channel", "still", "loop")
    if target.isdecimal():
        rows = rows.filter(pk=int(target))
    else:
        campaign, _, item = target.partition("/")
        rows = rows.filter(version__item__campaign__slug=campaign, version__item__slug=item)
    rows = rows.filter(channel__slug=channel) if channel else rows
    found = list(rows.order_by("channel__position", "channel__slug", "language"))
    if not found:
        raise UnknownName(
            say("There is no material “%(name)s”.", name=f"{target} · {channel}" if channel else target),
            hint=say("Give its number, as in its address in the studio, or campaign/item once that is imported."),
        )
    yield from map(_check, found)


def _check(row: Material) -> Checked:
    findings = (*convert.read_findings(row), *_list_unfinished(row))
    known = {"item": row.version.item.slug, "channel": row.channel.slug, "language": row.language}
    return Checked(f"{row.pk} · {row}", 1, tuple(finding.locate(**known) for finding in findings))


def _list_unfinished(row: Material) -> Iterator[Finding]:
    """A rendering that failed, or is not there yet: its pixels could not be looked at."""
    for rendering in (row.still, row.loop):
        if rendering is None or rendering.state == Rendering.State.DONE:
            continue
        problem = convert.read_error(rendering)
        message = problem.message if problem else say("It is not rendered yet, so nothing is known of its pixels.")
        place = problem.place if problem else Place()
        hint = (problem.hint if problem else None) or say("Wait until its picture is there, then check again.")
        yield Finding("render", Severity.ERROR if problem else Severity.WARNING, message, hint, place)
