"""What a request asks for. In: its address and query. Out: the template, the job; or 404."""

from django.http import Http404, HttpRequest

from campaign.preview.desk import Desk, Loaded
from campaign.render.job import Job
from campaign.render.manifest import Template

WIDTHS = (320, 480, 640, 960, 1280, 1920)
"""Pictures are made in few widths, so that the same one serves again; 0 is every pixel."""


def find_loaded(desk: Desk, name: str) -> Loaded:
    """Raises Http404 for a name that is no folder."""
    if name not in desk.list_names():
        raise Http404
    return desk.load(name)


def find_template(desk: Desk, name: str) -> Template:
    """Raises Http404 also while it is broken."""
    template = find_loaded(desk, name).template
    if template is None:
        raise Http404
    return template


def read_job(desk: Desk, template: Template, request: HttpRequest) -> Job:
    """Raises UnknownName."""
    asked = request.GET
    return desk.make_job(
        template,
        content=asked.get("content", "typical"),
        screen=asked.get("screen", "landscape"),
        language=asked.get("language", "bg"),
    )


def read_width(request: HttpRequest) -> int:
    """The least of our widths that is wide enough."""
    try:
        wanted = int(request.GET.get("width", "640"))
    except ValueError:
        raise Http404 from None
    return next((width for width in WIDTHS if width >= wanted), 0) if wanted > 0 else 0
