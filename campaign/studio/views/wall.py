"""A channel's screen at its true size, with what plays on it. In: the channel. Out: drawings, and the loop of now."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from campaign.data import convert
from campaign.data.models import Channel
from campaign.studio.access import EVERYBODY, for_roles
from campaign.studio.strip import cut_strip
from campaign.studio.wall import DESK, draw_wall


@require_GET
@for_roles(EVERYBODY)
def show_wall(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on the screens now, as passengers see it."""
    row = Channel.objects.filter(slug=slug).first()
    if row is None:
        raise Http404
    channel = convert.read_channel(row)
    frames = cut_strip(slug, at=timezone.now())
    context = {
        "channel": channel,
        "slug": slug,
        "wall": draw_wall(channel.format),
        "desk": DESK,
        "frames": [frame for frame in frames if frame.poster],
        "first": next((frame for frame in frames if frame.poster), None),
    }
    return render(request, "studio/wall.html", context)
