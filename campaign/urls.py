"""Every address of the site: what players fetch, and the studio."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("campaign.feeds.urls")),
    path("", include("campaign.studio.urls")),
]
handler500 = "campaign.studio.away.handle_error"
