"""What templates show of statistics: inputs whose names have points in them, the notes of a table."""

from collections.abc import Mapping

from django import template
from django.forms import BoundField

from campaign.data.models import Draft
from campaign.forms.words import pick_text
from campaign.services.figures import list_languages
from campaign.services.worksheets import read_worksheet
from campaign.studio.statistic_form import FiguresForm

register = template.Library()


@register.filter
def named(form: FiguresForm, name: str) -> BoundField:
    return form[name]


@register.filter
def texts(form: FiguresForm, name: str) -> list[BoundField]:
    """One text in each language."""
    return form.group(name)


@register.inclusion_tag("studio/_statistic_notes.html")
def table_notes(draft: object) -> Mapping[str, object]:
    """Of the table that a draft's figures are from: when it was taken, and what one has to know to read it."""
    if not isinstance(draft, Draft) or draft.table is None:  # an item may have none
        return {}
    worksheet = read_worksheet(draft)
    said = worksheet.said
    notes = {code: text for code in list_languages(draft.campaign) if (text := said.get(f"notes.{code}", ""))}
    return {"taken": said.get("taken", ""), "notes": pick_text(notes), "name": worksheet.origin.name}
