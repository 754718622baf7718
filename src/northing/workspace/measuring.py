"""What can be asked of a snapshot: metrics, credit by a rule, journeys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from northing.calendar import GRAINS, Calendar, Grain, Period, parse_period, split_period
from northing.engine import quote_text
from northing.engine.columns import columns_of
from northing.errors import BadInput, Missing, NotDivisible, Unknown
from northing.workspace.estimating import (
    credit_without_intervals,
    estimate_credit,
    is_published,
)
from northing.workspace.journeys import UNCREDITED_KINDS
from northing.workspace.source import DIMENSIONS, SnapshotTables

if TYPE_CHECKING:
    from northing.attribution import Estimates
    from northing.lake import Snapshot
    from northing.metrics import Benchmarks, Metric, MetricContext, MetricTable
    from northing.workspace.workspace import Workspace


@dataclass(frozen=True)
class Amount:
    """Conversions and what they are worth, in the reporting currency, with 95 % intervals.

    Attributes:
        conversions: How many, in parts.
        value: Their worth.
        low: Lower end of the interval of the value; None where it is not known.
        high: Its upper end.
        conversions_low: Lower end of the interval of the conversions.
        conversions_high: Its upper end.
    """

    conversions: float
    value: float
    low: float | None = None
    high: float | None = None
    conversions_low: float | None = None
    conversions_high: float | None = None

    def as_dict(self) -> dict[str, float | None]:
        return asdict(self)


@dataclass(frozen=True)
class CreditRow:
    """The credit of one group: the value of each dimension, and the amount."""

    keys: Mapping[str, Any]
    amount: Amount


@dataclass(frozen=True)
class CreditTable:
    """Credit for one kind of conversion by one rule. Rows and unattributed come to the total.

    Attributes:
        kind: Kind of conversion.
        rule: The rule.
        by: Dimensions of the rows.
        rows: Most conversions first, or in order of time.
        unattributed: Conversions that no touch accounts for.
        total: All conversions of the kind in the period.
        period: What it covers, as `dated` says.
        dated: "conversion": conversions of the period; "touch": what its touches have earned.
        parameters: Lookback, half-life and whatever else it depends on.
        snapshot: Id of the snapshot.
        notes: What to know before believing it.
    """

    kind: str
    rule: str
    by: tuple[str, ...]
    rows: tuple[CreditRow, ...]
    unattributed: Amount
    total: Amount
    period: Period
    dated: str
    parameters: Mapping[str, Any]
    snapshot: str
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return {
            "kind": self.kind,
            "rule": self.rule,
            "by": self.by[0] if len(self.by) == 1 else list(self.by),
            **self.parameters,
            "period": {
                "label": self.period.label,
                "start": self.period.start.isoformat(),
                "end": self.period.last_day.isoformat(),
            },
            "dated": self.dated,
            "snapshot": self.snapshot,
            "rows": [{**row.keys, **row.amount.as_dict()} for row in self.rows],
            "unattributed": self.unattributed.as_dict(),
            "total": self.total.as_dict(),
            "notes": list(self.notes),
        }


def attribute(
    workspace: Workspace,
    *,
    kind: str | None = None,
    rule: str | None = None,
    by: str | Sequence[str] = "channel",
    period: str | Period | None = None,
    dated: str = "conversion",
    snapshot: Snapshot | None = None,
) -> CreditTable:
    """Share out the conversions of one kind by one rule. See `Workspace.attribute`."""
    from northing.attribution import RULES

    snapshot = snapshot or workspace.snapshot()
    tables = SnapshotTables(workspace, snapshot)
    settings = tables.settings
    kind, rule = kind or settings.kind, rule or settings.rule
    by = (by,) if isinstance(by, str) else tuple(by)
    grain = _check(by, dated, rule, additive=RULES[rule].additive)
    check_kind(workspace, snapshot, kind)
    span = _span(workspace, snapshot, kind, period, solved=not RULES[rule].additive)
    pieces = split_period(span, grain, calendar_of(workspace, snapshot)) if grain else ()
    wanted = {name for name in by if name not in GRAINS}
    said: tuple[str, ...] = ()
    if kind in UNCREDITED_KINDS:
        outside = _uncredited(workspace, tables.credit((kind,), rule, (span,), wanted))
        rows: tuple[CreditRow, ...] = ()
        unattributed = total = outside
    else:
        estimated, said = _estimated(tables, kind, rule, pieces or (span,), wanted, dated)
        rows = _rows(estimated, by, pieces)
        named = pc.is_valid(estimated.keys["channel"])
        unattributed = _whole(estimated.only(pc.invert(named)))
        total = _whole(estimated)
    parameters = {
        "lookback_days": settings.lookback(kind),
        "half_life_days": settings.half_life(kind),
        "journeys": settings.journeys,
        "excluded_touches": list(settings.excluded_touches),
        "currency": settings.currency,
        "time_zone": settings.time_zone,
        "as_of": snapshot.as_of.isoformat(),
    }
    notes = (*_notes(workspace, snapshot, rule, pieces), *said)
    if not RULES[rule].additive and kind not in UNCREDITED_KINDS:
        solved = [tables.shares(kind, rule, piece) for piece in pieces or (span,)]
        notes += tuple(dict.fromkeys(note for shares in solved for note in shares.notes))
    return CreditTable(
        kind, rule, by, rows, unattributed, total, span, dated, parameters, snapshot.id, notes
    )


def _estimated(
    tables: SnapshotTables,
    kind: str,
    rule: str,
    pieces: Sequence[Period],
    wanted: set[str],
    dated: str,
) -> tuple[Estimates, tuple[str, ...]]:
    """Credit of the pieces, with intervals where they may be had; what is to be said of it.

    What a model solves for single pieces does not add up: each is solved by itself.
    """
    from northing.attribution import RULES
    from northing.metrics.credited import UNFOLDED

    if not (
        tables.workspace.folds_intervals
        or dated == "touch"
        or not RULES[rule].additive
        or is_published(tables, pieces, wanted)
    ):
        return credit_without_intervals(tables, (kind,), rule, pieces, wanted), (UNFOLDED,)
    estimated = estimate_credit(tables, (kind,), rule, pieces, wanted, by_touch=dated == "touch")
    assert estimated is not None  # noqa: S101 - the kind is credited
    return estimated, ()


def _check(by: tuple[str, ...], dated: str, rule: str, *, additive: bool) -> Grain | None:
    known = (*DIMENSIONS[:-1], *GRAINS)
    for dimension in by:
        if dimension not in known:
            raise Unknown("dimension", dimension, known)
    grains = [grain for grain in GRAINS if grain in by]
    if len(grains) > 1 or len(set(by)) != len(by):
        raise BadInput(f"Credit is split by {', '.join(by)}; expected each dimension once.")
    if dated not in ("conversion", "touch"):
        raise Unknown("way of dating credit", dated, ("conversion", "touch"))
    if dated == "touch" and not additive:
        raise NotDivisible(
            f"{rule} is solved for a period of conversions and cannot be dated by touch; "
            "use an additive rule such as linear."
        )
    return grains[0] if grains else None


def calendar_of(workspace: Workspace, snapshot: Snapshot) -> Calendar:
    """The reporting calendar under which a snapshot was made."""
    settings = SnapshotTables(workspace, snapshot).settings
    return Calendar(settings.time_zone, settings.fiscal_year_start, settings.week_start)


def check_kind(workspace: Workspace, snapshot: Snapshot, kind: str) -> None:
    """Refuse a kind of conversion that the snapshot does not hold, naming those that it does.

    Raises:
        Unknown: If there is no such kind.
        Missing: If there are no conversions at all.
    """
    from northing.metrics.extent import values_of

    daily = workspace.dataset("conversions_daily", snapshot)
    found = values_of(workspace.engine, daily, "kind")
    if not found:
        raise Missing(
            "There is no conversion to credit: load conversions, deals or orders, and touches."
        )
    if kind not in found:
        raise Unknown("kind of conversion", kind, found)


def _span(
    workspace: Workspace,
    snapshot: Snapshot,
    kind: str,
    period: str | Period | None,
    *,
    solved: bool = False,
) -> Period:
    """The period asked for, or the whole months that hold every conversion of the kind.

    A rule that is solved looks at journeys that did not convert as well: its months reach from
    the first of any journey's to the last.
    """
    if isinstance(period, Period):
        return period
    if period:
        return parse_period(period, calendar_of(workspace, snapshot), snapshot.as_of)
    found = workspace.engine.query(
        f"SELECT min(date) AS first, max(date) AS last FROM d WHERE kind = {quote_text(kind)}",
        d=workspace.dataset("conversions_daily", snapshot),
    ).to_pylist()[0]
    first, last = found["first"], found["last"]
    if solved:
        found = workspace.engine.query(
            "SELECT min(month) AS first, max(month) AS last FROM t "
            f"WHERE kind = {quote_text(kind)}",
            t=workspace.dataset("credit_transitions", snapshot),
        ).to_pylist()[0]
        first, last = min(first, found["first"] or first), max(last, found["last"] or last)
    first = first.replace(day=1)
    after = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period("all", first, after)


def _rows(
    estimated: Estimates, by: tuple[str, ...], pieces: Sequence[Period]
) -> tuple[CreditRow, ...]:
    """What each group is credited with: in order of time, then most conversions first."""
    from northing.attribution.attribution import amounts_of

    columns = ["piece" if name in GRAINS else name for name in by]
    attributed = estimated.only(pc.is_valid(estimated.keys["channel"]))
    grouped = attributed.summed(columns)
    keys = zip(*(grouped.keys[c].to_pylist() for c in columns), strict=True) if by else [()]
    rows = []
    for key, amount in zip(keys, amounts_of(grouped), strict=True):
        if not by or amount["conversions"] or amount["value"]:
            place = key[columns.index("piece")] if pieces else 0
            named = {
                name: pieces[place].label if name in GRAINS else value
                for name, value in zip(by, key, strict=True)
            }
            rows.append((place, CreditRow(named, Amount(**amount))))
    rows.sort(key=lambda row: (row[0], -row[1].amount.conversions))
    return tuple(row for _, row in rows)


def _whole(estimated: Estimates) -> Amount:
    from northing.attribution.attribution import amounts_of

    return Amount(**amounts_of(estimated.whole())[0])


def _uncredited(workspace: Workspace, credit: pa.Table) -> Amount:
    """Conversions that nobody is credited with, such as returns."""
    row = workspace.engine.query(
        """SELECT sum(conversions ORDER BY conversions) AS conversions,
                  sum(value ORDER BY value) AS value FROM credit""",
        credit=credit,
    ).to_pylist()[0]
    return Amount(row["conversions"] or 0.0, row["value"] or 0.0)


def _notes(
    workspace: Workspace, snapshot: Snapshot, rule: str, pieces: Sequence[Period]
) -> tuple[str, ...]:
    from northing.attribution import RULES

    notes = [RULES[rule].trap] if RULES[rule].trap else []
    unseen = sorted(unseen_channels(workspace, snapshot))
    if unseen:
        notes.append(
            f"Not measurable by any rule, because they leave no touches: {', '.join(unseen)}."
        )
    if pieces and not RULES[rule].additive:
        notes.append(f"{rule} is solved for each period by itself; periods do not add up.")
    return tuple(notes)


def unseen_channels(workspace: Workspace, snapshot: Snapshot) -> frozenset[str]:
    """Channels that leave no touches, as the table `channels` says."""
    if "channels" not in snapshot.tables:
        return frozenset()
    channels = workspace.dataset("channels", snapshot)
    if isinstance(channels, pa.Table):
        names, leaves = (columns_of(channels).coded(name) for name in ("channel", "leaves_touches"))
        told = zip(names.codes.tolist(), leaves.codes.tolist(), strict=True)
        return frozenset(names.values[one] for one, flag in told if leaves.values[flag] is False)
    found = workspace.engine.query(
        "SELECT channel FROM channels WHERE leaves_touches = FALSE", channels=channels
    )
    return frozenset(found["channel"].to_pylist())


def metric_context(workspace: Workspace, snapshot: Snapshot) -> MetricContext:
    """The settings and the snapshot that a metric is computed under."""
    from northing.metrics import MetricContext

    settings = SnapshotTables(workspace, snapshot).settings
    kinds = settings.revenue_kinds
    # A return takes back an order's revenue, so it belongs to revenue wherever orders do.
    if "order" in kinds:
        kinds = (*kinds, "return")
    return MetricContext(
        currency=settings.currency,
        calendar=calendar_of(workspace, snapshot),
        rule=settings.rule,
        snapshot=snapshot.id,
        as_of=snapshot.as_of,
        lookback_days=settings.lookback,
        revenue_kinds=kinds,
        kind=settings.kind,
        unseen_channels=unseen_channels(workspace, snapshot),
        margin_rate=settings.margin_rate,
    )


def measure(
    workspace: Workspace,
    name: str,
    *,
    by: str | Sequence[str] = (),
    period: str | Period | None = None,
    compare: str | Period | None = None,
    where: Mapping[str, Any] | None = None,
    snapshot: Snapshot | None = None,
    rule: str | None = None,
    kind: str | None = None,
    lookback_days: int | None = None,
    variant: str | None = None,
    equal_age: bool = False,
) -> MetricTable:
    """Compute a metric of the catalogue. See `Workspace.metric`."""
    from northing.metrics import MetricRef, compute
    from northing.workspace.locks import locked_parameters

    snapshot = snapshot or workspace.snapshot()

    def period_of(text: str | Period | None, default: str | None) -> Period | None:
        if text is None and default is None:
            return None
        if isinstance(text, Period):
            return text
        return parse_period(text or str(default), calendar_of(workspace, snapshot), snapshot.as_of)

    chosen = period_of(period, "last-13-weeks")
    assert chosen is not None  # noqa: S101 - there is a default
    given = {"rule": rule, "kind": kind, "lookback_days": lookback_days, "variant": variant}
    # What two people have locked is the company's way of measuring, unless another is asked for.
    asked: dict[str, Any] = dict(locked_parameters(snapshot.locks, name))
    asked |= {key: value for key, value in given.items() if value is not None}
    known = metrics_of(workspace, snapshot)
    if name not in known and name in workspace.settings.metrics:
        raise BadInput(
            f"The metric {name} is newer than the snapshot {snapshot.id}: run `northing refresh`."
        )
    return compute(
        MetricRef.of(name, where=where, **asked),
        SnapshotTables(workspace, snapshot),
        by=(by,) if isinstance(by, str) else tuple(by),
        period=chosen,
        compare=period_of(compare, None),
        equal_age=equal_age,
        context=metric_context(workspace, snapshot),
        metrics=known,
    )


def metrics_of(workspace: Workspace, snapshot: Snapshot) -> Mapping[str, Metric]:
    """The catalogue, and the workspace's own metrics as they were when the snapshot was made."""
    from northing.metrics import METRICS, parse_metric

    own = SnapshotTables(workspace, snapshot).settings.metrics
    if not own:
        return METRICS
    return {**METRICS, **{name: parse_metric(name, content) for name, content in own.items()}}


def benchmark(
    workspace: Workspace,
    name: str,
    *,
    over: str = "month",
    period: str | Period | None = None,
    snapshot: Snapshot | None = None,
    **asked: Any,
) -> Benchmarks:
    """Say what a metric usually was. See `Workspace.benchmark`."""
    from northing.metrics import MEASURES, benchmarks_of, possible_dimensions

    if over not in ("month", "campaign"):
        raise Unknown("kind of observation", over, ["month", "campaign"])
    snapshot = snapshot or workspace.snapshot()
    known = metrics_of(workspace, snapshot)
    if name not in known:
        raise Unknown("metric", name, known)
    metric = known[name].as_variant(asked.get("variant"))
    splits = possible_dimensions(metric, MEASURES, beside=(over,) if over == "campaign" else ())
    by = tuple(one for one in ("channel", over) if one in splits)
    table = measure(
        workspace, name, by=by, period=period or "last-36-months", snapshot=snapshot, **asked
    )
    return benchmarks_of(table, over)
