"""People of the site: who they are, their role and its limits, and what they did."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from northing.web.accounts.roles import ROLES, permissions_of


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is their name."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """Make a person; without a password they come in by a link or single sign-on."""
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. Without a membership they see nothing."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """The role of a person, and the limits of it.

    Attributes:
        partner: For an agency: whose campaigns it sees, as the table `campaigns` names it.
        countries: Two-letter codes; empty for all.
        personal_data: Whether they may see personal data, such as one deal's journey.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="membership")
    role = models.CharField(max_length=20, choices=list(ROLES.items()))
    partner = models.CharField(max_length=200, blank=True)
    countries = models.JSONField(default=list, blank=True)
    personal_data = models.BooleanField(default=False)
    given_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["user__email"]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"

    @property
    def permissions(self) -> frozenset[str]:
        """Everything that this person may do."""
        return permissions_of(self.role, personal_data=self.personal_data)


class AuditEntry(models.Model):
    """One thing somebody did or was refused: every write, export and look at personal data."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    who = models.CharField(max_length=254)
    action = models.CharField(max_length=60, db_index=True)
    what = models.CharField(max_length=300, blank=True)
    refused = models.BooleanField(default=False)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}: {self.action} {self.what}"
