"""Proof of play: what players said they showed."""

from django.db import models

from campaign.data.models.channels import Player


class Play(models.Model):
    """One play that was accepted. `name` is the player's own for it, by which a second report of it is known; `day` the
    service day; `seconds` are clipped to what was scheduled."""

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="plays")
    name = models.CharField(max_length=64)
    screen = models.CharField(max_length=40, default="", blank=True)
    material = models.CharField(max_length=20)
    campaign = models.CharField(max_length=80)
    item = models.CharField(max_length=80)
    language = models.CharField(max_length=12)
    flight = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=80)
    release = models.PositiveIntegerField()
    day = models.DateField()
    started_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["player", "name"], name="play_once")]
        indexes = [
            models.Index(fields=["day", "flight"], name="play_day_flight"),
            models.Index(fields=["player", "started_at"], name="play_player_start"),
        ]

    def __str__(self) -> str:
        return f"{self.player} {self.started_at}"


class PlayRefusal(models.Model):
    """How many rows of a player were refused on a day (of their arrival), and why."""

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="refusals")
    day = models.DateField()
    reason = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["player", "day", "reason"], name="refusal_once")]

    def __str__(self) -> str:
        return f"{self.player} {self.day} {self.reason}"
