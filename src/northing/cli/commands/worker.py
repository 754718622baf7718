"""Long work: refreshes, loads, erasures."""

from __future__ import annotations

import os
import signal
from typing import Annotated

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
)


def run(
    workspace: WorkspaceOption = None,
    once: Annotated[bool, typer.Option("--once", help="End when nothing waits any more.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Do the long work that the site asks for: refreshes, loads, what is scheduled.

    `northing serve` runs one by itself. Start more on other machines that share the workspace
    and its PostgreSQL; one that dies leaves its work to the others.
    """
    from northing.web.parent import watch_parent
    from northing.web.prepare import ready

    ready(open_workspace(workspace).folder)
    from northing.web.jobs.worker import Worker

    worker = Worker(batch=once)
    worker.configure_signals()
    watch_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    worker.work()
    if as_json:
        print_json({"worker": worker.name, "runs": worker.runs})


ENTRY = Command(run)
