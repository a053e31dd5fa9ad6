"""Where sessions lie. In: a key. Out: what is in it, unless the session was left alone, or has lasted, too long.

Django finds it by SESSION_ENGINE. Looking at the limits where a session is read costs no query, and spares the feeds,
which read none.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from campaign.services import sessions


class SessionStore(db.SessionStore):
    """Django's own, with an end."""

    def load(self) -> dict[str, Any]:
        found = dict(super().load())
        if SESSION_KEY not in found:
            return found
        now = timezone.now()
        if sessions.is_over(found, now=now):
            sessions.end_key(self.session_key or "")
            self._session_key = None
            return {}
        if sessions.is_due(found, now=now):
            self.modified = True
            sessions.touch(found, key=self.session_key or "", now=now)
        return found
