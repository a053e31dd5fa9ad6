"""Work that goes on. In: who looks. Out: what runs, waits and failed, as a page, as events, and as a line."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from campaign.data.models import User
from campaign.services import dispatch, pulse
from campaign.services.rights import AUTHORS, has_role
from campaign.studio.access import MAKERS, for_roles, get_person
from campaign.studio.streams import PLACES, Stream
from campaign.studio.work_cards import show_work, summarise


@never_cache
@require_GET
@for_roles(MAKERS)
def show_work_page(request: HttpRequest) -> HttpResponse:
    """The whole page; the part that moves alone, when a script asks for it."""
    context = describe(get_person(request))
    part = request.headers.get("X-Part") == "work"
    return render(request, "studio/_work.html" if part else "studio/work.html", context)


@never_cache
@require_GET
@for_roles(MAKERS)
def give_events(request: HttpRequest) -> HttpResponseBase:
    """The part that moves, whenever it does. Where no place is free 204: then a browser does not come back by itself
    (HTML standard, 9.2.2), and the page asks now and then."""
    person = get_person(request)
    seat = PLACES.take(person.pk)
    if seat is None:
        return HttpResponse(status=204)
    language = get_language() or "bg"

    def read() -> str:
        """By the rights of now: somebody may have been switched off since."""
        now = User.objects.filter(pk=person.pk, is_active=True).first()
        if now is None or not has_role(now, MAKERS):
            return ""
        with override(language):
            return render_to_string("studio/_work.html", describe(now))

    stream = Stream(seat, pulse.read_mark, read, last_id=request.headers.get("Last-Event-ID", ""))
    answer = StreamingHttpResponse(stream, content_type="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"  # nginx would keep events until there are many
    return answer


@never_cache
@require_GET
@for_roles(MAKERS)
def give_line(request: HttpRequest) -> HttpResponse:
    """All of it in a sentence, for the list of materials."""
    return render(request, "studio/_work_line.html", {"line": read_line(get_person(request))})


@require_POST
@for_roles(MAKERS)
def retry(request: HttpRequest) -> HttpResponse:
    """One that failed, by its key, or all that failed."""
    key = request.POST.get("key", "")
    tried = pulse.retry(get_person(request), key=key) if key or request.POST.get("all") else 0
    if tried:
        dispatch.queue_due()
        told = ngettext("%(number)d is being rendered again.", "%(number)d are being rendered again.", tried)
        messages.success(request, told % {"number": tried})
    else:
        messages.info(request, _("Nothing had failed any more."))
    return redirect("work")


def describe(person: User) -> dict[str, object]:
    """What the part that moves shows this person."""
    cards = show_work(pulse.read_work(person, now=timezone.now()))
    return {"cards": cards, "may_import": has_role(person, AUTHORS)}


def read_line(person: User) -> dict[str, object]:
    """Empty where nothing runs, waits or failed."""
    counts = pulse.read_counts(person)
    lively = bool(counts.runs or counts.waits)
    words = summarise(counts.runs, counts.waits, counts.fails) if lively or counts.fails else ""
    return {"words": words, "lively": lively, "fails": counts.fails}
