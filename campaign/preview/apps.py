"""The Django app of the preview; it has no tables and needs no database."""

from django.apps import AppConfig


class PreviewConfig(AppConfig):
    name = "campaign.preview"
    label = "preview"
