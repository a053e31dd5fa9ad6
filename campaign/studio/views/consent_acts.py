"""What is done with a consent: withdrawing, erasing, its signed form. In: a consent. Out: done, or why not."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campaign.services import consents, documents, erasure
from campaign.services.erasure import Erased, Ground
from campaign.services.rights import AUTHORS, LEADS
from campaign.spec.errors import CampaignError, UnknownName
from campaign.studio.access import for_roles, get_person
from campaign.studio.consent_cards import count_players, list_stories
from campaign.studio.consent_words import GROUNDS
from campaign.studio.views.consents import find_row
from campaign.studio.words import explain_error

NO_STORE = "private, no-store"
CLOSED = "default-src 'none'; sandbox"
"""A stranger's file never runs anything under our name, even if a browser were to show it."""


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def withdraw_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, one button: as easy as giving it (GDPR 7(3)). Then the consent's page tells what has happened."""
    row = find_row(request, pk)
    if row.withdrawn_at is not None:
        return redirect("consent", pk=pk)
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            consents.withdraw(row, by=get_person(request), now=timezone.now())
        except CampaignError as error:
            faults = explain_error(error)
        else:
            messages.success(
                request, _("The consent is withdrawn. What rests on it is gone at the players’ next poll.")
            )
            return redirect("consent", pk=pk)
    context = {"row": row, "stories": list_stories(row), "players": count_players(row), "faults": faults}
    return render(request, "studio/consent_withdraw.html", context, status=409 if faults else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS)
def erase_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks to write the consent's name: there is no way back."""
    row = find_row(request, pk)
    if row.erased_at is not None:
        return redirect("consent", pk=pk)
    faults: tuple[str, ...] = ()
    ground = request.POST.get("ground", "")
    if request.method == "POST":
        faults = tuple(_list_slips(request, row.slug, ground))
        if not faults:
            try:
                erased = erasure.erase(row, by=get_person(request), ground=Ground(ground), now=timezone.now())
            except CampaignError as error:
                faults = explain_error(error)
            else:
                messages.success(request, _tell_erased(erased))
                return redirect("consent", pk=pk)
    context = {"row": row, "stories": list_stories(row), "grounds": GROUNDS, "ground": ground, "faults": faults}
    typed = request.POST.get("name", "")
    return render(request, "studio/consent_erase.html", {**context, "typed": typed}, status=409 if faults else 200)


def _list_slips(request: HttpRequest, slug: str, ground: str) -> list[str]:
    slips = []
    if ground not in set(Ground):
        slips.append(_("Choose why the data is erased."))
    if request.POST.get("name", "").strip() != slug:
        slips.append(_("Write the name of the consent exactly as it stands: %(name)s") % {"name": slug})
    return slips


def _tell_erased(erased: Erased) -> str:
    told = _("Erased – stories: %(items)d, pictures and loops: %(renderings)d, files: %(files)d.") % {
        "items": len(erased.items),
        "renderings": erased.renderings,
        "files": erased.files,
    }
    parts = [told]
    if erased.pending:
        pending = _("Files that could not be removed now: %(number)d. This is tried again until they are gone.")
        parts.append(pending % {"number": erased.pending})
    if erased.kept:
        kept = _("Used elsewhere too, and therefore kept; look whether they show the person: %(names)s")
        parts.append(kept % {"names": ", ".join(erased.kept)})
    return " ".join(parts)


@never_cache
@require_http_methods(["GET"])
@for_roles(AUTHORS)
def give_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed form, to be saved and never shown by the browser itself; kept by nobody on the way."""
    row = find_row(request, pk)
    try:
        document = documents.open_document(row, by=get_person(request), now=timezone.now())
    except UnknownName:
        raise Http404 from None
    except CampaignError as error:
        messages.error(request, " ".join(explain_error(error)))
        return redirect("consent", pk=pk)
    return HttpResponse(
        document.data,
        content_type=document.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{document.name}"',
            "Cache-Control": NO_STORE,
            "Content-Security-Policy": CLOSED,
        },
    )


@require_POST
@for_roles(AUTHORS)
def keep_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the signed form; the service looks at its bytes, whatever it is called."""
    row, file = find_row(request, pk), request.FILES.get("document")
    if file is None:
        messages.error(request, _("Choose a file first: a PDF, JPEG or PNG."))
    elif (file.size or 0) > documents.MOST_BYTES:
        limit = {"most": documents.MOST_BYTES // 1_000_000}
        messages.error(
            request, _("The file is too large: at most %(most)d MB. Scan it with a lower resolution.") % limit
        )
    else:
        try:
            documents.keep_document(row, file.read(), by=get_person(request), now=timezone.now())
        except CampaignError as error:
            messages.error(request, " ".join(explain_error(error)))
        else:
            messages.success(request, _("The signed form is kept."))
    return redirect("consent", pk=pk)
