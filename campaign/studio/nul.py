"""Signs that no database keeps. In: an exception of a view. Out: 400 where a NUL in the request raised it.

Nobody types one. Forms refuse it in words; from any other field, or an address, PostgreSQL refuses it.
"""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest


class RefuseNul:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, (ValueError, DataError)) and "NUL (0x00)" in str(exception):
            return HttpResponseBadRequest(b"Bad request\n", content_type="text/plain; charset=utf-8")
        return None
