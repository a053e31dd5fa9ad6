"""Display channels and the players that fetch for them."""

from django.db import models
from django.utils import timezone


class Channel(models.Model):
    """`body` is spec.channels.Channel."""

    slug = models.SlugField(unique=True)
    body = models.JSONField()
    position = models.IntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug


class Player(models.Model):
    """One device, or a group of `screens` that share an address. Only the token's SHA-256 is kept. `health` is what it
    last said of itself, spec.health.Health."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="players")
    name = models.CharField(max_length=200)
    token_sha256 = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    screens = models.PositiveIntegerField(default=1)
    health = models.JSONField(null=True, blank=True)
    health_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    rotated_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.channel.slug}: {self.name}"
