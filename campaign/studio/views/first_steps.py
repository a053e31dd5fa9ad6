"""First steps on an empty installation. In: who is signed in. Out: what there is already, and what comes next."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from campaign.data.models import Approval, Campaign, Channel, Item, Player, Release, User
from campaign.services import fallbacks
from campaign.services.rights import LEADS
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.views.flights import find_folder


@dataclass(frozen=True)
class Step:
    """`done` once there is any of it; `next` is the first that is not."""

    title: Promise
    help: Promise
    url: str
    done: bool
    next: bool = False


@require_safe
@for_roles(LEADS)
def show_steps(request: HttpRequest) -> HttpResponse:
    steps = list_steps(get_person(request))
    return render(request, "studio/first_steps.html", {"steps": steps, "done": all(step.done for step in steps)})


Found = tuple[Promise, Promise, str, bool]
"""A step's title, help, page, and whether there is any of it."""


def list_steps(person: User) -> tuple[Step, ...]:
    """In the order in which they build upon each other."""
    found = (*_list_beginnings(person), *_list_pictures(), *_list_screens())
    first = next((at for at, (*_, done) in enumerate(found) if not done), None)
    return tuple(Step(*step, next=at == first) for at, step in enumerate(found))


def _list_beginnings(person: User) -> tuple[Found, ...]:
    """People, a campaign, channels."""
    return (
        (
            _("Invite people"),
            _("A lead who approves must be somebody else than whoever wrote it: two people at least."),
            reverse("invite"),
            User.objects.filter(is_active=True).exclude(pk=person.pk).exists(),
        ),
        (
            _("Make a campaign"),
            _("Its title, funder, partners and logos stand on every picture."),
            reverse("campaigns"),
            Campaign.objects.exists(),
        ),
        (
            _("Look at the channels"),
            _("A channel is a class of screens with one format: trams, metro platforms, the totem in the park."),
            reverse("channels"),
            Channel.objects.exists(),
        ),
    )


def _list_pictures() -> tuple[Found, ...]:
    """What is written, and what is approved of it."""
    return (
        (
            _("Write a story or a statistic"),
            _("With its pictures in every language, and the consent of whom it shows."),
            reverse("stories"),
            Item.objects.exclude(current=None).exists(),
        ),
        (
            _("Approve the first pictures"),
            _("Exactly as they will be seen, by a lead who has not made them."),
            reverse("review"),
            Approval.objects.exists(),
        ),
    )


def _list_screens() -> tuple[Found, ...]:
    """Where it is shown, and when."""
    return (
        (
            _("Connect a player"),
            _("The address that a screen fetches is made for each player."),
            reverse("players"),
            Player.objects.filter(revoked_at=None).exists(),
        ),
        (
            _("Name a fallback"),
            _("It plays when nothing else can: best one that nobody’s consent ends, such as a project notice."),
            reverse("fallbacks"),
            _has_fallbacks(),
        ),
        (
            _("Plan flights, and release"),
            _("A release is what all screens follow from then on; you can go back at any time."),
            reverse("flights"),
            Release.objects.exclude(released_at=None).exists(),
        ),
    )


def _has_fallbacks() -> bool:
    """Where the schedule's files are broken, the page behind the step says why."""
    try:
        book = fallbacks.list_fallbacks(find_folder())
    except CampaignError:
        return False
    return any(entry.items for entry in book.entries.values())
