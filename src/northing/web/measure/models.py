"""Definitions that somebody proposes and two people lock."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from northing.web.accounts.models import User


class DefinitionProposal(models.Model):
    """A way of measuring that is to be the company's.

    Attributes:
        metric: The metric's name.
        reference: The metric with the parameters that are meant, as `roas?rule=linear`.
        digest: Of the definition when it was proposed.
        reason: Why this one.
        state: open, locked, replaced (by a later lock) or declined.
    """

    STATES = (
        ("open", "waits for signatures"),
        ("locked", "locked"),
        ("replaced", "replaced by another"),
        ("declined", "declined"),
    )

    metric = models.CharField(max_length=100, db_index=True)
    reference = models.CharField(max_length=300)
    digest = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=STATES, default="open")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-proposed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"


class DefinitionSignature(models.Model):
    """One of the two names under a lock."""

    proposal = models.ForeignKey(
        DefinitionProposal, on_delete=models.CASCADE, related_name="signatures"
    )
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=254)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "user"], name="one_signature_each")
        ]

    def __str__(self) -> str:
        return f"{self.name} under {self.proposal}"
