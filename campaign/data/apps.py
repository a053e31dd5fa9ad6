"""The Django app of rows."""

from django.apps import AppConfig


class DataConfig(AppConfig):
    name = "campaign.data"
    label = "data"
    default_auto_field = "django.db.models.BigAutoField"
