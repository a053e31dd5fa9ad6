"""Keys that sign playlists, and the lists that say so."""

from django.db import models


class PlaylistKey(models.Model):
    """`public` is what `minisign -V -P` takes; `sealed` the secret, closed with the installation's own
    (services.seeds), empty once it was revoked."""

    public = models.CharField(max_length=64, unique=True)
    sealed = models.TextField(blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public


class SignedKeys(models.Model):
    """One version of keys.json, as its exact text and the root key's signature of it; `root` is that key. None is ever
    changed: the highest version is in force."""

    version = models.PositiveBigIntegerField(unique=True)
    text = models.TextField()
    signature = models.TextField()
    root = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"№ {self.version}"
