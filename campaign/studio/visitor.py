"""Where a request comes from. In: the request. Out: an address, a browser's mark, a device in words."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from campaign.data.models import User
from campaign.services.sign_in import KNOWN_FOR, Visitor, make_mark

MARK = "known"
"""The cookie by which a browser is known in which somebody has signed in before."""
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
"""The first that is named: each calls itself by those below as well."""
SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)


def find_visitor(request: HttpRequest) -> Visitor:
    return Visitor(find_address(request), request.COOKIES.get(MARK, ""))


def find_address(request: HttpRequest) -> str:
    """Behind a proxy what the proxy says: the last in the header, as others may have written what comes before."""
    if settings.BEHIND_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def name_device(request: HttpRequest) -> str:
    """The browser and the system, as far as the browser tells: “Firefox, Windows”."""
    told = request.META.get("HTTP_USER_AGENT", "")[:500]
    browser = next((name for mark, name in BROWSERS if mark in told), "")
    system = next((name for mark, name in SYSTEMS if re.search(mark, told)), "")
    return ", ".join(part for part in (browser, system) if part)


def leave_mark(response: HttpResponse, person: User) -> None:
    """So that others' wrong tries do not keep this browser out."""
    response.set_cookie(
        MARK,
        make_mark(person),
        max_age=int(KNOWN_FOR.total_seconds()),
        path="/sign-in",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
