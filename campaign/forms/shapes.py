"""What people call the shapes of screens."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.spec.formats import Shape

SHAPES: Mapping[Shape, Promise] = {
    Shape.LANDSCAPE: _("Landscape"),
    Shape.PORTRAIT: _("Portrait"),
    Shape.SQUARE: _("Square"),
    Shape.RIBBON: _("Ribbon"),
    Shape.BAND: _("Narrow band"),
}
