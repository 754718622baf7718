"""Say which objective every euro spent has served, and to which initiative campaigns belong."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from northing.align.agreed import agreed_shares
from northing.align.budget import last_of
from northing.align.matching import Match
from northing.align.parts import Part, apportion, split_money
from northing.calendar import Period
from northing.plan import Plan
from northing.tables import DERIVED
from northing.workspace.analyses.asked import Made
from northing.workspace.plan_money import PlanMoney
from northing.workspace.settings import Settings
from northing.workspace.step import Inputs, Step

_DAY = timedelta(days=1)
_ALWAYS = Period("all", date(1900, 1, 1), date(2200, 1, 1))


@dataclass(frozen=True)
class _Everything:
    """All that a refresh holds (`northing.workspace.plan_money.Tables`)."""

    inputs: Inputs

    @property
    def settings(self) -> Settings:
        return self.inputs.settings

    def rows(self, sql: str, /) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.table(sql).to_pylist()
        return found

    def table(self, sql: str, /) -> pa.Table:
        return self.inputs.query(sql)

    def remember(self, _key: Hashable, make: Callable[[], Made], /) -> Made:
        return make()


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    names = ("plan_campaigns", "plan_spend", "plan_shares")
    if not inputs.plan.objectives and not inputs.plan.initiatives:
        return {name: DERIVED[name].schema.empty_table() for name in names}
    money = PlanMoney(inputs.plan, _Everything(inputs))
    parts = split_money(inputs.plan, money.actual(_ALWAYS))
    rows = (
        [_campaign(match) for match in money.matches.values()],
        list(_spend(parts)),
        list(_shares(inputs.plan, parts)),
    )
    return {
        name: pa.Table.from_pylist(found, schema=DERIVED[name].schema)
        for name, found in zip(names, rows, strict=True)
    }


def _campaign(match: Match) -> dict[str, Any]:
    return {
        "campaign": match.campaign.name,
        "channel": match.campaign.channel or None,
        "initiative": match.initiative,
        "matched": match.how,
        "pattern": match.pattern or None,
        "problem": match.problem or None,
        "first_spend": match.campaign.starts,
        "last_spend": match.campaign.ends,
        "spend": match.campaign.spend,
    }


def _spend(parts: Iterable[Part]) -> Iterator[dict[str, Any]]:
    by = ("month", "objective", "initiative", "category", "channel", "campaign")
    sums: dict[tuple[Any, ...], Decimal] = {}
    for part in parts:
        line = part.line
        where = (line.initiative, line.category, line.channel or None, line.campaign)
        key = (line.on.replace(day=1), part.serves, *where)
        sums[key] = sums.get(key, Decimal(0)) + part.amount
    for key in sorted(sums, key=lambda one: tuple(str(name or "") for name in one)):
        yield {**dict(zip(by, key, strict=True)), "amount": sums[key]}


def _shares(plan: Plan, parts: Iterable[Part]) -> Iterator[dict[str, Any]]:
    """Each month's money by what it serves, and what the agreed shares make of the same money."""
    months: dict[date, dict[str, Decimal]] = {}
    for part in parts:
        held = months.setdefault(part.line.on.replace(day=1), {})
        held[part.serves] = held.get(part.serves, Decimal(0)) + part.amount
    for month, sums in sorted(months.items()):
        agreed = agreed_shares(plan, Period(f"{month:%Y-%m}", month, last_of(month) + _DAY))
        if not agreed.shares:
            continue
        linked: dict[str, Decimal] = {}
        for key, amount in sums.items():
            row = agreed.rows.get(key, key)
            linked[row] = linked.get(row, Decimal(0)) + amount
        everything = sum(linked.values(), Decimal(0))
        weights = {
            key: Decimal(share.numerator) / share.denominator
            for key, share in agreed.shares.items()
        }
        targets = apportion(everything, weights)
        for key in sorted({*linked, *targets}):
            yield {
                "month": month,
                "objective": key,
                "linked": linked.get(key, Decimal(0)),
                "target": targets.get(key, Decimal(0)),
                "everything": everything,
            }


ENTRY = Step(
    title="Match spend with the plan",
    reads=("spend_daily", "costs_monthly", "campaigns"),
    writes=("plan_campaigns", "plan_spend", "plan_shares"),
    run=_run,
    code=(
        "northing.plan",
        "northing.align",
        "northing.workspace.plan_money",
        "northing.workspace.spend_pieces",
    ),
    plan=True,
)
