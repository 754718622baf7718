"""The plan as rows: entries of every kind as records, and what each change replaced."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models

from northing.errors import Conflict
from northing.web.accounts.models import User


class PlanEntry(models.Model):
    """One entry of the plan.

    Attributes:
        kind: A name of `northing.plan.KINDS`.
        key: The entry's own among its kind.
        record: As `northing.plan.record_of` writes it; those values are its schema.
        version: Rises with every change; who changes it names the one they saw.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    record = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key"], name="one_plan_entry_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class PlanState(models.Model):
    """One row: the shares of the whole plan, and a mark that no two states of it share.

    Attributes:
        shares: run_share, long_share and reserve_share as text, those that are agreed.
        version: Of the shares.
        mark: Drawn anew by every change. A change that is rolled back takes its mark with it, so
            that whatever is kept in memory under a mark is true for as long as it is there.
    """

    shares = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    mark = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.mark)


class PlanChanges(models.QuerySet["PlanChange"]):
    """Changes that can be read and added, and that is all."""

    def update(self, **_values: Any) -> int:
        """Refuse.

        Raises:
            Conflict: Always.
        """
        raise Conflict("The history of the plan cannot be changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Conflict: Always.
        """
        raise Conflict("The history of the plan cannot be deleted.")


class PlanChange(models.Model):
    """One change of one entry: who, when, why, what it was before and after.

    Attributes:
        kind: Of the entry; "shares" for the shares of the whole plan.
        before: Its record; None where the entry is new.
        after: Its record; None where it was removed.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    who = models.CharField(max_length=254)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = models.Manager.from_queryset(PlanChanges)()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "key"], name="plan_change_of_entry")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}: {self.kind} {self.key}"

    def save(self, *args: Any, **named: Any) -> None:
        """Write a new change.

        Raises:
            Conflict: If it has been written before.
        """
        if not self._state.adding:
            raise Conflict("The history of the plan cannot be changed.")
        super().save(*args, **named)

    def delete(self, *_args: Any, **_named: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Conflict: Always.
        """
        raise Conflict("The history of the plan cannot be deleted.")


class PlanDraft(models.Model):
    """A file that somebody brought in: what it would change, until they say so.

    Attributes:
        user: Who brought it; nobody else sees it.
        name: The file's.
        notes: What the reader of the file said.
        changes: Each entry's kind, its record as it is to be, and the version that was seen; None
            where the entry is new.
        shares: Shares of the whole plan that are to change.
        shares_version: The version of them that was seen.
        state: open, applied or put aside.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    notes = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    shares = models.JSONField(default=dict)
    shares_version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default="open")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"
