"""Where a number comes from: the tables behind it, what made them, and what was loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from northing.metrics import tables_needed

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext


@dataclass(frozen=True)
class Origin:
    """One table behind a metric.

    Attributes:
        table: Its name.
        depth: How many steps below the metric; 0 is read by it.
        made_by: What the step does that made it; empty for loaded tables.
        made_from: The tables that the step read.
        rows: How many rows the snapshot holds.
        version: Of the table in the lake.
    """

    table: str
    depth: int
    made_by: str
    made_from: tuple[str, ...]
    rows: int
    version: int | None


def lineage(context: PageContext, metric: str) -> tuple[Origin, ...]:
    """Every table behind a metric, from what it reads down to what was loaded."""
    snapshot = context.snapshot
    found: dict[str, Origin] = {}
    layer = [_credit_table(name) for name in tables_needed(context.metric(metric))]
    depth = 0
    while layer:
        below: list[str] = []
        for name in layer:
            if name in found:
                continue
            title, reads = _writers().get(name, ("", ()))
            found[name] = Origin(
                name,
                depth,
                title,
                reads,
                snapshot.rows.get(name, 0) if snapshot else 0,
                snapshot.tables.get(name) if snapshot else None,
            )
            below += [one for one in reads if one not in found]
        layer, depth = below, depth + 1
    return tuple(found.values())


def _credit_table(name: str) -> str:
    return "credit_daily" if name == "credit" else name


@cache
def _writers() -> dict[str, tuple[str, tuple[str, ...]]]:
    from northing.workspace.step import STEPS

    return {table: (step.title, step.reads) for step in STEPS.values() for table in step.writes}
