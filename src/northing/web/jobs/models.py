"""Runs of long work, and the leases of what only one worker may do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, models
from django.db.models import Q
from django.utils import timezone

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
STATES = {QUEUED: "waiting", RUNNING: "running", DONE: "done", FAILED: "failed"}


class Run(models.Model):
    """One piece of long work, from the asking to the end.

    Attributes:
        kind: Key of `KINDS`.
        title: What people read; without personal data.
        parameters: What it was asked with, plain values.
        key: Runs that wait under the same kind and key are one.
        task: Its entry in the queue.
        step: What it is at, in words.
        done: Parts done, of `total`; None where nobody can say.
        lease_until: It is taken for dead, and queued again, if its worker says nothing until then.
        attempts: How often a worker began it.
        error: Why it failed, as a sentence.
        result: What it brought.
        snapshot: The snapshot that it published, if it did.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    parameters = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=100, null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    task = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=QUEUED)
    step = models.CharField(max_length=300, blank=True)
    done = models.PositiveIntegerField(null=True, blank=True)
    total = models.PositiveIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    snapshot = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "lease_until"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state=QUEUED), name="one_waiting_run_a_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {STATES[self.state]}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (DONE, FAILED)

    @property
    def text(self) -> str:
        """Where it stands, in a sentence."""
        if self.state == FAILED:
            return self.error
        if self.state == DONE:
            return str(self.result.get("text") or "Done.")
        if self.state == QUEUED:
            return self.error or "Waiting for a worker."
        return self.step or "Beginning"

    @property
    def share(self) -> float | None:
        """How much of it is done, 0 to 1; None where nobody can say."""
        if self.state == DONE:
            return 1.0
        if self.total and self.done is not None:
            return min(1.0, self.done / self.total)
        return None


class Lease(models.Model):
    """What only one worker may do at a time, such as starting scheduled refreshes."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()
    last_done = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.holder} until {self.until:%H:%M:%S}"

    @classmethod
    def take(cls, name: str, holder: str, seconds: float) -> bool:
        """Take a lease, or keep it; whether it is held now."""
        now = timezone.now()
        until = now + timedelta(seconds=seconds)
        mine_or_over = Q(holder=holder) | Q(until__lt=now)
        if cls.objects.filter(mine_or_over, name=name).update(holder=holder, until=until):
            return True
        if cls.objects.filter(name=name).exists():
            return False
        try:
            cls.objects.create(name=name, holder=holder, until=until)
        except IntegrityError:  # another worker made it first
            return False
        return True

    @classmethod
    def is_due(cls, name: str, minutes: float) -> bool:
        """Whether the last time is that long ago; for the holder to ask."""
        last = cls.objects.filter(name=name).values_list("last_done", flat=True).first()
        return last is None or timezone.now() - last >= timedelta(minutes=minutes)

    @classmethod
    def mark_done(cls, name: str, at: datetime | None = None) -> None:
        """Say that it has been done."""
        changes: dict[str, Any] = {"last_done": at or timezone.now()}
        cls.objects.filter(name=name).update(**changes)
