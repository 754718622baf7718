"""One run as a block of a page: a bar that moves, until it is over."""

from __future__ import annotations

from typing import Any

from northing.web.jobs.models import QUEUED, Run
from northing.web.jobs.worker import worker_is_there
from northing.web.site.blocks import Fragment

TEMPLATE = "site/run.html"


def run_block(run: Run) -> Fragment:
    """The block; it asks for itself anew every second while the run is not over."""
    return Fragment(TEMPLATE, run_values(run))


def run_values(run: Run, *, watched: bool = False) -> dict[str, Any]:
    """What the template is given.

    Args:
        run: The run.
        watched: Whether the reader has seen it at work: then its end offers what is new.
    """
    lonely = run.state == QUEUED and not worker_is_there()
    return {
        "run": run,
        "watched": watched,
        "percent": None if run.share is None else round(100 * run.share),
        "lonely": lonely,
    }
