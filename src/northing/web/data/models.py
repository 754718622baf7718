"""Files that came in through the browser, how each is to be read, and what is remembered of it."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

READY, QUESTION, REFUSED, LOADED, SERVING = "ready", "question", "refused", "loaded", "serving"
STATES = {
    READY: "can be loaded",
    QUESTION: "asks something",
    REFUSED: "cannot be loaded as it is",
    LOADED: "loaded",
    SERVING: "completes another file",
}


class Drop(models.Model):
    """The files that somebody dropped at once.

    Attributes:
        key: Made with the form; the same key with the same files is the same drop.
        digest: Of all its files' bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["by", "key"], name="one_drop_a_key")
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def folder(self) -> Path:
        """Where its files lie until they are loaded."""
        return Path(settings.PLACE.uploads) / self.id.hex


class DroppedFile(models.Model):
    """One file of a drop.

    Attributes:
        given_name: As its owner calls it; only ever shown.
        name: Ours, in the drop's folder.
        mapping: How it is to be read, as `load_mapping` takes it; empty for its headings alone.
        remembered: Whether the mapping is that of an earlier file of the same headings.
        beside: Names of files that complete it.
        outcome: What the reader said last.
        batch: The load that it became.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    drop = models.ForeignKey(Drop, on_delete=models.CASCADE, related_name="files")
    given_name = models.CharField(max_length=255)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    mapping = models.JSONField(default=dict, blank=True)
    remembered = models.BooleanField(default=False)
    beside = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=REFUSED)
    outcome = models.JSONField(default=dict, blank=True)
    batch = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["given_name", "id"]

    def __str__(self) -> str:
        return self.given_name

    @property
    def path(self) -> Path:
        """Where it lies until it is loaded."""
        return self.drop.folder / self.name

    @property
    def peek(self) -> dict[str, Any] | None:
        """Its only table as it stands; None where it has several, or cannot be opened."""
        peeks = self.outcome.get("peeks") or []
        return peeks[0] if len(peeks) == 1 else None


class KnownShape(models.Model):
    """How files with certain headings are read, as somebody once corrected it."""

    signature = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()
    file = models.CharField(max_length=255)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"as {self.file}"


class BrowserLoad(models.Model):
    """Who loaded a batch in the browser; loads of the command line have none."""

    batch = models.CharField(max_length=40, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.batch
