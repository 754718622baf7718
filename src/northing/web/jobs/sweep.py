"""Find runs that nobody works on any more, and queue them again."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from northing.web.jobs.models import QUEUED, RUNNING, Run
from northing.web.jobs.services import enqueue
from northing.web.jobs.tasks import retry

_LOG = logging.getLogger("northing.web.jobs")
_FORGOTTEN_SECONDS = 15
_TASKS_KEPT = timedelta(days=1)
_RUNS_KEPT = timedelta(days=365)


def sweep() -> int:
    """Queue dead runs again, and fail those that killed too many workers.

    Returns:
        How many were found.
    """
    found = _dead() + _forgotten()
    _clean_up()
    return found


def _dead() -> int:
    """Runs whose worker has said nothing until their lease ran out."""
    dead = list(Run.objects.filter(state=RUNNING, lease_until__lt=timezone.now()))
    for run in dead:
        at = f" at the step “{run.step}”" if run.step else ""
        _LOG.warning("run %s lost its worker%s", run.pk, at)
        retry(run, f"Its worker died{at}.", after_seconds=0)
    return len(dead)


def _forgotten() -> int:
    """Runs that wait although their entry in the queue was taken by a worker that died."""
    since = timezone.now() - timedelta(seconds=_FORGOTTEN_SECONDS)
    waiting = list(Run.objects.filter(state=QUEUED, asked_at__lt=since))
    ready = {
        str(task)
        for task in DBTaskResult.objects.filter(status="READY").values_list("id", flat=True)
    }
    forgotten = [run for run in waiting if run.task not in ready]
    for run in forgotten:
        enqueue(run)
    return len(forgotten)


def _clean_up() -> None:
    now = timezone.now()
    DBTaskResult.objects.exclude(status="READY").filter(enqueued_at__lt=now - _TASKS_KEPT).delete()
    Run.objects.filter(ended_at__lt=now - _RUNS_KEPT).delete()
