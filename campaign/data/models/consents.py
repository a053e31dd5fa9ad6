"""Consents, outside versions: a change or a withdrawal of one makes no new version, and erasing one leaves none
behind."""

from django.conf import settings
from django.db import models

from campaign.data.models.content import Campaign, Item


class Consent(models.Model):
    """What a person agreed to: `body` is spec.consent.Consent, emptied when erased. `document` is the name of the
    signed form in the private store, never in that of the media. `taken` is the digest of what a pack said last: only
    when it says something else is the row changed by an import. `proof` is what stays after an erasure: what was
    there (by its hash), when it went, on whose word."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="consents")
    slug = models.SlugField()
    body = models.JSONField(default=dict, blank=True)
    taken = models.CharField(max_length=64, default="", blank=True)
    items = models.ManyToManyField(Item, related_name="consents")
    document = models.CharField(max_length=80, default="", blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    proof = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "slug"], name="consent_once_a_campaign")]

    def __str__(self) -> str:
        return f"{self.campaign.slug}/{self.slug}"


class ConsentEvent(models.Model):
    """Who saw or did what with a consent; never deleted, and without personal data of the person in it. `by` is empty
    where the clock did it. `detail` is in plain words of ours, such as the names of the fields that changed."""

    class Act(models.TextChoices):
        RECORDED = "recorded"
        CHANGED = "changed"
        SEEN = "seen"
        DOCUMENT_KEPT = "document-kept"
        DOCUMENT_SEEN = "document-seen"
        WITHDRAWN = "withdrawn"
        RESTORED = "restored"
        EXPIRED = "expired"
        ERASED = "erased"

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=20, choices=Act)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    detail = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.consent} {self.act}"
