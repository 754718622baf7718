"""People of the site: who they are, their role and its limits, and what they did."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from northing.errors import Conflict
from northing.web.accounts.roles import ROLES, permissions_of


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is their name."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """Make a person; without a password they come in by a link or single sign-on."""
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        from allauth.account.models import EmailAddress

        # Whoever invites somebody vouches for the address: there is no other way in.
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    def get(self, *args: Any, **wanted: Any) -> User:
        """One person, with what they may see and do: every page asks for both."""
        return self.get_queryset().select_related("membership").get(*args, **wanted)


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
        team: Which team they belong to, such as sales: whose hand-offs they decide.
        personal_data: Whether they may see personal data, such as one deal's journey.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="membership")
    role = models.CharField(max_length=20, choices=list(ROLES.items()))
    partner = models.CharField(max_length=200, blank=True)
    countries = models.JSONField(default=list, blank=True)
    team = models.CharField(max_length=40, blank=True)
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


class EntryLink(models.Model):
    """An address that lets somebody in, once; only a digest of its token is kept.

    Attributes:
        purpose: "here" opens the site at once, on the machine that printed it; "sign_in" and
            "invitation" ask before they are used up, because mail and chat programs look at links.
    """

    PURPOSES: ClassVar[dict[str, str]] = {
        "here": "Opened where it was made",
        "sign_in": "A link from the command line",
        "invitation": "An invitation",
    }

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=12, choices=list(PURPOSES.items()))
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} of {self.user}"


class KeyMark(models.Model):
    """A fingerprint of the key that this database was made with; the newest is in force."""

    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.fingerprint[:8]} since {self.made_at:%Y-%m-%d}"


class AuditEntries(models.QuerySet["AuditEntry"]):
    """Entries that can be read and added, and that is all."""

    def update(self, **_values: Any) -> int:
        """Refuse.

        Raises:
            Conflict: Always.
        """
        raise Conflict("Entries of the audit cannot be changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Conflict: Always.
        """
        raise Conflict("Entries of the audit cannot be deleted.")


class AuditEntry(models.Model):
    """One thing somebody did or was refused: every write, export and look at personal data.

    The site only ever adds to it: an entry cannot be changed or deleted through it.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    who = models.CharField(max_length=254)
    action = models.CharField(max_length=60, db_index=True)
    what = models.CharField(max_length=300, blank=True)
    refused = models.BooleanField(default=False)
    detail = models.JSONField(default=dict, blank=True)

    objects = models.Manager.from_queryset(AuditEntries)()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}: {self.action} {self.what}"

    def save(self, *args: Any, **named: Any) -> None:
        """Write a new entry.

        Raises:
            Conflict: If it has been written before.
        """
        if not self._state.adding:
            raise Conflict("An entry of the audit cannot be changed.")
        super().save(*args, **named)

    def delete(self, *_args: Any, **_named: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Conflict: Always.
        """
        raise Conflict("An entry of the audit cannot be deleted.")
