"""Frozen schedules, and what has been withdrawn since."""

from django.conf import settings
from django.db import models


class Release(models.Model):
    """`body` is the exact canonical JSON text of schedule.release.Release; proposed by one, released by another."""

    number = models.PositiveIntegerField(unique=True)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    why = models.TextField(default="", blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

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
    """Gone from every playlist at the next poll: a material (its id), item ("campaign/item"), campaign (slug),
    or everything (empty ref)."""

    class Scope(models.TextChoices):
        MATERIAL = "material"
        ITEM = "item"
        CAMPAIGN = "campaign"
        EVERYTHING = "everything"

    scope = models.CharField(max_length=12, choices=Scope)
    ref = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.scope} {self.ref}"
