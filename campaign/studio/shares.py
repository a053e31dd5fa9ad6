"""Views that hold a thread for seconds: pictures drawn while people type, films looked into. In: such a view. Out: the
same, of which one person has only so many going on at once, and all people together leave threads to everybody else.

Players fetch from the same threads: whoever sends sixty pictures to be drawn waits for them alone.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from campaign.studio.access import View, get_person

MOST = 16
"""Of one process: half of its threads; streams have a quarter."""
MOST_EACH = 10
"""Of one person: a page has three screens, each drawn and looked at by the rules, and a film."""
AGAIN = "2"
"""Seconds after which it is worth trying again."""


@dataclass
class Share:
    """What is going on, by person."""

    most: int = MOST
    most_each: int = MOST_EACH
    _held: Counter[int] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def take(self, person: int) -> Iterator[bool]:
        """Whether there was room."""
        with self._lock:
            room = self._held.total() < self.most and self._held[person] < self.most_each
            self._held[person] += room
        try:
            yield room
        finally:
            with self._lock:
                self._held[person] -= room
                if not self._held[person]:
                    del self._held[person]


SHARE = Share()


def shared(view: View) -> View:
    """Put it under `for_roles`; 429 where there is no room."""

    @wraps(view)
    def within(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        with SHARE.take(get_person(request).pk) as room:
            return view(request, *args, **kwargs) if room else _refuse()

    return within


def _refuse() -> JsonResponse:
    words = _("Other pictures and files are being worked on. Try again in a moment.")
    return JsonResponse({"error": words}, status=429, headers={"Retry-After": AGAIN})
