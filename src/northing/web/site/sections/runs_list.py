"""Runs: the newest, with how far each is, who asked, and why it failed."""

from __future__ import annotations

from northing.web.jobs.models import DONE, FAILED, Run
from northing.web.jobs.progress import run_block
from northing.web.jobs.selectors import runs
from northing.web.site.blocks import Block, Cell, Column, Row, Table, Tone
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

_TONES: dict[str, Tone] = {DONE: "good", FAILED: "bad"}


def _build(context: PageContext) -> tuple[Block, ...]:
    found = runs(context.scope, context.user)
    active = tuple(run_block(run) for run in reversed(found) if not run.is_over)
    table = Table(
        (
            Column("asked_at", "Asked (UTC)", whole=True),
            Column("run", "Run"),
            Column("state", "State"),
            Column("outcome", "What came of it"),
            Column("seconds", "Seconds", "number"),
            Column("attempts", "Attempts", "count"),
            Column("by", "Asked by"),
        ),
        [_row(run) for run in found],
        caption="Runs, newest first",
        empty="Nothing has run yet: loads, refreshes and erasures appear here.",
    )
    return (*active, table)


def _row(run: Run) -> Row:
    seconds = None
    if run.started_at and run.ended_at:
        seconds = round((run.ended_at - run.started_at).total_seconds(), 1)
    return {
        "asked_at": f"{run.asked_at:%Y-%m-%d %H:%M:%S}",
        "run": run.title,
        "state": Cell(run.get_state_display(), tone=_TONES.get(run.state, "muted")),
        "outcome": run.text,
        "seconds": seconds,
        "attempts": run.attempts,
        "by": str(run.asked_by) if run.asked_by else "the schedule",
    }


ENTRY = Section(page="runs", title="Runs", build=_build, order=20, own=True)
