"""What leads change of the flights in the schedule files."""

from django.conf import settings
from django.db import models


class FlightChange(models.Model):
    """One change of a flight, new or from the file, that people made in the studio; the last one of a flight counts.
    `body` is schedule.flights.Flight as written; empty when the flight was taken out. `kept` is false where it was
    given back to the file."""

    flight = models.CharField(max_length=80, db_index=True)
    body = models.JSONField(null=True, blank=True)
    kept = models.BooleanField(default=True)
    why = models.TextField(default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.flight} by {self.by}"


class FallbackChange(models.Model):
    """What people chose in the studio to play on a channel, a group or everywhere (`place`) when nothing else can; the
    last choice of a place counts. `items` are "campaign/item"; `kept` is false where the place was given back to the
    file."""

    place = models.CharField(max_length=80, db_index=True)
    items = models.JSONField(default=list)
    kept = models.BooleanField(default=True)
    why = models.TextField(default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.place} by {self.by}"


class CalendarAddress(models.Model):
    """Where a person's calendar program fetches the flights. Only the token's SHA-256 is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_address")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"calendar of {self.user}"
