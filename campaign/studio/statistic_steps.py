"""The way of a statistic. In: a person and a draft's number. Out: the draft, and the steps with where one is."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.data.models import Campaign, Draft, User
from campaign.services.figures import list_gaps
from campaign.services.rights import AUTHORS, check_own, has_role
from campaign.spec.content import Kind
from campaign.spec.errors import NotAllowed

STEPS: tuple[tuple[str, Promise], ...] = (
    ("statistic-table", _("Table")),
    ("statistic-source", _("Source and notes")),
    ("statistic-pictures", _("Picture")),
)


@dataclass(frozen=True)
class Step:
    number: int
    name: Promise
    address: str
    here: bool = False
    done: bool = False


def find_draft(person: User, pk: int) -> Draft:
    """Another organisation's is not there; without the role it may not be touched."""
    rows = Draft.objects.select_related("campaign", "item", "changed_by")
    draft = rows.filter(pk=pk, kind=Kind.STATISTIC, table__isnull=False).first()
    if draft is None:
        raise Http404
    try:
        check_own(person, campaign=draft.campaign)
    except NotAllowed:
        raise Http404 from None
    if not has_role(person, AUTHORS, campaign=draft.campaign):
        raise PermissionDenied
    return draft


def list_own(person: User) -> list[Campaign]:
    """The campaigns in which this person writes."""
    rows = Campaign.objects.select_related("organisation").order_by("slug")
    return [row for row in rows if _may_write(person, row)]


def list_steps(draft: Draft, here: str) -> Iterator[Step]:
    """The way so far; the last step is the editor."""
    names = [name for name, _words in STEPS]
    done = {
        "statistic-table": True,
        "statistic-source": not list_gaps(draft),
        "statistic-pictures": bool(draft.template),
    }
    for number, (name, words) in enumerate(STEPS, start=1):
        yield Step(number, words, reverse(name, args=[draft.pk]), name == here, done[name] and name in names)


def _may_write(person: User, campaign: Campaign) -> bool:
    try:
        check_own(person, campaign=campaign)
    except NotAllowed:
        return False
    return has_role(person, AUTHORS, campaign=campaign)
