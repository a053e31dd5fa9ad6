"""Who of the product's own parts is alive."""

from django.db import models


class WorkerBeat(models.Model):
    """A worker by its name, or “sweep” for the sweep that the beat sends round: when it last showed that it lives, for
    which queues (separated by commas). `drift` is its host's clock against the database's, in seconds, above 0 when it
    is fast."""

    name = models.CharField(max_length=120, primary_key=True)
    queues = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()
    drift = models.FloatField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
