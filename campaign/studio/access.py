"""Who may open which page. In: a view and roles. Out: the view, closed to everybody else.

Anonymous visitors go to the sign-in page and come back; the wrong role gets a 403 in words.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeAlias

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from campaign.data.models import User
from campaign.services.rights import Role, has_role, has_role_everywhere

View: TypeAlias = Callable[..., HttpResponseBase]
EVERYBODY = frozenset(Role)
MAKERS = frozenset({Role.STAFF, Role.DESIGNER, Role.LEAD, Role.ADMINISTRATOR})
"""Who works on materials; operators see what is approved for their screens."""


def get_person(request: HttpRequest) -> User:
    """Who is signed in; only for views behind `for_roles`."""
    assert isinstance(request.user, User)  # noqa: S101 - the decorator below has seen to it
    return request.user


def name_person(person: User | None) -> str:
    """As others call them; the clock has no name."""
    return (person.get_full_name() or person.username) if person else ""


def for_roles(roles: frozenset[Role], *, everywhere: bool = False) -> Callable[[View], View]:
    """Close a view to everybody without one of the roles; `everywhere` is for what reaches all screens: there a role on
    a single campaign is not enough."""
    may = has_role_everywhere if everywhere else has_role

    def close(view: View) -> View:
        @login_required
        @wraps(view)
        def closed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not may(get_person(request), roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        closed.roles = roles  # type: ignore[attr-defined]  # read by the test that tries every role on every address
        return closed

    return close
