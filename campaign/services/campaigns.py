"""Campaigns that people write in the studio. In: plain data as campaign.yaml has it, logos. Out: rows, or every fault
at its field.

The reader is that of the packs, so a campaign means the same wherever it was written. Its words, logos and funder are
on every material: a change marks the campaign, and its materials are planned anew soon after.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from campaign.adapters.entries import check_campaign
from campaign.adapters.funders import fill_funder
from campaign.adapters.media import clean_media
from campaign.adapters.scratch import open_scratch
from campaign.adapters.stored import make_name
from campaign.data import convert
from campaign.data.models import Campaign, Organisation, User
from campaign.data.queries import find_campaigns
from campaign.render.manifest import FieldType, Template
from campaign.services import review
from campaign.services.audit import Act, note
from campaign.services.planning import Planned, plan_materials
from campaign.services.rights import ADMINISTRATORS, LEADS, check_role, has_role_everywhere
from campaign.services.storage import get_store, keep_row
from campaign.spec import content
from campaign.spec.digest import hash_bytes
from campaign.spec.document import Document, read_value
from campaign.spec.errors import CampaignError, Faults, InvalidDocument, NotAllowed, Place
from campaign.spec.message import say


@dataclass(frozen=True)
class Logo:
    """A picture as somebody handed it in under the name `given`: nothing of it is believed yet."""

    given: str
    data: bytes

    @property
    def name(self) -> str:
        """What the campaign calls it: by its bytes, and plain whatever it was called."""
        ending = self.given.rpartition(".")[2].lower()
        return f"logo-{hash_bytes(self.data)[:16]}.{ending if ending.isascii() and ending.isalnum() else 'bin'}"


def list_visible(by: User) -> QuerySet[Campaign]:
    """Those whose content this person may see, by their short names."""
    return find_campaigns(by).select_related("organisation").order_by("slug")


@transaction.atomic
def make_campaign(
    data: Mapping[str, Any], *, logos: Mapping[str, Logo], by: User, organisation: Organisation, now: datetime
) -> Campaign:
    """A new one; `logos` are by the name that `data` calls them. Raises NotAllowed, Faults."""
    own = has_role_everywhere(by, ADMINISTRATORS) or by.organisation_id == organisation.pk
    if not (own and has_role_everywhere(by, LEADS)):
        raise NotAllowed(
            say("Campaigns are made by campaign leads."), hint=say("Ask a campaign lead of the organisation.")
        )
    campaign = read_campaign(data)
    if Campaign.objects.filter(slug=campaign.id).exists():
        raise InvalidDocument(
            say("There is a campaign “%(slug)s” already.", slug=campaign.id),
            place=Place(field="id"),
            hint=say("Choose another short name."),
        )
    row = Campaign(slug=campaign.id, organisation=organisation)
    return _keep(row, campaign, logos=logos, by=by, now=now)


@transaction.atomic
def change_campaign(
    row: Campaign, data: Mapping[str, Any], *, logos: Mapping[str, Logo], by: User, now: datetime
) -> Campaign:
    """With other words, partners or funder; its short name stays. Raises NotAllowed, Faults."""
    check_role(by, LEADS, campaign=row)
    held = Campaign.objects.select_for_update().get(pk=row.pk)
    return _keep(held, read_campaign({**data, "id": held.slug}), logos=logos, by=by, now=now)


def read_campaign(data: Mapping[str, Any]) -> content.Campaign:
    """What it means. Raises Faults, each at its field ("partners.0.name.en")."""
    try:
        document = fill_funder(Document("", dict(data), {}))
        campaign = read_value(document, content.Campaign)
        faults = list(check_campaign(document, campaign))
    except CampaignError as error:
        faults = [*error.singles]
    if faults:
        raise Faults(faults)
    return campaign


def replan_due(*, load: Callable[[], Mapping[str, Template]], now: datetime) -> Planned | None:
    """Plan the materials of the campaign that has waited longest since it was changed; None when none waits. `load`
    gives the templates, and is called only when there is something to do. Call dispatch.queue_due when it has
    returned."""
    row = Campaign.objects.exclude(replan_since=None).order_by("replan_since").first()
    if row is None:
        return None
    planned = plan_materials(templates=load(), today=localdate(now), campaigns=(row.slug,))
    # changed once more meanwhile: then it waits again
    Campaign.objects.filter(pk=row.pk, replan_since=row.replan_since).update(replan_since=None)
    return planned


def _keep(row: Campaign, campaign: content.Campaign, *, logos: Mapping[str, Logo], by: User, now: datetime) -> Campaign:
    media = {**row.media, **dict(_take_logos(campaign, logos))}
    faults = list(_list_missing(campaign, media))
    if faults:
        raise Faults(faults)
    body = convert.write_body(campaign)
    if row.pk and (body, media) == (row.body, row.media):
        return row
    if row.pk:
        review.note_writer(row, by)
    row.body, row.media = body, media
    row.author, row.changed_at, row.replan_since = by, now, now
    act = Act.CAMPAIGN_CHANGED if row.pk else Act.CAMPAIGN_MADE
    row.save()
    note(act, by=by, now=now, kind="campaign", ref=row.pk, campaign=row)
    return row


def _take_logos(campaign: content.Campaign, logos: Mapping[str, Logo]) -> Iterator[tuple[str, str]]:
    """Name → SHA-256 of the cleaned picture, which lies in the store then. Raises BrokenMedia at its field."""
    for index, partner in enumerate(campaign.partners):
        logo = logos.get(partner.logo)
        if logo is None:
            continue
        try:
            yield partner.logo, _put_logo(logo)
        except CampaignError as error:
            place = Place(field=f"partners.{index}.logo")
            raise type(error)(error.message, place=place, hint=error.hint) from None


def _put_logo(logo: Logo) -> str:
    with open_scratch("logo") as folder:
        (folder / "media").mkdir()
        (folder / "media" / logo.name).write_bytes(logo.data)
        path, _ = clean_media(folder, logo.name, kind=FieldType.IMAGE, work=folder)
        data = path.read_bytes()
    sha256 = hash_bytes(data)
    name = make_name(sha256, suffix=path.name)
    put = partial(get_store().put_bytes, data, name=name)
    put()
    keep_row(sha256, name=name, size=len(data), put=put)
    return sha256


def _list_missing(campaign: content.Campaign, media: Mapping[str, str]) -> Iterator[CampaignError]:
    for index, partner in enumerate(campaign.partners):
        if partner.logo and partner.logo not in media:
            yield InvalidDocument(
                say("The logo “%(name)s” is not here.", name=partner.logo[:80]),
                place=Place(field=f"partners.{index}.logo"),
                hint=say("Choose its file once more, or take it out."),
            )
