"""Watch: load what is new in the places that the settings name, and refresh if anything was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northing.web.jobs.kind import JobKind, Result, Tell

if TYPE_CHECKING:
    from northing.web.jobs.models import Run


def _run(_run: Run, tell: Tell) -> Result:
    from northing.web.measure.workspace import site_workspace
    from northing.workspace.watch import watch_once

    tell("Looking at the watched places")
    workspace = site_workspace()
    seen = watch_once(workspace, only_due=True)
    loaded = [one.file for one in seen if one.outcome == "loaded"]
    wrong = [one for one in seen if one.outcome in ("failed", "unreachable")]
    parts = [f"Loaded {', '.join(loaded)}."] if loaded else ["Nothing new was found."]
    parts += [f"{one.file or one.place}: {one.reason}" for one in wrong]
    snapshot = workspace.snapshots.latest()
    return {
        "text": " ".join(parts),
        "new": len(loaded) + len(wrong),
        "snapshot": snapshot.id if snapshot and loaded else "",
    }


def _after(run: Run) -> None:
    """Of the looks that found nothing, keep the last: the others would bury what matters."""
    from northing.web.jobs.models import DONE, Run

    idle = Run.objects.filter(kind="watch", state=DONE, result__new=0)
    idle.exclude(pk=run.pk).delete()


ENTRY = JobKind(
    title=lambda _parameters: "Watched places",
    run=_run,
    permission="load",
    key=lambda _parameters: "watch",
    after=_after,
)
