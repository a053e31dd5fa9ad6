"""Addresses of emergency messages and of taking things down."""

from django.urls import URLPattern, path

from campaign.studio.views import emergencies, takedown

urlpatterns: list[URLPattern] = [
    path("emergency", emergencies.show_emergency, name="emergency"),
    path("emergency/pictures", emergencies.show_pictures, name="emergency-pictures"),
    path("emergency/start", emergencies.start_message, name="emergency-start"),
    path("emergency/<int:pk>", emergencies.show_message, name="emergency-message"),
    path("emergency/<int:pk>/end", emergencies.end_message, name="emergency-end"),
    path("emergency/<int:pk>/prolong", emergencies.prolong_message, name="emergency-prolong"),
    path("takedown", takedown.take_down, name="takedown"),
]
