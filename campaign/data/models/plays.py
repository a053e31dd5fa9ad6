"""Proof of play: what players said they showed."""

from django.db import models

from campaign.data.models.channels import Player


class Play(models.Model):
    """One play that was accepted. `name` is the player's own for it, by which a second report of it is known; `day` the
    service day; `seconds` are clipped to what was scheduled, and it is `whole` where they are most of the spot."""

    player = models.ForeignKey(Player, on_delete=models.CASCADE, related_name="plays")
    name = models.CharField(max_length=64)
    screen = models.CharField(max_length=40, default="", blank=True)
    material = models.CharField(max_length=40)
    campaign = models.CharField(max_length=80, blank=True)
    item = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=12, blank=True)
    flight = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=80)
    release = models.PositiveIntegerField()
    day = models.DateField()
    started_at = models.DateTimeField()
    seconds = models.FloatField()
    whole = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["player", "name"], name="play_once")]
        indexes = [
            models.Index(fields=["day", "flight"], name="play_day_flight"),
            models.Index(fields=["player", "started_at"], name="play_player_start"),
        ]

    def __str__(self) -> str:
        return f"{self.player} {self.started_at}"


class PlayTotal(models.Model):
    """What was planned and played of an item in a language for a flight, on all screens of a channel in a service day.
    `played` counts whole plays, `seconds` all of them."""

    day = models.DateField()
    channel = models.CharField(max_length=80)
    flight = models.CharField(max_length=80, blank=True)
    campaign = models.CharField(max_length=80, blank=True)
    item = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=12, blank=True)
    planned = models.PositiveIntegerField(default=0)
    planned_seconds = models.FloatField(default=0)
    played = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "channel", "flight", "campaign", "item", "language"], name="play_total_once"
            ),
        ]
        indexes = [models.Index(fields=["flight", "day"], name="play_total_flight_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.channel} {self.flight or 'fallback'} {self.campaign}/{self.item}"


class PlayReach(models.Model):
    """How far a flight came on a channel in a service day: on how many `screens` it was shown, of the `due_screens`
    there were, and for how many seconds it was to run on all of them together."""

    day = models.DateField()
    channel = models.CharField(max_length=80)
    flight = models.CharField(max_length=80, blank=True)
    due_seconds = models.FloatField(default=0)
    due_screens = models.PositiveIntegerField(default=0)
    screens = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "channel", "flight"], name="play_reach_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.channel} {self.flight or 'fallback'}"


class PlayDay(models.Model):
    """A service day that is over on every channel: what was planned for it stands in the totals."""

    day = models.DateField(unique=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)


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
