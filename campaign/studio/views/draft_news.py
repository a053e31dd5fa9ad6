"""What others do in a draft meanwhile. In: the revision that a page has. Out: what was written since, who is here."""

from datetime import timedelta

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from campaign.data.models import Draft
from campaign.services import authoring, presence
from campaign.services.rights import AUTHORS
from campaign.studio.access import for_roles, get_person, name_person
from campaign.studio.draft_words import name_input
from campaign.studio.writers import find_draft

HERE = timedelta(seconds=20)
"""Who said so within this time has the page open."""


@never_cache
@require_GET
@for_roles(AUTHORS)
def tell_news(request: HttpRequest, pk: int) -> JsonResponse:
    """What others wrote since a revision, who else is here, and a token to go on with after signing in anew."""
    if not Draft.objects.filter(pk=pk).exists():
        return JsonResponse({"gone": True}, status=410)
    draft, person = find_draft(request, pk), get_person(request)
    since = request.GET.get("since", "")
    revision = int(since) if since.isdecimal() else draft.revision
    sheet = authoring.make_sheet(draft)
    news = authoring.list_news(draft, revision=revision) if draft.revision > revision else {}
    here = presence.say_here(draft, person, now=timezone.now(), within=HERE)
    return JsonResponse(
        {
            "revision": draft.revision,
            "news": {
                name: {
                    "text": row.changed[name],
                    "by": name_person(row.by),
                    "own": row.by_id == person.pk,
                    "label": name_input(name, sheet=sheet),
                }
                for name, row in news.items()
                if authoring.is_input(name)
            },
            "here": [name_person(row.user) for row in here],
            "token": get_token(request),
        }
    )
