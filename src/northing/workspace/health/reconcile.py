"""What every system says of a period, beside Northing's totals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from northing.calendar import Period, parse_period
from northing.engine import quote_text
from northing.workspace.health.check import Look
from northing.workspace.health.statement import SYSTEMS, Agreement, Statement
from northing.workspace.measuring import calendar_of

if TYPE_CHECKING:
    from northing.lake import Snapshot
    from northing.workspace.workspace import Workspace

DEFAULT_PERIOD = "last-13-weeks"


def reconcile(
    workspace: Workspace, period: str | Period | None, snapshot: Snapshot | None
) -> Agreement:
    """Ask every system of the catalogue. See `Workspace.reconcile`."""
    snapshot = snapshot or workspace.snapshot()
    look = Look(workspace, snapshot)
    span = period
    if not isinstance(span, Period):
        text = span or DEFAULT_PERIOD
        span = parse_period(text, calendar_of(workspace, snapshot), snapshot.as_of)
    statements: list[Statement] = []
    not_stated = {}
    for name, system in SYSTEMS.items():
        lacking = [table for table in system.needs if not look.holds(table)]
        if lacking:
            not_stated[name] = f"There is nothing in {', '.join(lacking)}."
            continue
        statements += [
            replace(one, system=name, period=one.period or span.label)
            for one in system.states(look, span)
        ]
    return Agreement(
        tuple(statements),
        not_stated,
        span.label,
        span.start.isoformat(),
        span.last_day.isoformat(),
        snapshot.id,
        look.currency,
    )


def within(period: Period, day: str = "date") -> str:
    """SQL for the days of a period."""
    first, after = quote_text(period.start.isoformat()), quote_text(period.end.isoformat())
    return f"({day} >= DATE {first} AND {day} < DATE {after})"
