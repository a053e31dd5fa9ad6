"""Who did what with people's data and with what screens show. Rows are added, never changed: triggers hold it."""

from django.conf import settings
from django.db import models

from campaign.data.models.people import Organisation


class AuditEvent(models.Model):
    """One act. `by` is empty where the clock or the command line did it. `kind` and `ref` say on what: a sort of row
    and its number or short name, never its words: nothing of a person is left here once it was erased elsewhere.
    `detail` is made of our own short words. Without constraints towards people and organisations: what goes there must
    neither be kept by its traces nor change them."""

    at = models.DateTimeField(db_index=True)
    act = models.CharField(max_length=40, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=80, default="", blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False
    )
    campaign = models.CharField(max_length=80, default="", blank=True)
    detail = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.ref}".rstrip()


class AuditSeal(models.Model):
    """A link of the chain: `number` counts from 1 without gaps, `digest` is over the event, the number and the digest
    of the link before (services.audit_chain). `event` is a number and no reference, so that a seal outlives its event
    and tells that it is gone. Written apart from the acts, so that those never wait for each other."""

    number = models.BigIntegerField(primary_key=True)
    event = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:16]}"


class AuditCut(models.Model):
    """The end of what was kept long enough: the links up to `number` and their events are removed, `digest` is that of
    the last one, on which the chain goes on."""

    number = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"up to {self.number}"
