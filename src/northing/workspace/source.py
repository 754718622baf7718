"""The tables of one snapshot as metrics read them, and the credit of a rule over any period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from northing.engine import Dataset, Engine, ParquetFiles, quote_name, quote_text
from northing.errors import Missing, OutOfRange
from northing.lake import Snapshot
from northing.tables import DERIVED
from northing.workspace.estimating import (
    TOUCH_CUTS,
    estimate_credit,
    intervals_by_key,
    is_published,
)
from northing.workspace.journeys import TABLES, UNCREDITED_KINDS, fold_kind
from northing.workspace.published import intervals_in_memory
from northing.workspace.settings import Settings

if TYPE_CHECKING:
    from northing.attribution import Counts, Shares
    from northing.attribution.statistics import Statistics
    from northing.calendar import Period
    from northing.metrics.source import CreditDays
    from northing.workspace.workspace import Workspace

DIMENSIONS = ("channel", "campaign", "content", "segment", "country", "device", "touch_date")
"""What credit can be split by, beside the date and kind of the conversion."""

CREDIT_SCHEMA = pa.schema(
    [
        ("date", pa.date32()),
        ("kind", pa.string()),
        *((name, pa.string()) for name in DIMENSIONS[:-1]),
        ("touch_date", pa.date32()),
        ("conversions", pa.float64()),
        ("value", pa.float64()),
    ]
)

# Each rollup, and the dimensions that it answers without folding the log again.
_ROLLUPS = {
    "credit_daily": frozenset({"channel", "campaign", "segment"}),
    "credit_places_daily": frozenset({"channel", "country", "device"}),
}


@dataclass(frozen=True)
class SnapshotTables:
    """The tables of one snapshot (`northing.metrics.TableSource`)."""

    workspace: Workspace
    snapshot: Snapshot
    lookback_days: int | None = None
    _solved_before: dict[tuple[str, str, Period], Shares] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _folded_before: dict[tuple[str, Period], Statistics | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def engine(self) -> Engine:
        return self.workspace.engine

    @cached_property
    def settings(self) -> Settings:
        """The settings under which the snapshot was made, with the lookback that is asked for."""
        settings = Settings.from_record(self.snapshot.settings)
        if self.lookback_days is None:
            return settings
        return replace(settings, lookback_days={"default": self.lookback_days})

    def dataset(self, name: str) -> Dataset:
        """A table that holds rows.

        Raises:
            Missing: If nothing has been loaded into it, or into what it is derived from.
        """
        if not self.snapshot.rows.get(name):
            sources = f" It is made from {', '.join(DERIVED[name].made_from)}." * (name in DERIVED)
            raise Missing(f"The table {name} is empty.{sources}")
        return self.workspace.dataset(name, self.snapshot)

    def credit_days(self, rule: str, dimensions: Iterable[str]) -> CreditDays | None:
        """The rollup that holds a rule's credit by these dimensions, if one does.

        Raises:
            Missing: If there are no conversions to credit.
            Unknown: If there is no such rule.
        """
        from northing.attribution import RULES
        from northing.metrics.source import CreditDays

        if not RULES[rule].additive or self.lookback_days is not None:
            return None
        wanted = frozenset(dimensions).difference({"date", "kind"}) | {"channel"}
        for table, carried in _ROLLUPS.items():
            if wanted <= carried:
                self._check_credited()
                return CreditDays(
                    self.workspace.dataset(table, self.snapshot),
                    self.workspace.dataset("conversions_daily", self.snapshot),
                    frozenset(UNCREDITED_KINDS),
                )
        return None

    def credit(
        self,
        kinds: tuple[str, ...],
        rule: str,
        periods: tuple[Period, ...],
        dimensions: Iterable[str] = ("channel", "campaign", "segment"),
        lookback_days: int | None = None,
    ) -> pa.Table:
        """Credit of one rule for conversions of these kinds dated in the periods.

        Args:
            kinds: Kinds of conversion.
            rule: A rule of the catalogue.
            periods: Each is solved by itself where the rule is solved from a model.
            dimensions: What the credit must be split by, beside date and kind.
            lookback_days: Another lookback than the settings'; the log is folded again.

        Returns:
            Columns of `CREDIT_SCHEMA`; a null channel is unattributed, and other dimensions
            that were not asked for are null. Model-based credit is dated by its period's first
            day.

        Raises:
            Missing: If there are no conversions to credit.
            Unknown: If there is no such rule.
        """
        from northing.attribution import RULES

        wanted = frozenset(dimensions).difference({"date", "kind"}) | {"channel"}
        base = rule if RULES[rule].additive else "linear"
        parts = [CREDIT_SCHEMA.empty_table()]
        ask = self if lookback_days is None else replace(self, lookback_days=lookback_days)
        for period in periods:
            credited = tuple(kind for kind in kinds if kind not in UNCREDITED_KINDS)
            cells = ask._cells(credited, base, period, wanted)
            parts.append(cells if base == rule else ask._solved(cells, credited, rule, period))
            parts.append(self._uncredited(kinds, period))
        return pa.concat_tables(parts)

    def _cells(
        self, kinds: tuple[str, ...], rule: str, period: Period, wanted: frozenset[str]
    ) -> pa.Table:
        for table, carried in _ROLLUPS.items():
            if wanted <= carried and self.lookback_days is None:
                return self._from_rollup(table, carried, kinds, rule, period)
        return self._from_fold(kinds, rule, period, wanted)

    def _from_rollup(
        self, table: str, carried: frozenset[str], kinds: tuple[str, ...], rule: str, period: Period
    ) -> pa.Table:
        columns = [quote_name(name) for name in DIMENSIONS if name in carried]
        sql = f"""
            SELECT date, kind, {", ".join(columns)},
                   {quote_name(f"conversions_{rule}")} AS conversions,
                   {quote_name(f"value_{rule}")} AS value
            FROM rollup
            WHERE {_dated(period)} AND kind IN ({_listed(kinds)})
              AND ({quote_name(f"conversions_{rule}")} <> 0 OR {quote_name(f"value_{rule}")} <> 0)
            ORDER BY ALL"""
        self._check_credited()
        return _complete(
            self.engine.query(sql, rollup=self.workspace.dataset(table, self.snapshot))
        )

    def _check_credited(self) -> None:
        if not self.snapshot.rows.get("journey_conversions"):
            raise Missing(
                "There is no conversion to credit: load conversions, deals or orders, and touches."
            )

    def _from_fold(
        self, kinds: tuple[str, ...], rule: str, period: Period, wanted: frozenset[str]
    ) -> pa.Table:
        """Fold the log again for a cut that no rollup carries."""
        parts = [CREDIT_SCHEMA.empty_table()]
        for kind in kinds:
            folded = fold_kind(
                self.engine,
                self.log_tables(),
                self.settings,
                self.snapshot.as_of,
                kind,
                touch_cut=[name for name in TOUCH_CUTS if name in wanted],
                conversion_cut=["date", *sorted(wanted - {*TOUCH_CUTS})],
                period=period,
                rules=[rule],
                order=0,
            )
            credit = folded.credit
            credit = credit.append_column("kind", pa.array([kind] * len(credit), pa.string()))
            names = {f"{rule}_conversions": "conversions", f"{rule}_value": "value"}
            credit = credit.rename_columns([names.get(n, n) for n in credit.schema.names])
            earned = pc.or_(
                pc.not_equal(credit["conversions"], 0), pc.not_equal(credit["value"], 0)
            )
            parts.append(_complete(credit.filter(earned)))
        return pa.concat_tables(parts)

    def log_tables(self) -> Mapping[str, Dataset]:
        """What a log of journeys is made of; tables that were never made are empty."""
        from northing.workspace.stored import empty_table

        return {
            name: ParquetFiles(*self.workspace.lake.files(name, self.snapshot.tables[name]))
            if name in self.snapshot.tables
            else empty_table(name)
            for name in TABLES
        }

    def _uncredited(self, kinds: tuple[str, ...], period: Period) -> pa.Table:
        """Conversions that nobody gets credit for, such as returns, as unattributed."""
        # A return takes back an order's revenue: where orders are asked for, it comes along.
        kinds = tuple(kind for kind in kinds if kind in UNCREDITED_KINDS)
        if not kinds:
            return CREDIT_SCHEMA.empty_table()
        sql = f"""
            SELECT date, kind, CAST(sum(conversions) AS DOUBLE) AS conversions,
                   CAST(sum(value) AS DOUBLE) AS value
            FROM daily WHERE {_dated(period)} AND kind IN ({_listed(kinds)})
            GROUP BY date, kind ORDER BY date, kind"""
        daily = self.workspace.dataset("conversions_daily", self.snapshot)
        return _complete(self.engine.query(sql, daily=daily))

    def _solved(
        self, cells: pa.Table, kinds: tuple[str, ...], rule: str, period: Period
    ) -> pa.Table:
        """Credit of a model-based rule: its shares by channel, split linearly below that."""
        from northing.attribution.split import split_credit

        parts = [CREDIT_SCHEMA.empty_table()]
        for kind in kinds:
            of_kind = cells.filter(pc.equal(cells["kind"], kind))
            shares = self.shares(kind, rule, period).as_dict()
            grouped = of_kind.group_by(list(DIMENSIONS)).aggregate(
                [("conversions", "sum"), ("value", "sum")]
            )
            linear = grouped.rename_columns([*DIMENSIONS, "linear_conversions", "linear_value"])
            split = split_credit(linear, shares)
            count = split.num_rows
            split = split.append_column("kind", pa.array([kind] * count, pa.string()))
            split = split.append_column("date", pa.array([period.start] * count, pa.date32()))
            parts.append(_complete(split))
        return pa.concat_tables(parts)

    def shares(self, kind: str, rule: str, period: Period) -> Shares:
        """The channels' shares of credit under a model, solved for one kind and period."""
        from northing.attribution import RULES

        asked = (kind, rule, period)
        if asked not in self._solved_before:
            solve = RULES[rule].solve
            assert solve is not None  # noqa: S101 - only rules that are solved come here
            self._solved_before[asked] = solve(self._counted(*asked))
        return self._solved_before[asked]

    def credit_intervals(
        self,
        kinds: tuple[str, ...],
        rule: str,
        pieces: tuple[Period, ...],
        measure: str,
        by: tuple[str, ...],
        filters: Mapping[str, tuple[str | None, ...]],
        lookback_days: int | None = None,
    ) -> Mapping[tuple[Any, ...] | None, tuple[float, float]] | None:
        """See `northing.metrics.TableSource`."""
        from northing.attribution import RULES

        if "kind" in (*by, *filters):
            return {}
        ask = self if lookback_days is None else replace(self, lookback_days=lookback_days)
        additive, dimensions = RULES[rule].additive, {*by, *filters} - {"piece"}
        published = is_published(ask, pieces, dimensions)
        if not (published or self.workspace.folds_intervals):
            return None
        if published and additive:
            groups = self.workspace.dataset("credit_groups", self.snapshot)
            if isinstance(groups, pa.Table):
                return intervals_in_memory(groups, kinds, rule, pieces, measure, by, filters)
        estimated = estimate_credit(ask, kinds, rule, pieces, dimensions)
        found = {} if estimated is None else intervals_by_key(estimated, measure, by, filters)
        if len(pieces) > 1 and not additive:
            found.pop(None, None)  # what is solved for single pieces does not add up
        return found

    def _counted(self, kind: str, rule: str, period: Period) -> Counts:
        """What a model is solved from: monthly sums, or a fold of the period."""
        from northing.attribution import RULES, Counts

        chosen = RULES[rule]
        steps = chosen.statistic == "transitions"
        published = period.month_aligned and self.lookback_days is None
        if steps and chosen.order == 1 and published:
            sql = f"""
                SELECT month, from_state, to_state, people_group, transitions FROM monthly
                WHERE kind = {quote_text(kind)} AND {_dated(period, "month")}
                ORDER BY ALL"""
            monthly = self.workspace.dataset("credit_transitions", self.snapshot)
            return Counts.of(self.engine.query(sql, monthly=monthly))
        folded = self._folded(kind, period)
        if folded is None:
            folded = self._fold(kind, period, chosen.order if steps else 0, sets=not steps)
        if not steps:
            return Counts.of(folded.sets)
        # Steps of a higher order hold those of a lower one.
        return Counts.of(folded.transitions).remembering(chosen.order)

    def _folded(self, kind: str, period: Period) -> Statistics | None:
        """All that models are solved from, in one fold; None where there are too many channels."""
        from northing.attribution import RULES

        most = max(one.order for one in RULES.values() if one.statistic == "transitions")
        asked = (kind, period)
        if asked not in self._folded_before:
            try:
                self._folded_before[asked] = self._fold(kind, period, most, sets=True)
            except OutOfRange:
                self._folded_before[asked] = None
        return self._folded_before[asked]

    def _fold(self, kind: str, period: Period, order: int, *, sets: bool) -> Statistics:
        return fold_kind(
            self.engine,
            self.log_tables(),
            self.settings,
            self.snapshot.as_of,
            kind,
            touch_cut=("channel",),
            conversion_cut=(),
            period=period,
            rules=["linear"],
            order=order,
            sets=sets,
            groups=True,
        )


def _dated(period: Period, column: str = "date") -> str:
    return (
        f"{quote_name(column)} >= DATE {quote_text(period.start.isoformat())} AND "
        f"{quote_name(column)} < DATE {quote_text(period.end.isoformat())}"
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(quote_text(name) for name in names) or "''"


def _complete(rows: pa.Table) -> pa.Table:
    """The rows with every column of `CREDIT_SCHEMA`; those that were not asked for are null."""
    columns = [
        rows[field.name].cast(field.type)
        if field.name in rows.schema.names
        else pa.nulls(rows.num_rows, field.type)
        for field in CREDIT_SCHEMA
    ]
    return pa.table(columns, schema=CREDIT_SCHEMA)
