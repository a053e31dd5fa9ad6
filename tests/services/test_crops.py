"""The windows in which screens show a picture."""

import pytest

from campaign.data.models import Channel
from campaign.services import crops, templating
from campaign.spec.formats import Shape
from tests.factories.rows import make_channel

pytestmark = pytest.mark.django_db


def test_windows_are_those_of_the_template_on_each_shape_of_screen() -> None:
    """60 % of the width of a wide screen, 62 % of the height of an upright one: as its style.css says."""
    make_channel()
    wide = Channel.objects.create(slug="bus", position=1, body={**make_channel().body, "title": {"bg": "Автобус"}})
    tall = {**wide.body, "title": {"bg": "Тотем"}, "format": {**wide.body["format"], "width": 180, "height": 320}}
    Channel.objects.create(slug="totem", position=2, body=tall)
    template = templating.find_template("story-quote")
    assert template is not None
    landscape, portrait = crops.list_crops(template, "values.photo.file")
    assert [title["bg"] for title in landscape.channels] == ["Трамвай", "Автобус"]
    assert [title["bg"] for title in portrait.channels] == ["Тотем"]
    assert (landscape.shape, portrait.shape) == (Shape.LANDSCAPE, Shape.PORTRAIT)
    assert landscape.width == round(320 * 0.6)
    assert portrait.width == 180


def test_a_film_takes_as_long_as_its_template_and_channels_say() -> None:
    make_channel()
    template = templating.find_template("clip")
    assert template is not None
    lengths = crops.list_lengths(template)
    assert (lengths.most, lengths.title, lengths.partners) == (15.0, 2.0, 2.4)
    assert [(place.slot_seconds, len(place.channels)) for place in lengths.places] == [(10, 1)]
