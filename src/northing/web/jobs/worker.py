"""The worker's loop: take what is queued, sweep up after the dead, start what is scheduled."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from northing.web.jobs.models import Lease
from northing.web.jobs.schedule import start_what_is_due
from northing.web.jobs.sweep import sweep
from northing.web.jobs.tasks import STOPPING

_LOG = logging.getLogger("northing.web.jobs")
TICK_SECONDS = 5
_TICKER = "ticker"
_INTERVAL_SECONDS = 0.5
_AGAIN_SECONDS = 3


class Worker(QueueWorker):
    """One worker process: one run at a time.

    Args:
        batch: Whether to end when nothing is queued any more.
        name: Names it in the queue and in leases; made up otherwise.
    """

    def __init__(self, *, batch: bool = False, name: str | None = None) -> None:
        self.name = name or f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}"
        super().__init__(
            queue_names=["default"],
            interval=_INTERVAL_SECONDS,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[],
        )

    @property
    def runs(self) -> int:
        """How many entries of the queue it has worked on."""
        return int(self._run_tasks)

    def shutdown(self, _signum: int, _frame: FrameType | None) -> None:
        """End: at once when idle, else as soon as the run at work can be given back."""
        STOPPING.set()
        self.running = False
        if not self.running_task:
            raise SystemExit(0)

    def configure_signals(self) -> None:
        """Heed the signals that ask a process to end."""
        signal.signal(signal.SIGINT, self.shutdown)
        signal.signal(signal.SIGTERM, self.shutdown)

    def work(self) -> None:
        """Work until told to end; a database that is away is waited for."""
        if self.batch:  # it may end before its ticker's first turn
            sweep()
        ticking = threading.Thread(target=self._tick, daemon=True)
        ticking.start()
        while self.running:
            try:
                self.run()
                return
            except DatabaseError as error:
                _LOG.warning("the database does not answer, trying again: %s", error)
                connection.close()
                time.sleep(_AGAIN_SECONDS)

    def _tick(self) -> None:
        while not STOPPING.is_set():
            try:
                tick(self.name)
            except Exception:  # the next tick may find the database back
                _LOG.warning("the worker's ticker failed", exc_info=True)
                connection.close()
            STOPPING.wait(TICK_SECONDS)
        connection.close()


def tick(holder: str) -> bool:
    """Sweep and start what is due, if no other worker does; whether this one did."""
    if not Lease.take(_TICKER, holder, seconds=4 * TICK_SECONDS):
        return False
    sweep()
    start_what_is_due(settings.PLACE)
    return True


def worker_is_there() -> bool:
    """Whether any worker has ticked lately."""
    from django.utils import timezone

    return Lease.objects.filter(name=_TICKER, until__gte=timezone.now()).exists()
