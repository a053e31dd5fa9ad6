"""How much a request may bring. In: a request that announces its length. Out: the view's answer, or 413 in words.

Django reads no more than was announced, so a look at the header is enough; and it is taken before anything is read. A
view that takes films says so with `receives`: who is signed in, and may, is then asked before the first byte is read.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from campaign.studio.access import View

MOST_BYTES = 25_000_000
"""For every other view: a scanned form and what is typed around it."""


def receives(most_bytes: int) -> Callable[[View], View]:
    """Let a view take so many bytes; put it above `for_roles`. The form's token is looked at when the roles have been:
    it stands inside what is sent."""

    def open_up(view: View) -> View:
        closed: Any = csrf_exempt(view)
        closed.most_bytes = most_bytes
        return closed  # type: ignore[no-any-return]

    return open_up


def check_token(view: View) -> View:
    """The form's token, under `for_roles` of a view that `receives`."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        answer: HttpResponseBase = csrf_protect(view)(request, *args, **kwargs)
        return answer

    return checked


def read_json(request: HttpRequest) -> Any:
    """What a script sent. Half a sign, as a script leaves it that cuts an emoji in two, becomes a sign for what cannot
    be read: no page could be written with it. Raises ValueError, RecursionError."""
    text = json.dumps(json.loads(request.body), ensure_ascii=False)
    return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


class LimitBodies:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = getattr(view, "most_bytes", MOST_BYTES)
        return refuse(request, most=most) if length.isdigit() and int(length) > most else None


def refuse(request: HttpRequest, *, most: int) -> HttpResponse:
    """413, as a page or for a script."""
    words = _("This is too much at once: at most %(most)s MB are taken.") % {"most": most // 1_000_000}
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": words}, status=413)
    return render(request, "studio/too_much.html", {"words": words}, status=413)
