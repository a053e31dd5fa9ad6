"""Inputs whose names have points in them, for templates."""

from django import template
from django.forms import BoundField

from campaign.studio.statistic_form import FiguresForm

register = template.Library()


@register.filter
def named(form: FiguresForm, name: str) -> BoundField:
    return form[name]


@register.filter
def texts(form: FiguresForm, name: str) -> list[BoundField]:
    """One text in each language."""
    return form.group(name)
