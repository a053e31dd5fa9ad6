"""Rows as tests need them: people, and materials whose files are in the store."""

import io
from datetime import UTC, datetime

import numpy as np
from PIL import Image

from campaign.checks.flashing import Sample, Stretch
from campaign.checks.joins import Edges, cut_edges, pack_edges
from campaign.data import models
from campaign.data.convert import write_body, write_error, write_item
from campaign.services.storage import get_store
from campaign.spec.consent import Consent
from campaign.spec.content import Item
from campaign.spec.digest import hash_bytes, hash_value
from campaign.spec.errors import CannotFit, Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from tests.factories import values

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday, noon in Sofia
PASSWORD = "only-in-tests"
TOO_LONG = CannotFit(
    say("The text is %(over)d characters too long.", over=12),
    place=Place(field="headline"),
    hint=say("Shorten it, or let it stand longer."),
)


def make_organisation(slug: str = "ngo") -> models.Organisation:
    return models.Organisation.objects.get_or_create(slug=slug, defaults={"name": slug})[0]


def make_person(role: str = "staff", *, name: str = "", organisation: str = "ngo") -> models.User:
    """A person with this role; the user name is the role unless another is given."""
    known = models.User.objects.filter(username=name or role).first()
    return known or models.User.objects.create_user(
        name or role, password=PASSWORD, role=role, organisation=make_organisation(organisation)
    )


def make_channel(slug: str = "tram") -> models.Channel:
    body = write_body(values.make_channel(slug))
    return models.Channel.objects.get_or_create(slug=slug, defaults={"body": body})[0]


def make_version(
    item: Item | None = None, *, campaign: str = "together", author: models.User | None = None
) -> models.ItemVersion:
    """The current version of an item, by the staff person unless told otherwise."""
    item = item or values.make_item()
    owner, _ = models.Campaign.objects.get_or_create(
        slug=campaign,
        defaults={"body": write_body(values.make_campaign(campaign)), "organisation": make_organisation()},
    )
    row, _ = models.Item.objects.get_or_create(campaign=owner, slug=item.id)
    row.current, _ = models.ItemVersion.objects.get_or_create(
        item=row,
        digest=hash_value(item),
        defaults={"body": write_item(item), "author": author or make_person(), "search": item.title["bg"].casefold()},
    )
    row.save()
    return row.current


def make_consent(version: models.ItemVersion, consent: Consent, *, slug: str = "") -> models.Consent:
    """A consent of a person whom the version's item shows, called like the item unless told otherwise."""
    item = version.item
    row = models.Consent.objects.create(campaign=item.campaign, slug=slug or item.slug, body=write_body(consent))
    row.items.add(item)
    return row


def keep_file(data: bytes, *, suffix: str = "png", media_type: str = "image/png") -> models.StoredFile:
    """A stored file with these bytes."""
    sha256 = hash_bytes(data)
    name = f"{sha256}.{suffix}"
    get_store().put_bytes(data, name=name)
    moving = 10 if suffix == "mp4" else 0
    facts = {"name": name, "media_type": media_type, "size": len(data), "width": 320, "height": 180, "seconds": moving}
    return models.StoredFile.objects.get_or_create(sha256=sha256, defaults=facts)[0]


def make_still(colour: str = "#0b7a75") -> models.StoredFile:
    """A picture that can be looked at, all of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (320, 180), colour).save(out, "PNG")
    return keep_file(out.getvalue())


def make_rendering(
    seed: str, *, moving: bool = False, state: str = "done", file: models.StoredFile | None = None
) -> models.Rendering:
    """A rendering; when it is done its file holds the seed, unless one is given; when it failed it says why."""
    if state == "done" and file is None:
        suffix, media_type = ("mp4", "video/mp4") if moving else ("png", "image/png")
        file = keep_file(seed.encode(), suffix=suffix, media_type=media_type)
    facts: dict[str, object] = {"queue": "loops" if moving else "stills", "job": {}, "state": state, "file": file}
    facts["error"] = write_error(TOO_LONG) if state == "failed" else None
    return models.Rendering.objects.get_or_create(key=hash_bytes(seed.encode()), defaults=facts)[0]


def make_material(
    version: models.ItemVersion | None = None,
    *,
    channel: str = "tram",
    language: str = "bg",
    state: str = "draft",
    rendering: str = "done",
    findings: tuple[Finding, ...] = (),
) -> models.Material:
    """A material with still and loop; an approved one has its approval by a lead."""
    version = version or make_version()
    seed = f"{version.digest} {channel} {language} {rendering}"
    material = models.Material.objects.create(
        version=version,
        channel=make_channel(channel),
        language=language,
        state=state,
        still=make_rendering(f"still {seed}", state=rendering),
        loop=make_rendering(f"loop {seed}", moving=True, state=rendering),
        findings=write_body(findings),
        errors=sum(finding.severity is Severity.ERROR for finding in findings),
        warnings=sum(finding.severity is Severity.WARNING for finding in findings),
        alt="Ана чете",
    )
    if rendering == "done":
        keep_edges(material)
    if state == "approved":
        models.Approval.objects.create(material=material, key=material.shown.key, by=make_person("lead"))
    return material


def keep_edges(material: models.Material, edges: Edges | None = None) -> None:
    """What its loop begins and ends with; it holds still unless something else is given."""
    if edges is None:
        edges = cut_edges([Sample(0, np.zeros((18, 32, 3), np.uint8))], Stretch(25, 250, 400))
    file = keep_file(pack_edges(edges), suffix="bin", media_type="application/octet-stream")
    models.Companion.objects.update_or_create(
        rendering=material.loop, kind=models.Companion.Kind.EDGES, defaults={"file": file}
    )


def make_finding(rule: str = "E9", *, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule, severity, say("Something about it."), say("Mend it."), Place(item="ana"))
