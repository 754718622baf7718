"""Refresh: bring tables, credit and metrics up to date and publish them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northing.web.jobs.kind import JobKind, Result, Tell
from northing.web.jobs.steps import TOTAL, told

if TYPE_CHECKING:
    from northing.web.jobs.models import Run


def _run(_run: Run, tell: Tell) -> Result:
    from northing.web.measure.workspace import site_workspace
    from northing.web.plan.publishing import publish

    publish()  # in case a process was killed between a change of the plan and its file
    workspace = site_workspace()
    before = workspace.snapshots.latest()
    tell("Waiting for its turn", 0, TOTAL)
    snapshot = workspace.refresh(progress=told(tell))
    if before is not None and before.id == snapshot.id:
        text = f"Nothing has changed since snapshot {snapshot.id}."
    else:
        text = f"Published snapshot {snapshot.id}, as of {snapshot.as_of:%-d %b %Y}."
    return {"text": text, "snapshot": snapshot.id}


ENTRY = JobKind(
    title=lambda _parameters: "Refresh",
    run=_run,
    permission="refresh",
    key=lambda _parameters: "refresh",
)
