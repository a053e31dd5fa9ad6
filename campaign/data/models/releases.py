"""Frozen schedules, and what has been withdrawn since."""

from django.conf import settings
from django.db import models

from campaign.data.models.channels import Player
from campaign.data.models.consents import Consent


class Release(models.Model):
    """`body` is the exact canonical JSON text of schedule.release.Release; proposed by one, released by another.
    `digest` is that of the body as it was frozen; `redactions` are the erasures that changed it since, each with the
    digests before and after (services.erasure). `starts_at` is the moment for which it was released, empty for at once.
    What was called off never plays; `back_to` is the earlier release that this one plays again."""

    number = models.PositiveIntegerField(unique=True)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    redactions = models.JSONField(default=list, blank=True)
    why = models.TextField(default="", blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.TextField(default="", blank=True)
    back_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"№ {self.number}"


class LastChange(models.Model):
    """One row: the last change players must see, in Unix seconds. Every change gets its own odd second, so that
    Last-Modified moves even when two changes fall into one second, and never meets a change by the clock,
    which falls on an even one."""

    stamp = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.stamp)


class Withdrawal(models.Model):
    """Gone from every playlist at the next poll: a material (its id), item ("campaign/item"), campaign (slug), or
    everything (empty ref). `consent` is the one whose withdrawal or end asked for it, `by` is empty when that was the
    clock."""

    class Scope(models.TextChoices):
        MATERIAL = "material"
        ITEM = "item"
        CAMPAIGN = "campaign"
        EVERYTHING = "everything"

    scope = models.CharField(max_length=12, choices=Scope)
    ref = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.scope} {self.ref}"


class Acknowledgement(models.Model):
    """What a withdrawal asks of a player's operator. `polled_at` is when the player first fetched a playlist without
    it, `confirmed_at` when a person said that it is gone from the screen and its disks."""

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, related_name="acknowledgements")
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="acknowledgements")
    asked_at = models.DateTimeField(auto_now_add=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["withdrawal", "player"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.withdrawal} · {self.player}"
