"""Messages that take over screens for a time, and which players know of them."""

from django.conf import settings
from django.db import models

from campaign.data.models.channels import Channel, Player
from campaign.data.models.files import StoredFile


class Emergency(models.Model):
    """`texts` are spec.languages.Texts by field of the plain template; it shows from `since` to `until`, or until it
    was lifted."""

    texts = models.JSONField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"emergency {self.pk}"


class EmergencyPicture(models.Model):
    """What it shows on one channel in one language, for so many seconds at a time."""

    emergency = models.ForeignKey(Emergency, on_delete=models.CASCADE, related_name="pictures")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    alt = models.TextField(default="")
    seconds = models.FloatField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["emergency", "channel", "language"], name="emergency_picture_once"),
        ]

    def __str__(self) -> str:
        return f"{self.emergency} {self.channel} {self.language}"


class EmergencyReceipt(models.Model):
    """A player of its channels: when it first fetched a list with the message, and, of one that was ended before its
    time, the first list without it."""

    emergency = models.ForeignKey(Emergency, on_delete=models.CASCADE, related_name="receipts")
    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="+")
    shown_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["emergency", "player"], name="emergency_receipt_once")]

    def __str__(self) -> str:
        return f"{self.emergency} · {self.player}"
