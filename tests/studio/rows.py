"""Rows as people meet them in the studio: a still that can be looked at, by an author that the test names."""

import io

from PIL import Image

from campaign.data.models import (
    Acknowledgement,
    Channel,
    Companion,
    Consent,
    Material,
    Release,
    Rendering,
    User,
    Withdrawal,
)
from campaign.services import documents, players, withdrawals
from campaign.spec.digest import hash_value, to_plain
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from tests.factories import items, values
from tests.factories.rows import (
    NOON,
    keep_file,
    make_channel,
    make_consent,
    make_person,
    make_rendering,
    make_still,
    make_version,
)


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
    """Without a loop unless one is given, and without an approval in any state."""
    return Material.objects.create(
        version=make_version(values.make_item(slug), author=author),
        channel=channel or make_channel(),
        language=language,
        state=state,
        still=still or make_rendering(f"{slug}-{language}-{channel or ''}", file=make_still()),
        loop=loop,
        findings=to_plain(findings),
        errors=sum(finding.severity is Severity.ERROR for finding in findings),
        warnings=sum(finding.severity is Severity.WARNING for finding in findings),
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


def make_flash(second: float = 1.24) -> Finding:
    return Finding(
        "C1",
        Severity.ERROR,
        say("The picture flashes."),
        say("Let it change more slowly."),
        Place(second=second),
        measured="5 flashes in 1 s over 100 %",
        allowed="≤ 3 flashes in 1 s",
    )


def keep_beside(loop: Rendering, kind: Companion.Kind, data: bytes = b"", *, language: str = "") -> Companion:
    """A file beside a loop; it holds its kind and loop unless told otherwise."""
    suffix, media_type = {"preview": ("webp", "image/webp"), "sheet": ("jpg", "image/jpeg"), "edges": ("bin", "")}.get(
        kind, ("vtt", "text/vtt")
    )
    file = keep_file(data or f"{kind} {language} {loop.key}".encode(), suffix=suffix, media_type=media_type)
    return Companion.objects.create(rendering=loop, kind=kind, language=language, file=file)


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


def make_withdrawal(*, by: User) -> Withdrawal:
    """Of another story than `make_material` makes, so that its materials stay as they are; one player was asked."""
    make_version(values.make_item("vera"), author=by)
    make_channel()
    row = withdrawals.withdraw(scope="item", ref="together/vera", by=by, why="Помоли ни.", now=NOON)
    Acknowledgement.objects.create(withdrawal=row, player=players.create(channel="tram", name="Трамвай 4").player)
    return row


def make_kept_consent(material: Material) -> Consent:
    """The consent that a material rests on, with its signed form."""
    consent = make_consent(material.version, items.CONSENT)
    return documents.keep_document(consent, paint_form(), by=make_person("lead"), now=NOON)


def paint_form(kind: str = "PNG", *, size: tuple[int, int] = (32, 18)) -> bytes:
    """A scan of a signed form, as far as bytes go."""
    out = io.BytesIO()
    Image.new("RGB", size, "#fff8ec").save(out, kind)
    return out.getvalue()
