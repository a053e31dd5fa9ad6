"""The Django app of what players fetch."""

from django.apps import AppConfig

from campaign.feeds.masking import mask_logs


class FeedsConfig(AppConfig):
    name = "campaign.feeds"
    label = "feeds"

    def ready(self) -> None:
        mask_logs()
