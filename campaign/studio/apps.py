"""The Django app of pages for people."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "campaign.studio"
    label = "studio"

    def ready(self) -> None:
        from campaign.studio import comings  # noqa: PLC0415 - models are ready only now

        comings.listen()
