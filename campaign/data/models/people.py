"""Organisations and the people who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Organisation(models.Model):
    """An NGO, city or operator."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person; the role says what they may do in the organisation, a Membership on a single campaign. `digest` is
    whether a daily letter of what waits is wanted, `digest_at` when the last one was written."""

    class Role(models.TextChoices):
        STAFF = "staff"
        DESIGNER = "designer"
        LEAD = "lead"
        OPERATOR = "operator"
        ADMINISTRATOR = "administrator"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.STAFF)
    language = models.CharField(max_length=2, default="bg")
    digest = models.BooleanField(default=True)
    digest_at = models.DateTimeField(null=True, blank=True)
