"""What all feeds' answers share: methods, CORS, the one 404, and how often one may ask. In: a view. Out: the same, for
any player."""

import logging
import time
from collections.abc import Callable, Mapping
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt

from campaign.services.pace import PACE
from campaign.services.seeds import NoSigningKey

READING = ("GET", "HEAD")
_log = logging.getLogger(__name__)
Answer = Callable[..., HttpResponseBase]


def open_to_all(view: Answer) -> Answer:
    """Readable by a player in any browser, from any origin; there are no cookies to leak."""
    return open_to(*READING)(view)


def open_to(*methods: str) -> Callable[[Answer], Answer]:
    """The same for these methods, of which a player may use no other."""
    allowed = (*methods, "OPTIONS")
    headers = {**CORS, "Access-Control-Allow-Methods": ", ".join(allowed), "Allow": ", ".join(allowed)}

    def open_view(view: Answer) -> Answer:
        paced = pace(view)

        @csrf_exempt  # else a POST would be answered with a page about cookies
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
            if request.method == "OPTIONS":
                response: HttpResponseBase = HttpResponse(status=204)
            elif request.method not in allowed:
                response = HttpResponseNotAllowed(allowed)
            else:
                response = _try(paced if "token" in named else view, request, *args, **named)
            set_headers(response, headers)
            return _leave_out_body(response) if request.method == "HEAD" else response

        return answer

    return open_view


def _try(view: Answer, request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
    """Where nothing can be signed, a player comes back and goes on with what it has; /health/ready says so too."""
    try:
        return view(request, *args, **named)
    except NoSigningKey as error:
        _log.error("%s", error)
        response = tell("not ready: come back", status=503)
        set_headers(response, {"Retry-After": "30", "Cache-Control": "no-store"})
        return response


def pace(view: Answer) -> Answer:
    """Answer who asks too often 429, the same for tokens that are nobody's."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        seconds = PACE.ask(str(named["token"]), now=time.monotonic())
        if not seconds:
            return view(request, *args, **named)
        response = HttpResponse(b"Too many requests\n", status=429, content_type="text/plain; charset=utf-8")
        set_headers(response, {"Retry-After": str(seconds), "Cache-Control": "no-store"})
        return response

    return answer


CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Accept, Cache-Control, Content-Type, If-Modified-Since, If-None-Match, If-Range, "
    "Pragma, Range",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, Date, ETag, Last-Modified, "
    "Retry-After",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def _leave_out_body(response: HttpResponseBase) -> HttpResponseBase:
    """The headers of a GET, Content-Length too, without its bytes: not every web server cuts them off."""
    if isinstance(response, HttpResponse):
        length = str(len(response.content))
        response.content = b""
        if response.status_code not in (204, 304):
            response.headers.setdefault("Content-Length", length)
    return response


def set_headers(response: HttpResponseBase, headers: Mapping[str, str]) -> None:
    """Set each of them."""
    for name, value in headers.items():
        response.headers[name] = value


def refuse() -> HttpResponse:
    """The same answer whether a thing never was, is not yet public, or is no longer."""
    return HttpResponseNotFound(b"Not found\n", content_type="text/plain; charset=utf-8")


def tell(what: str, *, status: int) -> HttpResponse:
    """A line for whoever looks after the player. It may quote what cannot be written: JSON knows half signs."""
    line = f"{what}\n".encode("utf-8", "backslashreplace")
    return HttpResponse(line, status=status, content_type="text/plain; charset=utf-8")


def find_base_url(request: HttpRequest) -> str:
    """The address a player reached us by, since that one works for it; behind a proxy that ends TLS, ours."""
    host = request.get_host()
    public = settings.PUBLIC_URL.rstrip("/")
    return public if public.partition("://")[2] == host else f"{request.scheme}://{host}"
