"""The Django app of what players fetch."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "campaign.feeds"
    label = "feeds"
