"""The addresses of campaigns."""

from django.urls import URLPattern, path

from campaign.studio.views import campaigns

urlpatterns: list[URLPattern] = [
    path("campaigns", campaigns.show_campaigns, name="campaigns"),
    path("campaigns/new", campaigns.add_campaign, name="add-campaign"),
    path("campaigns/<slug:slug>", campaigns.show_campaign, name="campaign"),
    path("campaigns/<slug:slug>/change", campaigns.change_campaign, name="change-campaign"),
]
