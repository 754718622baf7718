"""The process that answers browsers: `python -m northing.web.server HOST PORT WORKERS`."""

from __future__ import annotations

import os
import signal
import sys

THREADS = 8
"""Requests at once in one process: most wait for DuckDB or the database, which free the others."""


def main(host: str, port: int, workers: int) -> None:
    """Answer until told to end, or until the process that started this one is gone."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from northing.web.parent import watch_parent

    watch_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    Server(
        "northing.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
