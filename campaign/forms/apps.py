"""The Django app that holds the forms' pages."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "campaign.forms"
    label = "value_forms"
