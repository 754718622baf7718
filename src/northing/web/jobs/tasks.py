"""What a worker does with a run: take it, keep its lease, do it, write down how it ended.

A worker that is killed says nothing more, its lease runs out, and the sweeper queues the run
again. A worker that was only slow finds that the attempt is no longer its own, and stops.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from northing.errors import Conflict, NorthingError, StorageFailed
from northing.web.jobs.kind import KINDS
from northing.web.jobs.models import DONE, FAILED, QUEUED, RUNNING, Run

_LOG = logging.getLogger("northing.web.jobs")
LEASE_SECONDS = 40
BEAT_SECONDS = 5
MOST_ATTEMPTS = 3
RETRY_SECONDS = 10
_TELL_SECONDS = 0.25

STOPPING = threading.Event()
"""Set when this worker was told to end: the run at work is given back at its next step."""


class GivenBack(Exception):  # noqa: N818 - no error: the worker ends and another goes on
    """This worker must end; the run is queued again."""


class Lost(Exception):  # noqa: N818 - as above
    """Another worker has the run by now."""


@task
def perform(run_id: int) -> None:
    """Do a run, if it still waits."""
    taken = Run.objects.filter(pk=run_id, state=QUEUED).update(
        state=RUNNING,
        attempts=F("attempts") + 1,
        started_at=timezone.now(),
        ended_at=None,
        error="",
        step="",
        done=None,
        total=None,
        **_lease(),
    )
    if not taken:
        return
    run = Run.objects.get(pk=run_id)
    over = threading.Event()
    beat = threading.Thread(target=_beat, args=(run, over), daemon=True)
    beat.start()
    try:
        _do(run)
    finally:
        over.set()
        beat.join()


def _do(run: Run) -> None:
    try:
        kind = KINDS[run.kind]
        result = dict(kind.run(run, Telling(run)))
        _end(run, DONE, result=result, snapshot=str(result.get("snapshot") or ""))
    except Lost:
        _LOG.warning("run %s was taken over while this worker was silent", run.pk)
    except GivenBack:
        _give_back(run, attempts=F("attempts") - 1)
    except (Conflict, StorageFailed) as error:  # somebody else's turn, or a disk: worth waiting
        _fail(run, str(error), again=True)
    except NorthingError as error:
        _fail(run, str(error), again=False)
    except Exception as error:
        _LOG.exception("run %s (%s) broke in attempt %s", run.pk, run.kind, run.attempts)
        _fail(run, f"It broke: {type(error).__name__}: {error}", again=True)


class Telling:
    """Writes a run's steps down; see `Tell`."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._last: tuple[Any, ...] = ()
        self._at = 0.0

    def __call__(self, step: str, done: int | None = None, total: int | None = None) -> None:
        """Report a step.

        Raises:
            GivenBack: If the worker must end.
            Lost: If another worker has the run.
        """
        if STOPPING.is_set():
            raise GivenBack
        same_step = self._last[:1] == (step,)
        if self._last == (step, done, total):
            return
        if same_step and time.monotonic() - self._at < _TELL_SECONDS:
            return
        changed = mine(self.run).update(step=step[:300], done=done, total=total, **_lease())
        if not changed:
            raise Lost
        self._last, self._at = (step, done, total), time.monotonic()


def mine(run: Run) -> Any:
    """The row of a run as long as this attempt is the one in force."""
    return Run.objects.filter(pk=run.pk, state=RUNNING, attempts=run.attempts)


def retry(run: Run, why: str, *, after_seconds: float = RETRY_SECONDS) -> None:
    """Queue a run again, or end it where it has had its attempts."""
    if run.attempts < MOST_ATTEMPTS:
        _give_back(run, after_seconds=after_seconds, error=f"{why} It will be tried again.")
        return
    _end(run, FAILED, error=f"{why} It was tried {run.attempts} times.")


def _fail(run: Run, why: str, *, again: bool) -> None:
    if again:
        retry(run, why if why.endswith((".", "!", "?")) else f"{why}.")
    else:
        _end(run, FAILED, error=why)


def _give_back(run: Run, *, after_seconds: float = 0, **changes: Any) -> None:
    from northing.web.jobs.services import enqueue

    waits = {"state": QUEUED, "lease_until": None, **changes}
    try:
        with transaction.atomic():
            if mine(run).update(**waits):
                enqueue(run, after_seconds=after_seconds)
    except IntegrityError:  # the same was asked for again, and waits already
        _end(run, DONE, result={"text": "Left to the run that was asked for after it."})


def _end(run: Run, state: str, **changes: Any) -> None:
    ended = {"state": state, "ended_at": timezone.now(), "lease_until": None, **changes}
    if mine(run).update(**ended):
        after = KINDS[run.kind].after if run.kind in KINDS else None
        if after is not None:
            after(Run.objects.get(pk=run.pk))


def _lease() -> dict[str, Any]:
    now = timezone.now()
    return {"heartbeat_at": now, "lease_until": now + timedelta(seconds=LEASE_SECONDS)}


def _beat(run: Run, over: threading.Event) -> None:
    """Keep the lease while the run is at work."""
    try:
        while not over.wait(BEAT_SECONDS):
            try:
                if not mine(run).update(**_lease()):
                    return
            except Exception as error:  # a database that is away may be back in time
                _LOG.warning("run %s could not keep its lease: %s", run.pk, error)
                connection.close()
    finally:
        connection.close()
