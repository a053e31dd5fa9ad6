"""Rows as people meet them in the studio: a still that can be looked at, by an author that the test names."""

from campaign.data.models import Channel, Material, Release, Rendering, User
from campaign.spec.digest import hash_value, to_plain
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from tests.factories import values
from tests.factories.rows import NOON, make_channel, make_rendering, make_still, make_version


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
