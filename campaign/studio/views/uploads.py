"""A draft's files: handing them in, looking at them, choosing from films. In: a draft and a file. Out: bytes, facts.

Whoever may write the draft sees its files. What is sent is somebody else's: it never runs under our name.
"""

from threading import BoundedSemaphore

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from campaign.adapters.filmstrip import draw_picture, draw_strip
from campaign.adapters.media import MAX_BYTES
from campaign.adapters.playable import write_playable
from campaign.adapters.scratch import open_scratch
from campaign.data.models import Draft, StoredFile
from campaign.forms.shapes import SHAPES
from campaign.forms.words import pick_text
from campaign.render.manifest import FieldType, Template
from campaign.services import crops, templating, uploads
from campaign.services.delivery import FOR_ONE_PERSON, open_pieces, plan_delivery
from campaign.services.rights import AUTHORS
from campaign.services.storage import get_store
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.receiving import check_token, receives
from campaign.studio.shares import shared
from campaign.studio.words import explain_error
from campaign.studio.writers import find_draft

MOST_BYTES = MAX_BYTES[FieldType.CLIP] + 1_000_000
"""A film, and the form around it."""
CLOSED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A drawing keeps its own colours when it is opened by itself, and can do nothing else."""
PICTURE_HEIGHT, STRIP_HEIGHT = 270, 72
STRIP_PICTURES = 12
LATEST = 20 * 60.0
_making = BoundedSemaphore(2)
"""Films that are made playable at once: each takes what a core can give."""


def find_template(draft: Draft) -> Template:
    """That of the draft; 404 while it has none, or one that is gone."""
    template = templating.find_template(draft.template)
    if template is None:
        raise Http404
    return template


def find_file(draft: Draft, name: str) -> StoredFile:
    file = uploads.find_file(draft, name)
    if file is None or not get_store().exists(file.name):
        raise Http404
    return file


@receives(MOST_BYTES)
@require_POST
@for_roles(AUTHORS)
@shared
@check_token
def take_upload(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep a file for an input: its name, and what is known of it; else 422 with what is wrong."""
    draft = find_draft(request, pk)
    given = request.FILES.get("file")
    if given is None:
        return JsonResponse({"error": _("No file was sent. Choose one and try again.")}, status=422)
    try:
        kind = uploads.find_kind(find_template(draft).manifest, request.POST.get("name", ""))
        kept = uploads.attach_file(draft, given, kind=kind, by=get_person(request), now=timezone.now())
    except CampaignError as error:
        return JsonResponse({"error": " ".join(explain_error(error))}, status=422)
    return JsonResponse({"name": kept.name, **describe_file(kept.file)})


def describe_file(file: StoredFile) -> dict[str, object]:
    """Pixels and seconds, as the page's scripts take them."""
    return {"width": file.width, "height": file.height, "seconds": file.seconds, "type": file.media_type}


@require_safe
@for_roles(AUTHORS)
def give_medium(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A file of the draft, or a part of it. Its name may come to mean other bytes, so a browser asks each time."""
    file = find_file(find_draft(request, pk), name)
    plan = plan_delivery(file, method=request.method or "", headers=request.headers, cache="private, no-cache")
    pieces = () if plan.part is None else open_pieces(file, plan.part)
    answer = StreamingHttpResponse(pieces, status=plan.status, headers=plan.headers, content_type=file.media_type)
    answer.headers["Content-Security-Policy"] = CLOSED
    return answer


@require_GET
@for_roles(AUTHORS)
def show_crops(request: HttpRequest, pk: int) -> JsonResponse:
    """The windows in which screens show the picture of an input."""
    template = find_template(find_draft(request, pk))
    return JsonResponse(
        {
            "crops": [
                {
                    "shape": str(SHAPES[crop.shape]),
                    "width": crop.width,
                    "height": crop.height,
                    "channels": ", ".join(map(pick_text, crop.channels)),
                }
                for crop in crops.list_crops(template, request.GET.get("name", ""))
            ]
        }
    )


@require_GET
@for_roles(AUTHORS)
@shared
def show_picture(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What a film shows at a second."""
    second = _read_second(request.GET.get("at", ""))
    return _show(find_file(find_draft(request, pk), name), second)


@require_GET
@for_roles(AUTHORS)
@shared
def show_strip(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The whole film in a row of pictures."""
    return _show(find_file(find_draft(request, pk), name), None)


def _show(file: StoredFile, second: float | None) -> HttpResponse:
    """For that film and second always the same."""
    try:
        with uploads.borrow(file) as path:
            if second is None:
                picture = draw_strip(path, count=STRIP_PICTURES, height=STRIP_HEIGHT)
            else:
                picture = draw_picture(path, second=second, height=PICTURE_HEIGHT)
    except CampaignError as error:
        return HttpResponse("\n".join(explain_error(error)), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": FOR_ONE_PERSON})


def _read_second(given: str) -> float:
    try:
        return min(LATEST, max(0.0, float(given)))
    except ValueError:
        return 0.0


@require_GET
@for_roles(AUTHORS)
@shared
def give_playable(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """The film for a browser that cannot play it; 503 while others are being made."""
    file = find_file(find_draft(request, pk), name)
    if not _making.acquire(timeout=20):
        return JsonResponse({"error": _("Other films are being made ready. Try again in a minute.")}, status=503)
    try:
        with open_scratch("playable") as folder, uploads.borrow(file) as path:
            write_playable(path, out=folder / "playable.mp4")
            # its name may go: the open file stays readable, and the answer closes it
            made = (folder / "playable.mp4").open("rb")
    except CampaignError as error:
        return JsonResponse({"error": " ".join(explain_error(error))}, status=422)
    finally:
        _making.release()
    return FileResponse(made, content_type="video/mp4", headers={"Cache-Control": FOR_ONE_PERSON})
