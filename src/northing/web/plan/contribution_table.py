"""Contributions to key results as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from northing.errors import NorthingError
from northing.web.plan.links import link_to
from northing.web.site.blocks import Cell, Column, Kind, Row, Table
from northing.web.site.formats import UNIT_KINDS, show_date

if TYPE_CHECKING:
    from northing.web.plan.campaigns import Contribution
    from northing.web.site.page_context import PageContext


_SAME: frozenset[Kind | None] = frozenset({"money", "count"})
"""Kinds in which key results state their targets as metrics state their values."""


def contribution_table(context: PageContext, found: Iterable[Contribution], empty: str) -> Table:
    """What campaigns add to key results; where credit cannot say, why."""
    rows = [_row(context, one) for one in found]
    return Table(
        (
            Column("key_result", "Key result"),
            Column("target", "Target", "number"),
            Column("value", "Theirs", "number"),
            Column("whole", "In all", "number"),
            Column("share", "Their share", "percent"),
            Column("period", "Over"),
        ),
        rows,
        caption="Contribution to key results",
        empty=empty,
        notes=("Credit says who was present, not what was caused.",) if rows else (),
    )


def _row(context: PageContext, one: Contribution) -> Row:
    kind = _kind(one.key_result.metric)
    return {
        "key_result": Cell(
            one.key_result.title, href=link_to(context, "key_result", key=one.key_result.key)
        ),
        "target": Cell(one.key_result.target, kind=kind if kind in _SAME else None),
        "value": Cell(one.value, title=one.why or None, kind=kind),
        "whole": Cell(one.whole, kind=kind),
        "share": one.share,
        "period": f"{show_date(one.period.start)} to {show_date(one.period.last_day)}",
    }


def _kind(reference: str) -> Kind | None:
    from northing.metrics import METRICS, MetricRef

    try:
        kind: Kind = UNIT_KINDS[METRICS[MetricRef.parse(reference).name].unit]
    except (NorthingError, KeyError):
        return None
    return kind
