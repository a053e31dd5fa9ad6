"""Bytes in the store, named by their hash."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class JoinedLoop(models.Model):
    """A channel's spots joined in one film: `name` in the store, `spots` the names of those in it, by which it is found
    when one of them has to go. `used_at` is when a player or a person was last given it, to the day."""

    name = models.CharField(max_length=80, unique=True)
    spots = models.JSONField(default=list)
    used_at = models.DateTimeField(default=timezone.now, db_default=Now())

    def __str__(self) -> str:
        return self.name


class StoredFile(models.Model):
    """One immutable file; `name` is <sha256>.<ext> in the store. Length in seconds for loops. `unneeded_since` is when
    it was first seen that nothing needs it any more (services.garbage); whoever needs it again empties that."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()
    width = models.IntegerField(default=0)
    height = models.IntegerField(default=0)
    seconds = models.FloatField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    unneeded_since = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.name
