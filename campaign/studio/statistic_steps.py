"""The way of a statistic. In: a person and a draft's number. Out: the draft, and the steps with where one is."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.data.models import Draft
from campaign.services.figures import list_gaps
from campaign.spec.content import Kind
from campaign.studio.writers import find_draft

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


def find_statistic(request: HttpRequest, pk: int) -> Draft:
    """A draft with a table, if this person may write it; else as `find_draft` has it."""
    draft = find_draft(request, pk)
    if draft.kind != Kind.STATISTIC or draft.table is None:
        raise Http404
    return draft


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
