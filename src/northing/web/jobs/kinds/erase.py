"""Erase: take a person out of the data and of everything beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northing.web.jobs.kind import JobKind, Result, Tell
from northing.web.jobs.steps import told

if TYPE_CHECKING:
    from northing.web.jobs.models import Run


def _run(run: Run, tell: Tell) -> Result:
    from northing.web.erasing import erase_everywhere, unseal

    tell("Removing them from what was loaded")
    erasure = erase_everywhere(unseal(run.parameters["sealed"]), told(tell))
    rows = sum(erasure.rows.values())
    text = f"Removed {rows:,} rows; later files cannot bring the person back."
    return {"text": text, "rows": erasure.rows, "snapshot": erasure.snapshot or ""}


def _after(run: Run) -> None:
    """Forget who it was, whether it went well or not."""
    from northing.web.jobs.models import Run

    kept = {key: value for key, value in run.parameters.items() if key != "sealed"}
    Run.objects.filter(pk=run.pk).update(parameters=kept)


ENTRY = JobKind(
    title=lambda _parameters: "Erase a person",
    run=_run,
    permission="erase",
    after=_after,
)
