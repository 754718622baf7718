"""Ask for long work: it is queued, a worker does it, and its run says how far it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from northing.web.accounts.audit import record
from northing.web.accounts.scope import scope_of
from northing.web.jobs.kind import KINDS
from northing.web.jobs.models import QUEUED, Run

if TYPE_CHECKING:
    from northing.web.accounts.models import User


def start(kind: str, *, user: User | None = None, **parameters: Any) -> Run:
    """Queue a run, or give the one that already waits for the same.

    A run that is at work does not count: what has arrived since it began needs another.

    Args:
        kind: Key of `KINDS`.
        user: Who asks; None for the system itself.
        parameters: Plain values that the kind understands.

    Raises:
        PermissionDenied: If their role may not ask for it.
        Unknown: If there is no such kind.
    """
    entry = KINDS[kind]
    title = entry.title(parameters)
    if user is not None:
        if not scope_of(getattr(user, "membership", None)).may(entry.permission):
            record(user, f"start {kind}", title, refused=True)
            raise PermissionDenied("Your role may not start this.")
        record(user, f"start {kind}", title, **_said(parameters))
    key = entry.key(parameters) if entry.key else None
    while True:
        waiting = key and Run.objects.filter(kind=kind, key=key, state=QUEUED).first()
        if waiting:
            return waiting
        try:
            with transaction.atomic():
                run = Run.objects.create(
                    kind=kind, title=title, parameters=parameters, key=key, asked_by=user
                )
                enqueue(run)
        except IntegrityError:  # somebody else asked in the same moment
            continue
        return run


def _said(parameters: dict[str, Any]) -> dict[str, Any]:
    """What the audit keeps of the parameters: the reason that somebody gave."""
    return {"reason": parameters["reason"]} if "reason" in parameters else {}


def enqueue(run: Run, *, after_seconds: float = 0) -> None:
    """Put a run, which must be queued, before the workers."""
    from northing.web.jobs.tasks import perform

    task = perform
    if after_seconds:
        task = perform.using(run_after=timezone.now() + timedelta(seconds=after_seconds))
    run.task = str(task.enqueue(run.pk).id)
    Run.objects.filter(pk=run.pk).update(task=run.task)
