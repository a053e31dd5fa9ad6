"""A consent as the studio keeps it, and a browser at its pages."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaign.data.models import Consent, Material
from campaign.services import consents
from campaign.services.editing import read_sheet, write_sheet
from campaign.spec import consent as spec
from tests.factories.rows import make_person
from tests.factories.screens import Screen

TODAY = timezone.localdate()
PERSON = "Ана Иванова Петрова"


def record(screen: Screen, *, slug: str = "ana", **changed: Any) -> Consent:
    """A whole consent for the story “ana”."""
    campaign = screen.ana.version.item.campaign
    agreed = {
        "person": PERSON,
        "given_to": "Фондация",
        "given_on": TODAY - timedelta(days=10),
        "given_how": "На хартия",
        "wording": "Съгласна съм.",
        "wording_version": "1",
        "language": "bg",
        "told_of_withdrawal": True,
        "naming": spec.Naming.NAME,
        "purposes": ("public-screens",),
        "channels": ("tram",),
        **changed,
    }
    made = consents.record(
        campaign, slug, spec.Consent(**agreed), items=["ana"], by=make_person("lead"), now=timezone.now()
    )
    Material.objects.filter(pk=screen.ana.pk).update(state="approved")
    return made


def go(client: Client, name: str, *args: object, language: str = "en", **named: Any) -> Any:
    client.cookies["django_language"] = language
    return client.get(reverse(name, args=args), **named)


def read(client: Client, name: str, *args: object, **named: Any) -> str:
    answer = go(client, name, *args, **named)
    assert answer.status_code == 200
    return str(answer.content.decode())


def fill(row: Consent | None, **typed: Any) -> dict[str, Any]:
    """What a browser sends: the form as it was opened, with some of it typed anew."""
    sheet = read_sheet(row) if row else None
    agreed = sheet.consent if sheet else spec.Consent()
    plain = {name: value for name, value in vars(agreed).items() if value not in (None, False, ())}
    plain.pop("guardians", None)
    base = json.dumps(write_sheet(sheet)) if sheet else ""
    rows = {"guardian-TOTAL_FORMS": "2", "guardian-INITIAL_FORMS": "0"}
    return {**plain, "items": list(sheet.items) if sheet else [], "base": base, **rows, **typed}


def send(client: Client, address: str, *args: object, **data: Any) -> Any:
    client.cookies["django_language"] = "en"
    return client.post(reverse(address, args=args), data)


def list_log(row: Consent) -> list[tuple[str, str]]:
    return [(event.act, event.by.username if event.by else "") for event in row.events.order_by("pk")]
