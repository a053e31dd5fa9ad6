"""The Django app of pages for people."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "campaign.studio"
    label = "studio"
