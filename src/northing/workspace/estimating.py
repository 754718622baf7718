"""Credit with what it would be without each group of people: published spans, or a fold anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from northing.calendar import Calendar, Period
from northing.engine import quote_name, quote_text
from northing.workspace.journeys import UNCREDITED_KINDS, fold_kind
from northing.workspace.published import Intervals, estimate_in_memory

if TYPE_CHECKING:
    from northing.attribution import Estimates
    from northing.engine import Dataset
    from northing.workspace.source import SnapshotTables

TOUCH_CUTS = ("channel", "campaign", "content", "touch_date")
PUBLISHED = frozenset({"channel", "campaign"})
"""The dimensions that `credit_groups` carries."""


def estimate_credit(
    tables: SnapshotTables,
    kinds: Sequence[str],
    rule: str,
    pieces: Sequence[Period],
    dimensions: Collection[str],
    *,
    by_touch: bool = False,
) -> Estimates | None:
    """Estimate one rule's credit for conversions of these kinds, piece by piece of time.

    Args:
        tables: Of a snapshot.
        kinds: Kinds of conversion; those that nobody is credited with are left out.
        rule: A rule of the catalogue; solved for each piece by itself where it is a model's.
        pieces: Periods that follow on each other.
        dimensions: What the credit must be split by; the channel always is.
        by_touch: Whether the pieces date touches, not conversions.

    Returns:
        Rows with the keys piece (its place) and the dimensions; None without credited kinds.
    """
    found = [
        _of_kind(tables, kind, rule, pieces, {"channel", *dimensions}, by_touch=by_touch)
        for kind in kinds
        if kind not in UNCREDITED_KINDS
    ]
    return _stacked(found) if found else None


def _of_kind(
    tables: SnapshotTables,
    kind: str,
    rule: str,
    pieces: Sequence[Period],
    wanted: set[str],
    *,
    by_touch: bool,
) -> Estimates:
    from northing.attribution import RULES, estimate, split_estimates

    base = rule if RULES[rule].additive else "linear"
    published = not by_touch and is_published(tables, pieces, wanted)
    groups = tables.workspace.dataset("credit_groups", tables.snapshot) if published else None
    if isinstance(groups, pa.Table):
        estimated = estimate_in_memory(groups, kind, base, pieces, wanted)
    elif groups is not None:
        estimated = estimate(_in_sql(tables, groups, kind, base, pieces, wanted), base)
    else:
        folded = _folded(tables, kind, base, pieces, wanted, by_touch=by_touch)
        estimated = estimate(folded, base)
    if base == rule:
        return estimated
    parts = []
    for place, piece in enumerate(pieces):
        linear = estimated.only(pc.equal(estimated.keys["piece"], place))
        split = split_estimates(linear, tables.shares(kind, rule, piece))
        here = pa.array([place] * split.keys.num_rows, pa.int64())
        parts.append(split.with_key("piece", here))
    return _stacked(parts)


def credit_without_intervals(
    tables: SnapshotTables,
    kinds: Sequence[str],
    rule: str,
    pieces: Sequence[Period],
    dimensions: Collection[str],
) -> Estimates:
    """The same credit of an additive rule from the published days, nobody told apart."""
    from northing.attribution import Estimates

    credit = tables.credit(tuple(kinds), rule, tuple(pieces), {"channel", *dimensions})
    place = pa.array(_piece_of(credit["date"], pieces).astype(np.int64))
    keys = credit.select(sorted({"channel", *dimensions})).append_column("piece", place)
    amounts = [credit[name].to_numpy()[:, None] for name in ("conversions", "value")]
    return Estimates(keys, amounts[0], amounts[1], (False, bool((amounts[1] < 0).any())))


def is_published(
    tables: SnapshotTables, pieces: Sequence[Period], dimensions: Collection[str]
) -> bool:
    """Whether credit by groups of people is there for the pieces, without folding the log."""
    return (
        set(dimensions) <= PUBLISHED
        and tables.lookback_days is None
        and _on_spans(tables, {day for piece in pieces for day in (piece.start, piece.end)})
    )


def _in_sql(
    tables: SnapshotTables,
    groups: Dataset,
    kind: str,
    rule: str,
    pieces: Sequence[Period],
    wanted: set[str],
) -> pa.Table:
    names = ", ".join(f"g.{quote_name(name)}" for name in sorted(wanted))
    sums = ", ".join(
        f"sum(g.{quote_name(column)} ORDER BY g.{quote_name(column)}) AS {rule}_{measure}"
        for measure in ("conversions", "value")
        for column in [f"{measure}_{rule}"]
    )
    sql = f"""
        SELECT p.piece, {names}, g.people_group, {sums}
        FROM groups g JOIN pieces p ON g.span >= p.first AND g.span < p.after
        WHERE g.kind = {quote_text(kind)}
        GROUP BY p.piece, {names}, g.people_group ORDER BY ALL"""
    return tables.engine.query(sql, groups=groups, pieces=_as_table(pieces))


def _folded(
    tables: SnapshotTables,
    kind: str,
    rule: str,
    pieces: Sequence[Period],
    wanted: set[str],
    *,
    by_touch: bool,
) -> pa.Table:
    touch_cut = [
        name for name in TOUCH_CUTS if name in wanted or (name == "touch_date" and by_touch)
    ]
    dated = by_touch or len(pieces) > 1
    folded = fold_kind(
        tables.engine,
        tables.log_tables(),
        tables.settings,
        tables.snapshot.as_of,
        kind,
        touch_cut=touch_cut,
        conversion_cut=[*(["date"] if dated else []), *sorted(wanted - {*TOUCH_CUTS})],
        period=None if by_touch else Period("asked", pieces[0].start, pieces[-1].end),
        rules=[rule],
        order=0,
        groups=True,
    ).credit
    day = pa.nulls(folded.num_rows, pa.date32())
    if dated:
        day = folded["date"].cast(pa.date32())
    if by_touch:
        day = pc.coalesce(folded["touch_date"], day)
    place = _piece_of(day, pieces) if dated else np.zeros(folded.num_rows, np.int64)
    kept = [*sorted(wanted), "people_group", f"{rule}_conversions", f"{rule}_value"]
    credit = folded.select(kept).append_column("piece", pa.array(place))
    return credit.filter(pc.greater_equal(credit["piece"], 0))


def _piece_of(day: pa.ChunkedArray, pieces: Sequence[Period]) -> Any:
    """The place of the piece that each day lies in; −1 outside of them all."""
    number = day.cast(pa.int32()).to_numpy()
    starts = pa.array([piece.start for piece in pieces], pa.date32()).cast(pa.int32()).to_numpy()
    end = pa.scalar(pieces[-1].end, pa.date32()).cast(pa.int32()).as_py()
    place = np.searchsorted(starts, number, side="right") - 1
    return np.where(number < end, place, -1)


def _on_spans(tables: SnapshotTables, days: Collection[date]) -> bool:
    """Whether whole spans begin on all these days: weeks, cut where a month begins."""
    settings = tables.settings
    calendar = Calendar(settings.time_zone, settings.fiscal_year_start, settings.week_start)
    return all(day.day == 1 or calendar.week_of(day) == day for day in days)


def _as_table(pieces: Sequence[Period]) -> pa.Table:
    return pa.table(
        {
            "piece": pa.array(range(len(pieces)), pa.int64()),
            "first": pa.array([piece.start for piece in pieces], pa.date32()),
            "after": pa.array([piece.end for piece in pieces], pa.date32()),
        }
    )


def _stacked(parts: Sequence[Estimates]) -> Estimates:
    from northing.attribution import Estimates

    names = parts[0].keys.schema.names
    return Estimates(
        pa.concat_tables([part.keys.select(names) for part in parts]),
        np.vstack([part.conversions for part in parts]),
        np.vstack([part.value for part in parts]),
        (any(part.signed[0] for part in parts), any(part.signed[1] for part in parts)),
    )


def intervals_by_key(
    estimated: Estimates, measure: str, by: Sequence[str], filters: Mapping[str, tuple[Any, ...]]
) -> Intervals:
    """The interval of each row of a cut; that of all rows together stands under None."""
    from northing.attribution import intervals

    kept = pc.is_valid(estimated.keys["channel"])
    for name, values in filters.items():
        column = estimated.keys[name]
        kept = pc.and_(kept, pc.is_in(column, pa.array(values, column.type)))
    attributed = estimated.only(kept)
    found: Intervals = {}
    for rows, columns in ((attributed.summed(by), by), (attributed.whole(), ())):
        signed = rows.signed[measure == "value"]
        ends = intervals(getattr(rows, measure), signed=signed)
        keys = zip(*(rows.keys[name].to_pylist() for name in columns), strict=True)
        named = keys if columns else [None]
        found |= dict(zip(named, zip(*(end.tolist() for end in ends), strict=True), strict=False))
    return found
