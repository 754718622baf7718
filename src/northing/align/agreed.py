"""Agreed shares: what finance and marketing agreed that each objective is to get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from northing.align.parts import RUN
from northing.calendar import Period
from northing.plan import Plan
from northing.plan.kinds.objective import Objective


@dataclass(frozen=True)
class Agreed:
    """What money is compared with.

    Attributes:
        shares: By row, run among them: fractions that sum to 1; empty where nothing is agreed.
        rows: For each objective the row in which its money counts.
        notes: What to know about the shares.
    """

    shares: Mapping[str, Fraction]
    rows: Mapping[str, str]
    notes: tuple[str, ...] = ()


def agreed_shares(plan: Plan, period: Period) -> Agreed:
    """Settle what each objective's share of the money of a period should be.

    A share counts while its objective runs (by its dates) and is not dropped. Objectives without
    one of their own count in the nearest objective above that has one; each share is an
    objective's own, beside those of the objectives below it. Shares that do not come to 100 are
    taken in proportion, because unlinked money could hide in what is missing; the notes say so.

    Examples:
        >>> from decimal import Decimal
        >>> from northing.calendar import parse_period
        >>> plan = Plan.of([
        ...     Objective("grow", "Grow", "company", "mara", funding_share=Decimal(60)),
        ...     Objective("dach", "Grow in DACH", "team", "jo", parent="grow"),
        ... ], run_share=Decimal(20))
        >>> found = agreed_shares(plan, parse_period("2026"))
        >>> {row: str(share) for row, share in found.shares.items()}, found.rows["dach"]
        ({'grow': '3/4', 'run': '1/4'}, 'grow')
        >>> found.notes[0]
        'The agreed shares come to 80 %, not to 100 %: they are taken in proportion.'
    """
    counted = {
        key: Fraction(objective.funding_share)
        for key, objective in plan.objectives.items()
        if objective.funding_share is not None and counts(objective, period)
    }
    percents = dict(counted)
    if plan.run_share is not None:
        percents[RUN] = Fraction(plan.run_share)
    rows = {key: _row(plan, key, counted) for key in plan.objectives}
    total = sum(percents.values(), Fraction(0))
    notes = tuple(_notes(plan, period, rows, percents))
    if not total:
        return Agreed({}, rows, notes)
    return Agreed({key: share / total for key, share in percents.items()}, rows, notes)


def counts(objective: Objective, period: Period) -> bool:
    """Whether an objective is one of a period's."""
    begun = objective.starts is None or objective.starts < period.end
    ended = objective.due is not None and objective.due < period.start
    return objective.state != "dropped" and begun and not ended


def index_of(shares: Mapping[str, Fraction], agreed: Mapping[str, Fraction]) -> float | None:
    """100 × (1 − ½ Σ |share − agreed share|): how much of the money lies where it should.

    Args:
        shares: By row, `NONE` among them; 0 or more, they sum to 1.
        agreed: By row; they sum to 1, and none is agreed for `NONE`.

    Returns:
        From 0 to 100; None where there is no money, or nothing is agreed.

    Source:
        One minus the total variation distance. A share s of money that serves nothing lacks
        elsewhere, so that it costs 100 s points at least.

    Examples:
        >>> index_of({"grow": Fraction(4, 5), "none": Fraction(1, 5)}, {"grow": Fraction(1)})
        80.0
    """
    if not shares or not agreed:
        return None
    apart = sum(
        abs(shares.get(key, Fraction(0)) - agreed.get(key, Fraction(0)))
        for key in {*shares, *agreed}
    )
    return float(100 * (1 - Fraction(apart) / 2))


def _row(plan: Plan, key: str, counted: Mapping[str, Fraction]) -> str:
    for one in (key, *above(plan, key)):
        if one in counted:
            return one
    return key


def above(plan: Plan, key: str) -> Iterator[str]:
    """The keys of the objectives that an objective serves, the nearest first."""
    parent = plan.objectives[key].parent
    while parent is not None and parent in plan.objectives:
        yield parent
        parent = plan.objectives[parent].parent


def _notes(
    plan: Plan, period: Period, rows: Mapping[str, str], percents: Mapping[str, Fraction]
) -> Iterator[str]:
    total = sum(percents.values(), Fraction(0))
    if not total:
        yield (
            "No share of the money is agreed with finance, so there is no index: set a funding "
            "share for each objective, and one for people and tools."
        )
    elif total != 100:
        yield (
            f"The agreed shares come to {float(total):g} %, not to 100 %: they are taken in "
            "proportion."
        )
    without = [
        one.title
        for key, one in plan.objectives.items()
        if rows[key] == key and key not in percents and counts(one, period)
    ]
    if total and without:
        yield f"No share is agreed for {', '.join(without)}: whatever it gets counts against it."
    if total and RUN not in percents:
        yield "No share is agreed for people and tools: whatever they get counts against it."
