"""What waits for somebody, as numbers that lead there. In: a person, the moment. Out: tiles, the most urgent first.

Each role has its own: who writes sees what came back, who leads what waits for a decision, who designs what a change
would do, who runs screens which of them are silent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.data import queries
from campaign.data.models import Draft, Material, Player, User
from campaign.data.withdrawals import count_asked
from campaign.services import campaigns, fleet, template_folder
from campaign.services.digests import find_waiting
from campaign.services.fleet import State
from campaign.services.progress import count_proposals
from campaign.services.rights import AUTHORS, DESIGNERS, LEADS, OPERATORS, Role, has_role_everywhere, list_roles


@dataclass(frozen=True)
class Tile:
    """A number that calls for something; `look` is "calls", "alarms" or empty."""

    count: int
    title: Promise
    help: Promise
    url: str
    look: str = ""


@dataclass(frozen=True)
class Way:
    """Something that is begun from home, so that it is never further than two clicks."""

    title: Promise
    url: str


def list_ways(person: User) -> tuple[Way, ...]:
    """What this role begins; the first is what it does most."""
    roles = list_roles(person)
    begun = (
        (AUTHORS, _("New story"), "new-story"),
        (AUTHORS, _("New statistic"), "new-statistic"),
        (LEADS if has_role_everywhere(person, LEADS) else frozenset(), _("Propose a release"), "propose"),
        (OPERATORS, _("Add a player"), "add-player"),
        (DESIGNERS - AUTHORS, _("Templates"), "templates"),
    )
    return tuple(Way(title, reverse(name)) for allowed, title, name in begun if roles & allowed)


def list_tiles(person: User, *, now: datetime) -> tuple[Tile, ...]:
    """What waits for this role."""
    roles = list_roles(person)
    tiles: list[Tile] = []
    if roles & LEADS:
        tiles += _tiles_of_lead(person, runs_screens=bool(roles & OPERATORS), now=now)
    if roles & AUTHORS:
        tiles += _tiles_of_author(person, leads=bool(roles & LEADS))
    elif roles & DESIGNERS:
        tiles += _tiles_of_designer(person)
    if roles & OPERATORS:
        tiles += _tiles_of_operator(person, now=now)
    return tuple(sorted(tiles, key=lambda tile: not tile.look))


def _tiles_of_lead(person: User, *, runs_screens: bool, now: datetime) -> Iterator[Tile]:
    waiting = queries.list_waiting(person).values("version__item").distinct().count()
    yield Tile(
        waiting,
        _("Wait for your approval"),
        _("Stories and statistics that others submitted"),
        reverse("review"),
        "calls" if waiting else "",
    )
    proposals = count_proposals(person, now=now)
    if proposals:
        told = _("Proposed by others; look at what changes, then let one out")
        yield Tile(proposals, _("Releases wait for you"), told, reverse("releases"), "calls")
    found = find_waiting(person, now=now)
    if found.expiring:
        told = _("Within 14 days; what rests on them leaves the screens then")
        yield Tile(found.expiring, _("Consents end soon"), told, reverse("consents"), "calls")
    if found.silent and not runs_screens:
        told = _("Nothing was heard of them; their operators know more")
        yield Tile(found.silent, _("Silent screens"), told, reverse("channels"), "alarms")


def _tiles_of_author(person: User, *, leads: bool) -> Iterator[Tile]:
    counts = queries.count_states(person)
    drafts = Draft.objects.filter(settled_at=None, campaign__in=campaigns.list_visible(person)).count()
    yield Tile(drafts, _("In hand"), _("What you and others are writing; go on where you were"), reverse("stories"))
    returned = queries.find_visible(person).filter(state=Material.State.DRAFT).exclude(note="").count()
    if returned:
        told = _("Each says why; mend it and submit it again")
        yield Tile(returned, _("Came back for changes"), told, _list_url(state=Material.State.DRAFT), "calls")
    yield Tile(
        counts[Material.State.DRAFT],
        _("Drafts"),
        _("Look at them, then submit them for approval"),
        _list_url(state=Material.State.DRAFT),
    )
    if not leads:
        submitted = counts[Material.State.SUBMITTED]
        told, url = _("A campaign lead looks at them"), _list_url(state=Material.State.SUBMITTED)
        yield Tile(submitted, _("Wait for approval"), told, url)
    yield Tile(
        counts[Material.State.APPROVED],
        _("Approved materials"),
        _("Ready for the schedule"),
        _list_url(state=Material.State.APPROVED),
    )
    yield _tile_of_failed(person)


def _tile_of_failed(person: User) -> Tile:
    failed = queries.list_materials(person, narrow=queries.Filter(failed=True)).count()
    told = _("They could not be rendered; each says what to do")
    return Tile(failed, _("To be mended"), told, _list_url(failed="1"), "alarms" if failed else "")


def _tiles_of_designer(person: User) -> Iterator[Tile]:
    counts, changed = queries.count_states(person), len(template_folder.list_waiting())
    told = _("In the folder, and not in use yet; see before and after")
    yield Tile(changed, _("Changed templates"), told, reverse("template-changes"), "calls" if changed else "")
    yield _tile_of_failed(person)
    approved = counts[Material.State.APPROVED]
    yield Tile(approved, _("Approved materials"), _("What the templates are used for"), _list_url(state="approved"))


def _tiles_of_operator(person: User, *, now: datetime) -> Iterator[Tile]:
    unconfirmed = count_asked(person).unconfirmed
    told = _("That what was withdrawn is gone from your screens")
    yield Tile(unconfirmed, _("You must confirm"), told, reverse("withdrawals"), "calls" if unconfirmed else "")
    players = Player.objects.filter(revoked_at=None).select_related("channel")
    states = fleet.sum_up(fleet.judge(players, now=now)).states
    silent, ill = states[State.SILENT], states[State.ILL]
    told = _("Nothing was heard of them for a while")
    yield Tile(silent, _("Silent players"), told, f"{reverse('players')}?state=silent", "alarms" if silent else "")
    told = _("They say what is wrong themselves")
    yield Tile(ill, _("Players with troubles"), told, f"{reverse('players')}?state=ill", "alarms" if ill else "")
    channels = queries.list_channels().count()
    yield Tile(channels, _("Channels"), _("Their loops, hours and addresses for players"), reverse("channels"))
    if person.role == Role.OPERATOR:
        approved = queries.count_states(person)[Material.State.APPROVED]
        yield Tile(approved, _("Approved materials"), _("What the screens may show"), reverse("materials"))


def _list_url(**narrow: str) -> str:
    return f"{reverse('materials')}?{urlencode(narrow)}"
