"""Alignment: what share of the money serves which objective, beside what was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from northing.align.agreed import Agreed, agreed_shares, counts, index_of
from northing.align.orphans import Orphan, orphans_of
from northing.align.parts import NONE, RUN, MoneyLine, Part, split_money, summed
from northing.calendar import Period
from northing.plan import Plan
from northing.plan.kinds.objective import JUDGED_BY_KEY_RESULTS

Band = Literal["within", "near", "beyond"]
WITHIN_POINTS, NEAR_POINTS = 5, 10


@dataclass(frozen=True)
class Side:
    """Money of one state in one row.

    Attributes:
        amount: In the reporting currency.
        share: Of all money of that state, from 0 to 1; None where there is none.
        points: Percentage points above the agreed share; None where either is not known.
        band: within ± 5 points of it, near within ± 10, beyond.
    """

    amount: Decimal
    share: float | None = None
    points: float | None = None
    band: Band | None = None


@dataclass(frozen=True)
class Row:
    """An objective, or what else money may serve.

    Attributes:
        key: The objective's; `RUN` for people and tools, `NONE` for no objective.
        title: As people read it.
        funding_share: Percent as the plan states it; None where none is agreed.
        agreed: The share that money is compared with, from 0 to 1; None where nothing is agreed.
        planned: Planned money.
        actual: Money spent.
        credited: Value credited to its campaigns; None for run, and where credit cannot judge.
        credited_share: Of all value credited to campaigns.
        credited_absent: Why there is none.
    """

    key: str
    title: str
    funding_share: Decimal | None
    agreed: float | None
    planned: Side
    actual: Side
    credited: Decimal | None
    credited_share: float | None
    credited_absent: str = ""


@dataclass(frozen=True)
class Unlinked:
    """Money that serves no objective.

    Attributes:
        campaign: The campaign it was spent on; None for costs, budget lines, nameless spend.
        channel: Where it went; empty for no channel.
        category: media, agency, events …
        what: Campaign, budget line or category, as people read it.
        amount: In the reporting currency.
        reason: Why it serves none.
    """

    campaign: str | None
    channel: str
    category: str
    what: str
    amount: Decimal
    reason: str


@dataclass(frozen=True)
class Alignment:
    """What share of the money serves which objective.

    Attributes:
        period: Of the money.
        plan_index: 0 to 100 for planned money; None where there is none, or nothing is agreed.
        actual_index: The same for money spent.
        objectives: The plan's order; objectives that count in one above have no row of their own.
        run: People and tools.
        none: What serves no objective; agreed is 0.
        planned: All planned money.
        actual: All money spent.
        credited: All value credited to campaigns.
        unlinked_planned: What stands in `none` of the planned money, the most first.
        unlinked_actual: The same of money spent.
        orphans: Objectives without money, money without objective, in sentences.
        notes: What to know before believing it.
        planned_parts, actual_parts, credited_parts: Behind the rows, for other views.
        rows: For each objective the row in which it counts.
    """

    period: Period
    plan_index: float | None
    actual_index: float | None
    objectives: tuple[Row, ...]
    run: Row
    none: Row
    planned: Decimal
    actual: Decimal
    credited: Decimal
    unlinked_planned: tuple[Unlinked, ...]
    unlinked_actual: tuple[Unlinked, ...]
    orphans: tuple[Orphan, ...]
    notes: tuple[str, ...]
    planned_parts: tuple[Part, ...]
    actual_parts: tuple[Part, ...]
    credited_parts: tuple[Part, ...]
    rows: Mapping[str, str]

    @property
    def everything(self) -> tuple[Row, ...]:
        """Every row; the shares of each state sum to 1."""
        return (*self.objectives, self.run, self.none)

    @property
    def campaigns(self) -> tuple[Unlinked, ...]:
        """Media spend that serves no objective by campaign and channel, the most first."""
        return tuple(one for one in self.unlinked_actual if one.category == "media")


def alignment(
    plan: Plan,
    period: Period,
    planned: Iterable[MoneyLine],
    actual: Iterable[MoneyLine],
    credited: Iterable[MoneyLine] = (),
) -> Alignment:
    """Set the shares of planned and spent money beside the agreed ones.

    Args:
        plan: Objectives with their funding shares; initiatives with what they serve.
        period: Which objectives count.
        planned: Planned money of the period, in one currency.
        actual: Money spent in it.
        credited: Value credited to campaigns in it, of initiatives or of none.

    Returns:
        Shares, indices, and what serves nothing. Money is neither lost nor made: the rows'
        amounts sum to what came in.

    Raises:
        BadInput: If an objective is called run or none.

    Examples:
        >>> from datetime import date
        >>> from northing.calendar import parse_period
        >>> from northing.plan.kinds.objective import Objective
        >>> from northing.plan.kinds.initiative import Initiative
        >>> from northing.plan.values import Contribution
        >>> plan = Plan.of([
        ...     Objective("grow", "Grow", "company", "mara", funding_share=Decimal(100)),
        ...     Initiative("ads", "Ads", "campaign", "jo", date(2026, 1, 1), date(2026, 12, 31),
        ...                contributions=(Contribution("grow", Decimal(100)),)),
        ... ])
        >>> day = date(2026, 7, 1)
        >>> found = alignment(plan, parse_period("2026-07"), [MoneyLine(day, Decimal(90), "ads")],
        ...                   [MoneyLine(day, Decimal(80), "ads"), MoneyLine(day, Decimal(20))])
        >>> found.plan_index, found.actual_index, found.none.actual.share
        (100.0, 80.0, 0.2)
    """
    agreed = agreed_shares(plan, period)
    sides = {
        "planned": split_money(plan, planned),
        "actual": split_money(plan, actual),
        "credited": split_money(plan, credited),
    }
    sums = {name: _by_row(parts, agreed) for name, parts in sides.items()}
    shares = {name: _shares(by_row) for name, by_row in sums.items()}
    maker = _Rows(plan, agreed, sums, shares)
    keys = [key for key in plan.objectives if maker.wanted(key, period)]
    return Alignment(
        period=period,
        plan_index=index_of(shares["planned"], agreed.shares),
        actual_index=index_of(shares["actual"], agreed.shares),
        objectives=tuple(maker.row(key) for key in keys),
        run=maker.row(RUN),
        none=maker.row(NONE),
        planned=_total(sums["planned"]),
        actual=_total(sums["actual"]),
        credited=_total(sums["credited"]),
        unlinked_planned=_unlinked(sides["planned"], plan),
        unlinked_actual=_unlinked(sides["actual"], plan),
        orphans=orphans_of(plan, period, sides["planned"], sides["actual"]),
        notes=(*agreed.notes, *_notes(plan, sums)),
        planned_parts=sides["planned"],
        actual_parts=sides["actual"],
        credited_parts=sides["credited"],
        rows=agreed.rows,
    )


@dataclass(frozen=True)
class _Rows:
    """Makes the rows of one alignment."""

    plan: Plan
    agreed: Agreed
    sums: Mapping[str, Mapping[str, Decimal]]
    shares: Mapping[str, Mapping[str, Fraction]]

    def wanted(self, key: str, period: Period) -> bool:
        """Whether an objective has a row: it is one of the period's, or money says it is."""
        if self.agreed.rows[key] != key:
            return False
        moved = any(self.sums[side].get(key) for side in self.sums)
        return moved or counts(self.plan.objectives[key], period)

    def row(self, key: str) -> Row:
        objective = self.plan.objectives.get(key)
        titles = {RUN: "People and tools", NONE: "None"}
        funding = self.plan.run_share if key == RUN else None
        agreed = self.agreed.shares.get(key, Fraction(0)) if self.agreed.shares else None
        credited, share, absent = self._credited(key)
        return Row(
            key=key,
            title=objective.title if objective else titles[key],
            funding_share=objective.funding_share if objective else funding,
            agreed=None if agreed is None else float(agreed),
            planned=self._side("planned", key, agreed),
            actual=self._side("actual", key, agreed),
            credited=credited,
            credited_share=share,
            credited_absent=absent,
        )

    def _side(self, name: str, key: str, agreed: Fraction | None) -> Side:
        amount = self.sums[name].get(key, Decimal(0))
        if not self.shares[name]:
            return Side(amount)
        share = self.shares[name].get(key, Fraction(0))
        if agreed is None:
            return Side(amount, float(share))
        points = 100 * (share - agreed)
        return Side(amount, float(share), float(points), band_of(points))

    def _credited(self, key: str) -> tuple[Decimal | None, float | None, str]:
        objective = self.plan.objectives.get(key)
        if key == RUN:
            return None, None, "Credit goes to campaigns, not to people and tools."
        if objective is not None and objective.family in JUDGED_BY_KEY_RESULTS:
            why = (
                f"Judged by its key results: credited revenue does not measure {objective.family}."
            )
            return None, None, why
        if not self.shares["credited"]:
            return None, None, "No value was credited to a campaign."
        share = self.shares["credited"].get(key, Fraction(0))
        return self.sums["credited"].get(key, Decimal(0)), float(share), ""


