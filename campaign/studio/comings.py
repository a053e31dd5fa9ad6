"""Comings and goings. In: Django's signals. Out: the list of sessions is true, whichever way somebody came in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from campaign.data.models import User
from campaign.services import sessions
from campaign.studio.visitor import name_device


def listen() -> None:
    user_logged_in.connect(note_coming, dispatch_uid="campaign.comings")
    user_logged_out.connect(note_going, dispatch_uid="campaign.goings")


def note_coming(request: HttpRequest, user: User, **_: Any) -> None:
    sessions.note_sign_in(user, request.session, device=name_device(request), now=timezone.now())


def note_going(request: HttpRequest, **_: Any) -> None:
    if request.session.session_key:
        sessions.end_key(request.session.session_key)
