"""How the last refresh went, and what waits for the next one."""

from __future__ import annotations

import time
from collections.abc import Iterable

from northing.workspace.attempts import Attempts
from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding
from northing.workspace.health.wording import counted, listed

_HOUR_NS = 3_600_000_000_000


def _look(look: Look) -> Iterable[Finding]:
    attempt = Attempts(look.workspace.lake.root).last()
    if attempt.state == "failed":
        yield Finding(
            "failed",
            "red",
            f"The last refresh, at {attempt.at}, failed: {attempt.error} {_in_force(look)}",
            "Mend the cause and run `northing refresh`; this ends when one succeeds.",
            about={"at": attempt.at, "error": attempt.error},
        )
    if attempt.state == "killed":
        yield Finding(
            "killed",
            "red",
            f"A refresh that began at {attempt.at} was stopped before it ended. {_in_force(look)}",
            "Run `northing refresh`; it starts from what was published.",
            about={"at": attempt.at},
        )
    yield from _waiting(look)
    if not look.snapshot.number:
        yield Finding(
            "none",
            "amber",
            "Nothing has been published yet.",
            "Load files with `northing load`, then run `northing refresh`.",
        )


def _in_force(look: Look) -> str:
    if not look.snapshot.number:
        return "Nothing has been published yet."
    return f"The snapshot {look.snapshot.id} as of {look.snapshot.as_of} is still in force."


def _waiting(look: Look) -> Iterable[Finding]:
    held = set(look.snapshot.batches)
    waiting = [batch for batch in look.workspace.batches.all() if batch.id not in held]
    if not waiting:
        return
    hours = (time.time_ns() - min(batch.loaded for batch in waiting)) / _HOUR_NS
    rows = sum(table.rows for batch in waiting for table in batch.tables.values())
    names = [batch.file for batch in waiting]
    yield Finding(
        "waiting",
        "amber" if hours > look.limits.waiting_hours else "green",
        f"{counted(len(waiting), 'load')} with {counted(rows, 'row')} "
        f"{'waits' if len(waiting) == 1 else 'wait'} for a refresh, the first for "
        f"{hours:,.1f} hours: {listed(names)}.",
        "Run `northing refresh`.",
        rows,
        about={"files": names},
    )


ENTRY = Check(
    title="The last refresh, and loads that wait",
    fine="The last refresh succeeded and no load waits for one.",
    look=_look,
)