def band_of(points: Fraction | float) -> Band:
    """How far from the agreed share: within ± 5 points, near within ± 10, else beyond.

    Examples:
        >>> band_of(-5.0), band_of(7.5), band_of(10.1)
        ('within', 'near', 'beyond')
    """
    apart = abs(Fraction(points))
    return "within" if apart <= WITHIN_POINTS else "near" if apart <= NEAR_POINTS else "beyond"


def _by_row(parts: Iterable[Part], agreed: Agreed) -> dict[str, Decimal]:
    rows: dict[str, Decimal] = {}
    for key, amount in summed(parts).items():
        row = agreed.rows.get(key, key)
        rows[row] = rows.get(row, Decimal(0)) + amount
    return rows


def _shares(sums: Mapping[str, Decimal]) -> dict[str, Fraction]:
    """Shares of rows in their sum. A row that was paid back more than it cost has none of it."""
    kept = {key: Fraction(amount) for key, amount in sums.items() if amount > 0}
    whole = sum(kept.values(), Fraction(0))
    return {key: amount / whole for key, amount in kept.items()}


def _total(sums: Mapping[str, Decimal]) -> Decimal:
    return sum(sums.values(), Decimal(0))


def _unlinked(parts: Iterable[Part], plan: Plan) -> tuple[Unlinked, ...]:
    sums: dict[tuple[str | None, str, str, str, str], Decimal] = {}
    for part in parts:
        if part.serves == NONE:
            line = part.line
            key = (line.campaign, line.channel, line.category, _what(line, plan), part.reason)
            sums[key] = sums.get(key, Decimal(0)) + part.amount
    found = [Unlinked(*key[:4], amount, key[4]) for key, amount in sums.items() if amount]
    return tuple(sorted(found, key=_by_size))


def _by_size(one: Unlinked) -> tuple[Any, ...]:
    """The largest first; of the same size, the order of their names, whatever came in first."""
    return -one.amount, one.what, one.channel, one.category, one.campaign or "", one.reason


def _what(line: MoneyLine, plan: Plan) -> str:
    if line.campaign is not None:
        return line.campaign
    budget_line = plan.budget_lines.get(line.budget_line or "")
    if budget_line is not None:
        return budget_line.title
    return "spend without a campaign" if line.category == "media" else line.category


def _notes(plan: Plan, sums: Mapping[str, Mapping[str, Decimal]]) -> Iterator[str]:
    words = {"planned": "planned", "actual": "spent", "credited": "credited"}
    for name, by_row in sums.items():
        for key in sorted(key for key, amount in by_row.items() if amount < 0):
            title = plan.objectives[key].title if key in plan.objectives else key
            yield (
                f"More was taken back than {words[name]} for {title} ({by_row[key]:,.2f}): it has "
                "no share."
            )
    for key, objective in plan.objectives.items():
        if objective.state == "dropped" and sums["actual"].get(key):
            yield f"{objective.title} was dropped, and money is still spent on it."
