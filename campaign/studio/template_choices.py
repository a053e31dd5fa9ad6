"""Templates to choose from. In: a kind of item. Out: a card for each that can show it, with its small picture."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from campaign.forms.words import pick_text
from campaign.render.manifest import Template
from campaign.services.templating import find_templates
from campaign.spec.formats import PANELS, Shape

BEST = (Shape.LANDSCAPE, Shape.PORTRAIT, Shape.SQUARE, Shape.RIBBON, Shape.BAND)


@dataclass(frozen=True)
class Choice:
    """`picture` is the address of its example on its widest screen, in pixels."""

    slug: str
    title: str
    help: str
    picture: str
    width: int
    height: int


def list_choices(kind: str) -> list[Choice]:
    """By their titles."""
    found = (template for template in find_templates().values() if kind in template.manifest.kinds)
    return sorted(map(_make_choice, found), key=lambda choice: choice.title.casefold())


def _make_choice(template: Template) -> Choice:
    manifest = template.manifest
    shape = next(shape for shape in BEST if shape in manifest.shapes)
    panel = PANELS[shape]
    language = "en" if get_language() == "en" else "bg"
    address = f"{reverse('template-example', args=[template.id, shape.value])}?language={language}"
    return Choice(
        template.id,
        pick_text(manifest.title),
        pick_text(manifest.help),
        f"{address}&v={template.digest[:12]}",
        panel.width,
        panel.height,
    )
