"""Fields as people call them. In: a field's path as the pack spells it, and its template. Out: words, else the path."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.forms.words import pick_text
from campaign.render.folder import load_template
from campaign.render.manifest import TemplateField
from campaign.spec.errors import CampaignError

FIELDS: dict[str, Promise] = {
    "title": _("Title"),
    "alt": _("In words, for people who cannot see it"),
    "doubt": _("What is in doubt"),
    "source": _("Source"),
    "source.name": _("Source: who counted"),
    "source.period": _("Source: period"),
    "source.population": _("Source: whom it is about"),
    "source.unit": _("Source: unit"),
    "consent": _("Consent"),
    "consent.person": _("Consent: person"),
    "consent.given_to": _("Consent: given to"),
    "consent.given_on": _("Consent: date"),
    "consent.given_how": _("Consent: how it was given"),
    "consent.wording": _("Consent: its words"),
    "consent.wording_version": _("Consent: version of its words"),
    "consent.language": _("Consent: language"),
    "consent.purposes": _("Consent: purposes"),
    "consent.channels": _("Consent: channels"),
    "consent.until": _("Consent: last day"),
    "consent.origin_consent": _("Consent: to name the origin"),
    "consent.told_of_withdrawal": _("Consent: that it can be withdrawn"),
    "consent.naming": _("Consent: named or pseudonym"),
    "consent.shown_as": _("Consent: shown as"),
    "consent.since": _("Consent: first day"),
    "consent.age": _("Consent: age"),
    "consent.child_agreed": _("Consent: of the child"),
    "consent.guardians": _("Consent: of the guardian"),
    "consent.withdrawn_on": _("Consent: withdrawn"),
    "cue": _("Subtitles"),
    "campaign.url": _("Campaign’s web address"),
    "brand.accent": _("Campaign’s first colour"),
    "brand.second": _("Campaign’s second colour"),
    "funder.statement": _("Funding statement"),
    "funder.lines": _("Lines that the fund asks for"),
    "funder.fund": _("Name of the fund"),
    "funder.programme": _("Name of the programme"),
    "funder.added_value": _("Statement on the added value"),
    "funder.contract": _("Number of the contract"),
    "partners.name": _("Partner"),
    "partners.logo": _("Partner’s logo"),
    "funder.disclaimer": _("Disclaimer of the funder"),
}


def name_field(path: str, *, template: Path | None = None) -> str:
    """`template` is the folder whose manifest titles the values: values.quote is its field “quote”."""
    steps = [step for step in path.split(".") if not step.isdigit()]
    for length in range(len(steps), 0, -1):  # a part without a name of its own is called by what it belongs to
        if (plain := ".".join(steps[:length])) in FIELDS:
            return str(FIELDS[plain])
    name = path.removeprefix("values.").partition(".")[0]
    field = _read_fields(template).get(name) if template else None
    return pick_text(field.title) if field else path


def _read_fields(folder: Path) -> Mapping[str, TemplateField]:
    """None of a template that is gone, or just being edited."""
    try:
        return load_template(folder).manifest.fields
    except (CampaignError, OSError):
        return {}
