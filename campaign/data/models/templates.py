"""Which version of each template the product draws with."""

from django.conf import settings
from django.db import models

from campaign.data.models.files import StoredFile


class TemplateVersion(models.Model):
    """A template's folder as it was taken in use: `digest` is render.manifest.Template's version, `archive` its files
    in the store. The newest of a slug is in use; a changed folder waits until somebody has seen before and after."""

    slug = models.CharField(max_length=80, db_index=True)
    digest = models.CharField(max_length=64)
    archive = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.slug}@{self.digest[:8]}"
