"""Materials, the renderings that make their files, and the approvals pinned to them."""

from django.conf import settings
from django.db import models

from campaign.data.models.channels import Channel
from campaign.data.models.content import ItemVersion
from campaign.data.models.files import StoredFile


class Rendering(models.Model):
    """A file to make, once for each content key. `job` holds what render.job.Job needs; `attempt` fences late
    writes: a worker whose number is no longer the row's may not finish it. `findings` are spec.findings.Finding, of
    the pixels themselves, known once it is done; `checked` is the revision of the rules that found them. One that is
    `gone` was done, and its files were removed as nothing needed them: planned again it is due."""

    class State(models.TextChoices):
        DUE = "due"
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        GONE = "gone"

    class Queue(models.TextChoices):
        STILLS = "stills"
        LOOPS = "loops"

    key = models.CharField(max_length=64, primary_key=True)
    queue = models.CharField(max_length=10, choices=Queue)
    job = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE, db_index=True)
    attempt = models.IntegerField(default=0)
    progress = models.FloatField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True)
    findings = models.JSONField(default=list, blank=True)
    checked = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.queue}/{self.key[:8]}"


class Companion(models.Model):
    """A file made beside a loop: its subtitles as WebVTT, by language; a contact sheet and an animated preview for the
    studio; the edges of its time, by which the joins of a playlist are checked."""

    class Kind(models.TextChoices):
        SUBTITLES = "subtitles"
        SHEET = "sheet"
        PREVIEW = "preview"
        EDGES = "edges"

    rendering = models.ForeignKey(Rendering, on_delete=models.CASCADE, related_name="companions")
    kind = models.CharField(max_length=10, choices=Kind)
    language = models.CharField(max_length=12, default="", blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rendering", "kind", "language"], name="companion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rendering} {self.kind} {self.language}".rstrip()


class Material(models.Model):
    """A version of an item in one language for one channel. `still` is always made (poster, or the file itself on
    channels of stills), `loop` on channels of loops and for clips. `findings` are spec.findings.Finding; `checked`
    names what they rested on (services.rechecking). `errors` and `warnings` count what is still to be settled, in its
    content and its pixels, without the warnings that were accepted. Only `current` ones are rendered, reviewed and
    released: the others stay for the record. `note` is why it was returned to its author."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        APPROVED = "approved"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="materials")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="materials")
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, db_index=True)
    still = models.ForeignKey(Rendering, on_delete=models.PROTECT, related_name="+")
    loop = models.ForeignKey(Rendering, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    findings = models.JSONField(default=list)
    checked = models.CharField(max_length=64, default="", blank=True, db_index=True)
    errors = models.PositiveSmallIntegerField(default=0)
    warnings = models.PositiveSmallIntegerField(default=0)
    alt = models.TextField(default="")
    current = models.BooleanField(default=True, db_index=True)
    note = models.TextField(default="", blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "channel", "language", "still", "loop"],
                name="material_once_a_rendering",
            ),
            # NULL equals nothing in a unique index: materials without a loop need a rule of their own
            models.UniqueConstraint(
                fields=["version", "channel", "language", "still"],
                condition=models.Q(loop=None),
                name="material_once_a_still",
            ),
        ]

    @property
    def shown(self) -> Rendering:
        """The rendering that goes on the screen."""
        return self.loop or self.still

    def __str__(self) -> str:
        return f"{self.version.item} · {self.channel.slug} · {self.language}"


class Approval(models.Model):
    """Somebody other than the author said yes to exactly this content key."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="approvals")
    key = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"{self.material} by {self.by}"


class Acceptance(models.Model):
    """A lead took one warning (`finding` is its digest) on exactly this content key, and said why. Another key asks
    again."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="acceptances")
    key = models.CharField(max_length=64)
    rule = models.CharField(max_length=8)
    finding = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["material", "key", "finding"], name="accepted_once_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.rule} by {self.by}"


class Reopening(models.Model):
    """The product took an approved material off the screens: these errors were found in it afterwards. It waits for
    review again until an approval is younger."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="reopenings")
    at = models.DateTimeField()
    findings = models.JSONField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.material} at {self.at}"


class ReviewEvent(models.Model):
    """A step of a material on its way, for its history; never deleted."""

    class Act(models.TextChoices):
        SUBMITTED = "submitted"
        RETURNED = "returned"
        APPROVED = "approved"

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=20, choices=Act)
    key = models.CharField(max_length=64, default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.material} {self.act}"
