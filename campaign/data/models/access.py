"""Who may come in: roles on single campaigns, invitations, second factors, sessions, and tries to guess."""

from django.conf import settings
from django.db import models

from campaign.data.models.content import Campaign
from campaign.data.models.people import Organisation, User


class Membership(models.Model):
    """A role on one campaign, in place of the person's role in the organisation; it may be another organisation's
    campaign."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=User.Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "campaign"], name="membership_once_a_campaign")]

    def __str__(self) -> str:
        return f"{self.user} {self.role} of {self.campaign}"


class Invitation(models.Model):
    """Only the token's SHA-256 is kept; it works once, until `until`."""

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=User.Role)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class SecondFactor(models.Model):
    """A person's authenticator app (RFC 6238): `secret` is encrypted with the installation's key, `last_step` the time
    step that was used last, so that a code works once. `spare` are SHA-256 of unused recovery codes."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=200)
    last_step = models.BigIntegerField(default=0)
    spare = models.JSONField(default=list, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"second factor of {self.user}"


class SignedIn(models.Model):
    """One session of a person, as they see it in their list; ending it deletes the session of this key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signed_in")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=120, default="", blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"session of {self.user}"


class SignInTry(models.Model):
    """A wrong password or code; `who` is a keyed hash of the name or of the address it came from, never either."""

    who = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"try at {self.at}"


class Mail(models.Model):
    """A letter on its way: due until it was handed to the mail server. Its text goes once it is sent."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    address = models.EmailField()
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True, default="")
    due_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
