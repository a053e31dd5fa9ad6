"""The studio's places, as the bar on top shows them. In: who is signed in, the page they are on. Out: sections, each
with its pages; only what the person may open.

Who may open a page is asked of its view, so that the bar can never show a door that is closed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.data.models import User
from campaign.services.rights import Role, list_roles


@dataclass(frozen=True)
class Place:
    """A page: `also` are the names of the pages below it, on which it counts as the place one is at."""

    title: Promise
    name: str
    also: frozenset[str] = frozenset()
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Section:
    """Places that belong together; the first one that a person may open is where the section's own link leads."""

    title: Promise
    places: tuple[Place, ...]

    @property
    def url(self) -> str:
        return self.places[0].url

    @property
    def current(self) -> bool:
        return any(place.current for place in self.places)


def _place(title: Promise, name: str, *also: str) -> Place:
    return Place(title, name, frozenset(also))


SECTIONS: tuple[Section, ...] = (
    Section(_("Home"), (_place(_("Home"), "home", "first-steps"),)),
    Section(
        _("Content"),
        (
            _place(
                _("Stories"),
                "stories",
                *("new-story", "item", "compare-versions", "restore-version"),
                *("draft", "draft-template", "delete-draft"),
                *("new-statistic", "statistic-table", "statistic-dataset", "statistic-source", "statistic-pictures"),
            ),
            _place(_("Campaigns"), "campaigns", "campaign", "add-campaign", "change-campaign"),
            _place(_("Materials"), "materials", "material", "act"),
            _place(
                _("Consents"),
                "consents",
                *("consent", "record-consent", "change-consent", "renew-consent", "withdraw-consent", "erase-consent"),
            ),
            _place(_("Templates"), "templates", "template", "template-changes", "template-trial", "use-templates"),
            _place(_("Renders and imports"), "work", "import", "import-result"),
        ),
    ),
    Section(_("Review"), (_place(_("Review"), "review", "review-item", "review-return", "review-approve"),)),
    Section(
        _("Schedule"),
        (
            _place(_("Timeline"), "timeline", "move-flight", "undo-move"),
            _place(_("Flights"), "flights", "flight", "change-flight", "add-flight", "flight-act"),
            _place(_("Fallbacks"), "fallbacks", "choose-fallback", "give-back-fallback"),
            _place(_("Releases"), "releases", "release", "propose", "let-out", "call-off", "roll-back", "upcoming"),
            _place(_("Calendar"), "calendar"),
        ),
    ),
    Section(
        _("Screens"),
        (
            _place(_("Channels"), "channels", "channel", "day", "play-day", "wall"),
            _place(
                _("Players"),
                "players",
                "player",
                "add-player",
                "change-player",
                "rotate-player",
                "revoke-player",
                "connect",
            ),
            _place(_("Withdrawals"), "withdrawals", "withdrawal"),
        ),
    ),
    Section(_("Reports"), (_place(_("Reports"), "reports"),)),
    Section(
        _("People"),
        (_place(_("People"), "people", "person", "invite"), _place(_("Audit log"), "audit")),
    ),
)


def list_sections(person: User, request: HttpRequest) -> tuple[Section, ...]:
    """Those in which the person may open anything."""
    match = request.resolver_match
    here = match.url_name or "" if match else ""
    roles = list_roles(person)
    opened = (replace(section, places=tuple(_open(section.places, roles=roles, here=here))) for section in SECTIONS)
    return tuple(section for section in opened if section.places)


def _open(places: tuple[Place, ...], *, roles: frozenset[Role], here: str) -> Iterator[Place]:
    doors = _find_doors()
    for place in places:
        url, allowed = doors[place.name]
        if not allowed.isdisjoint(roles):
            yield replace(place, url=url, current=here == place.name or here in place.also)


@cache
def _find_doors() -> Mapping[str, tuple[str, frozenset[Role]]]:
    """Name of a page → its address, and the roles its view is open to."""
    names = [place.name for section in SECTIONS for place in section.places]
    urls = {name: reverse(name) for name in names}
    return {name: (url, _read_roles(url)) for name, url in urls.items()}


def _read_roles(url: str) -> frozenset[Role]:
    found: frozenset[Role] = getattr(resolve(url).func, "roles", frozenset(Role))
    return found
