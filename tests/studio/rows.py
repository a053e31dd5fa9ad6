"""Rows for the studio's tests: people, a channel, and materials with tiny files in the store."""

import io
from datetime import UTC, datetime

from PIL import Image

from campaign.data.convert import write_error
from campaign.data.models import (
    Campaign,
    Channel,
    Item,
    ItemVersion,
    Material,
    Organisation,
    Release,
    Rendering,
    StoredFile,
    User,
)
from campaign.services.storage import get_store
from campaign.spec.digest import hash_bytes, hash_value, to_plain
from campaign.spec.errors import CannotFit, Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def make_person(role: str, *, name: str = "") -> User:
    organisation, _ = Organisation.objects.get_or_create(slug="city", defaults={"name": "Столична община"})
    username = name or role
    return User.objects.create_user(username, password="тайна-2026", role=role, organisation=organisation)


def make_channel(slug: str = "tram", *, width: int = 320, height: int = 180) -> Channel:
    body = {
        "id": slug,
        "title": {"bg": "Трамвай", "en": "Tram"},
        "format": {"width": width, "height": height},
        "venue": 10801,
        "hours": {"opens": "05:00:00", "closes": "00:30:00"},
        "loop_seconds": 20,
        "slot_seconds": 10,
        "languages": ["bg", "en"],
    }
    return Channel.objects.get_or_create(slug=slug, defaults={"body": body})[0]


def make_campaign() -> Campaign:
    texts = {"bg": "Заедно в час", "en": "Together in class"}
    funder = {"id": "esf", "title": texts, "rules": "eu-2021-2027", "statement": {"bg": "Финансирано", "en": "Funded"}}
    body = {"id": "together", "title": texts, "funder": funder, "url": "https://example.org"}
    organisation, _ = Organisation.objects.get_or_create(slug="city", defaults={"name": "Столична община"})
    return Campaign.objects.get_or_create(slug="together", defaults={"body": body, "organisation": organisation})[0]


def make_item(slug: str = "ana", *, author: User, title: str = "Ана чете първа") -> ItemVersion:
    item, _ = Item.objects.get_or_create(campaign=make_campaign(), slug=slug)
    body = {
        "id": slug,
        "kind": "story",
        "template": "story-quote",
        "title": {"bg": title, "en": "Ana reads first"},
        "values": {"quote": {"bg": "Винаги ме избират първа.", "en": "They always pick me first."}},
    }
    known = ItemVersion.objects.filter(item=item).first()
    version = known or ItemVersion.objects.create(
        item=item, body=body, digest=hash_value(body), author=author, search=f"{title} винаги ме избират".casefold()
    )
    item.current = version
    item.save()
    return version


def make_still(colour: str = "#0b7a75", *, size: tuple[int, int] = (320, 180)) -> StoredFile:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return keep_file(out.getvalue(), suffix="png", media_type="image/png", size=size)


def keep_file(
    data: bytes, *, suffix: str, media_type: str, size: tuple[int, int] = (320, 180), seconds: float = 0
) -> StoredFile:
    sha256 = hash_bytes(data)
    name = f"{sha256}.{suffix}"
    get_store().put_bytes(data, name=name)
    return StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": name,
            "media_type": media_type,
            "size": len(data),
            "width": size[0],
            "height": size[1],
            "seconds": seconds,
        },
    )[0]


def make_rendering(
    key: str, *, file: StoredFile | None = None, state: str = "done", queue: str = "stills"
) -> Rendering:
    error = None
    if state == "failed":
        error = write_error(
            CannotFit(
                say("The text is %(over)d characters too long.", over=12),
                place=Place(field="headline"),
                hint=say("Shorten it, or let it stand longer."),
            )
        )
    return Rendering.objects.create(key=hash_value(key), queue=queue, job={}, state=state, file=file, error=error)


def make_material(
    *,
    author: User,
    state: str = "draft",
    language: str = "bg",
    slug: str = "ana",
    channel: Channel | None = None,
    still: Rendering | None = None,
    loop: Rendering | None = None,
    findings: tuple[Finding, ...] = (),
) -> Material:
    key = f"{slug}-{language}-{channel or ''}"
    return Material.objects.create(
        version=make_item(slug, author=author),
        channel=channel or make_channel(),
        language=language,
        state=state,
        still=still or make_rendering(key, file=make_still()),
        loop=loop,
        findings=to_plain(findings),
        alt="Момиче чете пред класа.",
    )


def make_warning() -> Finding:
    return Finding(
        "F7",
        Severity.WARNING,
        say("The consent is older than %(months)s months.", months=24),
        say("Ask the person whether it still holds."),
        Place(field="consent"),
        measured="30",
        allowed="24",
    )


def make_release(*, by: User, other: User) -> Release:
    """A release of nothing, so that every channel plays its fallback."""
    body = '{"channels":[],"dayparts":[],"fallbacks":{},"flights":[],"number":1,"spots":[],"why":""}'
    return Release.objects.create(
        number=1,
        body=body,
        digest=hash_value(body),
        why="Седмицата на четенето",
        proposed_by=by,
        proposed_at=NOON,
        released_by=other,
        released_at=NOON,
    )
