"""Versions of a story. In: two of them. Out: what is different; an older one brought back, once it is asked for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from campaign.data import queries
from campaign.data.models import ItemVersion
from campaign.services import authoring, versions
from campaign.services.rights import AUTHORS, has_role
from campaign.spec.errors import CampaignError
from campaign.studio.access import MAKERS, for_roles, get_person
from campaign.studio.titles import read_title
from campaign.studio.version_words import list_changed, list_lines, list_pairs
from campaign.studio.views.item import find_item
from campaign.studio.words import explain_error

MOST_PAIRS = 12


@never_cache
@require_GET
@for_roles(MAKERS)
def compare_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Words marked, pictures beside each other; without a choice the newest with the one before."""
    item, person = find_item(request, pk), get_person(request)
    listed = versions.list_versions(item)
    rows = [one.row for one in listed]
    asked = [int(word) if (word := request.GET.get(name, "")).isdecimal() else 0 for name in ("old", "new")]
    pair = versions.find_pair(rows, *asked) if any(asked) else None
    if pair is None and len(rows) > 1:
        pair = rows[1], rows[0]
    context = {"item": item, "title": read_title(rows[0].body), "lines": list_lines(listed)}
    if pair is not None:
        older, newer = pair
        older.item = newer.item = item
        seen = queries.find_visible(person, past=True).order_by("channel__position", "channel__slug", "language")
        pictures = [list(seen.filter(version=one)) for one in pair]
        lines = {line.pk: line for line in list_lines(listed)}
        context |= {
            "older": lines[older.pk],
            "newer": lines[newer.pk],
            "changed": list_changed(versions.compare(older, newer), sheet=versions.make_sheet(newer)),
            "pairs": list_pairs(*pictures)[:MOST_PAIRS],
            "may_restore": has_role(person, AUTHORS, campaign=item.campaign),
        }
    return render(request, "studio/compare_versions.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(AUTHORS)
def restore_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked first: it becomes a new version, and is reviewed anew."""
    version = ItemVersion.objects.select_related("item").filter(pk=pk).first()
    if version is None:
        raise Http404
    item = find_item(request, version.item_id)
    if not has_role(get_person(request), AUTHORS, campaign=item.campaign):
        raise PermissionDenied
    if request.method == "POST":
        try:
            authoring.restore(version, by=get_person(request), now=timezone.now())
        except CampaignError as error:
            messages.error(request, " ".join(explain_error(error)))
        else:
            messages.success(request, _("Brought back as a new version. Its pictures are made, then it is reviewed."))
        return redirect("item", pk=item.pk)
    line = next(line for line in list_lines(versions.list_versions(item)) if line.pk == pk)
    draft = getattr(item, "draft", None)
    context = {
        "item": item,
        "title": read_title(version.body),
        "line": line,
        "draft": draft if draft is not None and draft.settled_at is None else None,
    }
    return render(request, "studio/version_restore.html", context)
