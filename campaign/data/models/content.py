"""Campaigns and the versions of their items. Bodies are JSON of the core's frozen values."""

from django.conf import settings
from django.db import models

from campaign.data.models.files import StoredFile
from campaign.data.models.people import Organisation


class Campaign(models.Model):
    """`body` is spec.content.Campaign; `media` maps the pack's file names to SHA-256. `author` changed its own words,
    logos or funder last, at `changed_at`: they are on every material of it. `writers` did so since somebody else
    approved any of them. `taken` is the digest of what a pack said
    of the campaign last, as with items; `replan_since` is when somebody changed it in the studio, until its materials
    are planned anew."""

    slug = models.SlugField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    body = models.JSONField()
    media = models.JSONField(default=dict)
    pack_digest = models.CharField(max_length=64, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    taken = models.CharField(max_length=64, default="", blank=True)
    replan_since = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.slug


class Item(models.Model):
    """A story, statistic, myth, notice or event; `current` is its newest version. `taken` is the digest of what a pack
    said of it last: what was written in the studio since is changed by an import only when the pack says something
    else."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="items")
    slug = models.SlugField()
    current = models.ForeignKey("ItemVersion", on_delete=models.PROTECT, null=True, related_name="+")
    taken = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "slug"], name="item_once_a_campaign")]

    def __str__(self) -> str:
        return f"{self.campaign.slug}/{self.slug}"


class ItemVersion(models.Model):
    """One immutable version; `body` is spec.content.Item, `media` the files it names → SHA-256, `digest` the hash
    of both. `search` is its words casefolded: SQLite compares Cyrillic letters by case. `origin` says how it came
    about; one that brings back an older one `restores` that. `writers` are all whose words may be in it, beside the
    author who made it a version, since it was approved last: none of them approves it."""

    class Origin(models.TextChoices):
        PACK = "pack"
        STUDIO = "studio"
        RESTORED = "restored"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    body = models.JSONField()
    media = models.JSONField(default=dict)
    search = models.TextField(default="")
    digest = models.CharField(max_length=64, db_index=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PACK)
    restores = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    files = models.ManyToManyField(StoredFile, related_name="+")

    def __str__(self) -> str:
        return f"{self.item}@{self.digest[:8]}"
