"""Who may ask, and what a page may run. In: any request and response. Out: the same, with a policy that allows our own
scripts only.

Templates and what is typed into them are strangers' work: they are shown as pictures, or in a frame that runs nothing.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PAGE = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
LIVE = "; ".join(
    (
        "sandbox allow-same-origin",  # no scripts, forms or ways out; the page around it sets the clock
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
FILE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class ContentSecurityPolicy:
    """Middleware; a view that sets its own policy keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", PAGE)
        return response
