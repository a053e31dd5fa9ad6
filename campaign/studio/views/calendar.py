"""The flights in people's calendars. In: a lead, or a calendar program with its token. Out: the file, and its address.

The address is shown once, when it is made; whoever loses it makes another, and the one before ends.
"""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaign.services import calendar_addresses
from campaign.services.agenda import read_agenda
from campaign.services.rights import LEADS
from campaign.spec.digest import hash_bytes
from campaign.studio.access import for_roles, get_person
from campaign.studio.agenda import write_agenda
from campaign.studio.views.flights import find_folder

MEDIA_TYPE = "text/calendar; charset=utf-8"


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS)
def show_calendar(request: HttpRequest) -> HttpResponse:
    """Download, and the private address: made, made anew, ended."""
    person, address = get_person(request), ""
    if "revoke" in request.POST:
        if calendar_addresses.revoke(person):
            messages.success(request, _("The address has ended: calendar programs get nothing from it any more."))
        return redirect("calendar")
    if request.method == "POST":
        token = calendar_addresses.renew(person)
        address = settings.PUBLIC_URL + reverse("calendar-feed", args=[token])
    known = calendar_addresses.find_address(person)
    return render(request, "studio/calendar.html", {"address": address, "known": known})


@never_cache
@require_safe
@for_roles(LEADS)
def download_calendar(_request: HttpRequest) -> HttpResponse:
    """The file as it is now, in the language of the page."""
    body = write_agenda(read_agenda(now=timezone.now(), folder=find_folder()), language=get_language() or "bg")
    return HttpResponse(
        body, content_type=MEDIA_TYPE, headers={"Content-Disposition": 'attachment; filename="flights.ics"'}
    )


@require_safe
def give_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs, in the language of whose address it is. A wrong token learns nothing."""
    person = calendar_addresses.authenticate(token)
    if person is None:
        raise Http404
    body = write_agenda(read_agenda(now=timezone.now(), folder=find_folder()), language=person.language)
    etag = f'"{hash_bytes(body)}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer"}
    answer = HttpResponse(body, content_type=MEDIA_TYPE, headers=headers)
    found = get_conditional_response(request, etag=etag, response=answer)
    return found if isinstance(found, HttpResponse) else answer
