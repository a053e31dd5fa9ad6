"""Pictures of a template. In: content, screen, language, width. Out: what is to be seen and said of it; its pixels; the
frames of its loop; the page itself for a frame that runs nothing."""

import html
import struct
import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaign.adapters.looks import Look
from campaign.preview.desk import get_desk
from campaign.preview.faults import tell_faults, tell_findings
from campaign.preview.security import LIVE
from campaign.preview.views.asked import find_loaded, find_template, read_job, read_width
from campaign.render.fonts import list_fonts
from campaign.render.job import Job
from campaign.render.surface import measure_surface
from campaign.spec.errors import CampaignError

MOST_FRAMES = 400
FOREVER = "private, max-age=31536000, immutable"


@require_safe
def show_look(request: HttpRequest, name: str) -> JsonResponse:
    """What was drawn and found, as JSON; the picture lies at `picture`."""
    desk = get_desk()
    loaded = find_loaded(desk, name)
    if loaded.template is None:
        return JsonResponse({"picture": "", "faults": [], "broken": True})
    started = time.perf_counter()
    try:
        job = read_job(desk, loaded.template, request)
    except CampaignError as error:
        return JsonResponse({"picture": "", "faults": tell_faults((error,), root=desk.root)})
    key, look = desk.take_look(job, width=read_width(request))
    answer = _describe(job, look, key)
    faults = tell_faults(look.faults, root=desk.root, boxes=look.boxes)
    answer["faults"] = faults + tell_findings(look.findings, boxes=look.boxes)
    answer["took"] = round((time.perf_counter() - started) * 1000)
    return JsonResponse(answer)


def _describe(job: Job, look: Look, key: str) -> dict[str, Any]:
    surface = measure_surface(job.format)
    return {
        "picture": reverse("preview-picture", args=[key]) if look.picture else "",
        "width": job.format.width,
        "height": job.format.height,
        "safe": surface.safe,
        "least": surface.least_text,
        "boxes": {name: [box.left, box.top, box.width, box.height] for name, box in look.boxes.items()},
        "sizes": look.sizes,
        "seconds": look.seconds,
        "drawn": look.drawn,
        "fps": job.profile.fps,
        "arrives": job.template.manifest.motion.arrives,
    }


@require_safe
def give_picture(request: HttpRequest, key: str) -> HttpResponse:
    """Named by what it was made from, so it never changes."""
    data = get_desk().find_picture(key)
    if not data:
        raise Http404
    kind = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return HttpResponse(data, content_type=kind, headers={"Cache-Control": FOREVER})


@require_safe
def give_film(request: HttpRequest, name: str) -> HttpResponse:
    """Frames one after the other, each after its length in four bytes."""
    desk = get_desk()
    try:
        job = read_job(desk, find_template(desk, name), request)
        film = desk.draw_film(job, _read_frames(request), width=read_width(request))
    except CampaignError as error:
        return JsonResponse({"faults": tell_faults((error,), root=desk.root)}, status=409)
    data = b"".join(struct.pack("!I", len(frame)) + frame for frame in film)
    return HttpResponse(data, content_type="application/octet-stream", headers={"Cache-Control": "no-store"})


def _read_frames(request: HttpRequest) -> tuple[int, ...]:
    """Ascending numbers: the engine's clock runs forward only."""
    words = request.GET.get("frames", "0").split(",")[:MOST_FRAMES]
    if not all(word.isascii() and word.isdigit() and len(word) < 6 for word in words):
        raise Http404
    return tuple(sorted({int(word) for word in words}))


@require_safe
def show_live(request: HttpRequest, name: str) -> HttpResponse:
    """The moving page with its fonts, for a browser; it may load nothing but the template's own pictures."""
    desk = get_desk()
    template = find_template(desk, name)
    try:
        page = desk.compose_live(read_job(desk, template, request))
    except CampaignError as error:
        words = "".join(f"<p>{html.escape(fault['message'])}</p>" for fault in tell_faults((error,), root=desk.root))
        return _make_live(f"<!doctype html><body>{words}", status=409)
    base = f'<base href="{reverse("preview-file", args=[name, "x"])[:-1]}">'
    faces = "".join(
        f'@font-face{{font-family:"{font.family}";src:url("{reverse("preview-font", args=[font.path.stem])}");'
        "font-weight:1 1000}"
        for font in list_fonts()
    )
    head, found, rest = page.html.partition("<head>")
    return _make_live(f"{head}{found}{base}<style>{faces}</style>{rest}")


def _make_live(text: str, *, status: int = 200) -> HttpResponse:
    headers = {"Content-Security-Policy": LIVE, "Cache-Control": "no-store"}
    return HttpResponse(text, status=status, headers=headers)
