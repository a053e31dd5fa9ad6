"""Signs that no database keeps, and numbers no machine reads. In: an exception of a view. Out: 400 where a NUL in the
request raised it, or a number of thousands of digits.

Nobody types one. Forms refuse them in words; from any other field, or an address, PostgreSQL and Python refuse them.
"""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

SIGNS = ("NUL (0x00)", "integer string conversion", "Python int too large to convert to SQLite INTEGER")


class RefuseNul:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        told = str(exception) if isinstance(exception, (ValueError, DataError, OverflowError)) else ""
        if any(sign in told for sign in SIGNS):
            return HttpResponseBadRequest(b"Bad request\n", content_type="text/plain; charset=utf-8")
        return None
