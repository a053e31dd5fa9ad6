"""Files that pages name. In: a template's file, a font, an upload. Out: their bytes, never of anything else."""

import mimetypes
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from campaign.preview.desk import Desk, get_desk
from campaign.preview.security import FILE
from campaign.preview.views.asked import find_loaded, find_template
from campaign.render.fonts import list_fonts
from campaign.render.manifest import KIT

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"})
MOST_BYTES = 200_000_000


@require_safe
def give_file(request: HttpRequest, name: str, path: str) -> HttpResponse:
    """A picture of the template or of the kit, or one that was added."""
    desk = get_desk()
    find_loaded(desk, name)
    try:
        file = _find_picture(desk, name, path)
    except (ValueError, OSError):  # no file can have such a name
        file = None
    if file is None:
        raise Http404
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Content-Security-Policy": FILE, "Cache-Control": "no-cache"}
    return HttpResponse(file.read_bytes(), content_type=kind, headers=headers)


def _find_picture(desk: Desk, name: str, path: str) -> Path | None:
    file = (desk.root / name / path).resolve()
    allowed = any(file.is_relative_to(desk.root / top) for top in (name, KIT))
    if not (allowed and file.is_file()):
        file = desk.contents.find_file(path) or file
        allowed = file.parent == desk.contents.folder
    return file if allowed and file.suffix.lower() in PICTURES and file.is_file() else None


@require_safe
def give_font(request: HttpRequest, name: str) -> HttpResponse:
    """A packaged font by its file's name."""
    font = next((font for font in list_fonts() if font.path.stem == name), None)
    if font is None:
        raise Http404
    return HttpResponse(
        font.path.read_bytes(), content_type="font/ttf", headers={"Cache-Control": "private, max-age=86400"}
    )


@require_POST
def take_file(request: HttpRequest, name: str) -> JsonResponse:
    """Keep a file for this run; the answer is the name by which values call it."""
    desk = get_desk()
    find_template(desk, name)
    upload = request.FILES.get("file")
    if upload is None or upload.name is None or (upload.size or 0) > MOST_BYTES:
        return JsonResponse({"error": gettext("The file is missing, or larger than 200 MB.")}, status=400)
    return JsonResponse({"name": desk.contents.add_file(upload.name, upload.read())})
