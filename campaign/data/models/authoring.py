"""What people are writing, before it is a version of an item."""

from django.conf import settings
from django.db import models

from campaign.data.models.content import Campaign, Item, ItemVersion
from campaign.data.models.files import StoredFile


class Draft(models.Model):
    """One item's work in hand, shared by whoever writes at it; an item has at most one. `typed` is every input of its
    form as it was typed (name → text), `media` the files it names → SHA-256, `files` their rows. `base` is the version
    it began with, none for a new item. `revision` counts saves: a page that began with an older one is told. `table` is
    the table of a statistic, as services.worksheets has it. `settled_at` is when it became the version `base`;
    nothing was written since."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="drafts")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, null=True, blank=True, related_name="draft")
    base = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20)
    template = models.CharField(max_length=80, blank=True, default="")
    typed = models.JSONField(default=dict, blank=True)
    media = models.JSONField(default=dict, blank=True)
    files = models.ManyToManyField(StoredFile, related_name="+")
    table = models.JSONField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["-changed_at", "pk"]

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.item or self.campaign}"


class DraftSave(models.Model):
    """What one save changed (input → text), so that of two people at once nobody's words are lost, and a page can be
    told what happened since it was opened. `aside` is what was not taken, because somebody else had written something
    else there meanwhile."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="saves")
    revision = models.PositiveIntegerField()
    changed = models.JSONField(default=dict)
    aside = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["revision"]
        constraints = [models.UniqueConstraint(fields=["draft", "revision"], name="draft_save_once")]

    def __str__(self) -> str:
        return f"{self.draft} {self.revision}"


class DraftReader(models.Model):
    """Who has the draft's page open, as it last said so."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "user"], name="draft_reader_once")]

    def __str__(self) -> str:
        return f"{self.user} at {self.draft}"
