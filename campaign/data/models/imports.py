"""Content packs that people handed in through the studio, and what became of them."""

from django.conf import settings
from django.db import models

from campaign.data.models.people import Organisation


class PackImport(models.Model):
    """One ZIP. `file` is its name in the private store until it was read, as a pack may hold consents; `name` is what
    it was called at home. `faults` are convert.Problem, `result` is services.imports.Outcome. `attempt` fences late
    writes, as a rendering's does."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    class Stage(models.TextChoices):
        UNPACKING = "unpacking"
        READING = "reading"
        TAKING = "taking"
        PLANNING = "planning"

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=80, blank=True, default="")
    size = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    stage = models.CharField(max_length=10, choices=Stage, blank=True, default="")
    attempt = models.IntegerField(default=0)
    at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    campaign = models.CharField(max_length=80, blank=True, default="")
    faults = models.JSONField(default=list, blank=True)
    result = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"import {self.pk} {self.name}"
