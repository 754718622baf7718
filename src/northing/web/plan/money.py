"""Money of the plan beside money spent, in its four states, as far as somebody may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from northing.align.budget import BudgetMonths
from northing.align.pacing import Pace, pacing
from northing.align.parts import MoneyLine
from northing.plan import Plan
from northing.plan.values import STATES, Money
from northing.shelf import Shelf
from northing.web.measure.selectors import limits
from northing.web.plan.selectors import live_plan
from northing.web.site.blocks import Tone
from northing.web.site.formats import named
from northing.workspace.plan_rates import PlanRates

if TYPE_CHECKING:
    from northing.align.matching import Match
    from northing.calendar import Period
    from northing.plan.kinds.budget_line import BudgetLine
    from northing.web.site.page_context import PageContext
    from northing.workspace.plan_money import PlanMoney

TOLERANCE = 0.1
"""How far spending may run beside its plan and still be in budget."""


@dataclass(frozen=True)
class PlannedMoney:
    """Money of one period; states are set side by side and never added up.

    Attributes:
        plan: As far as it may be seen.
        as_of: The newest complete day of the data.
        period: Of the money.
        states: Lines of money by state; actual is what was spent, as the data have it.
        problems: Amounts that could not be converted, a sentence each.
    """

    plan: Plan
    as_of: date
    period: Period
    states: Mapping[Money, tuple[MoneyLine, ...]]
    problems: tuple[str, ...]

    @cached_property
    def totals(self) -> Mapping[Money, Decimal]:
        """The money of each state."""
        return {state: total(self.states[state]) for state in STATES}

    @cached_property
    def whole(self) -> Pace | None:
        """All money together, with what the plan meant to have spent by now; None for none."""
        return next(iter(pacing(self.states, self.as_of, lambda _line: "")), None)

    @cached_property
    def paces(self) -> tuple[Pace, ...]:
        """The states by initiative, the most planned money first; "" is no initiative."""
        return pacing(self.states, self.as_of)

    @cached_property
    def by_initiative(self) -> Mapping[str, Pace]:
        """Each initiative's money."""
        return {pace.key: pace for pace in self.paces if pace.key}

    @cached_property
    def by_line(self) -> Mapping[str, Pace]:
        """Each budget line's money; what was spent stands in the line that it can be told to."""
        told = {
            place: key for place, keys in self._places.items() if len(keys) == 1 for key in keys
        }
        spent = [
            MoneyLine(one.on, one.amount, budget_line=told[place_of(one)], until=one.until)
            for one in self.states["actual"]
            if place_of(one) in told
        ]
        states = {**self.states, "actual": spent}
        return {
            pace.key: pace
            for pace in pacing(states, self.as_of, lambda line: line.budget_line or "")
            if pace.key
        }

    def by_month(self, initiative: str | None = None) -> Mapping[date, Mapping[str, Decimal]]:
        """Each month's money in its states, in order; of one initiative or of all."""
        sums: dict[date, dict[str, Decimal]] = {}
        for state in STATES:
            for line in self.states[state]:
                if initiative is None or line.initiative == initiative:
                    held = sums.setdefault(line.on.replace(day=1), {})
                    held[state] = held.get(state, Decimal(0)) + line.amount
        return dict(sorted(sums.items()))

    def shares_place(self, line: BudgetLine) -> tuple[str, ...]:
        """Other lines for the same initiative and channel: spending cannot be told apart."""
        return tuple(key for key in self._places.get(_place(line), ()) if key != line.key)

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for line in self.plan.budget_lines.values():
            found[_place(line)] = (*found.get(_place(line), ()), line.key)
        return found


def place_of(line: MoneyLine) -> tuple[str, str]:
    """What tells money to a budget line: its initiative, and its channel or category."""
    return line.initiative or "", line.channel if line.category == "media" else line.category


def _place(line: BudgetLine) -> tuple[str, str]:
    return line.initiative or "", line.channel if line.category == "media" else line.category


def total(lines: Iterable[MoneyLine]) -> Decimal:
    """The sum of lines."""
    return sum((line.amount for line in lines), Decimal(0))


_MONEY: Shelf[PlannedMoney] = Shelf(64)
_LAID: Shelf[PlanMoney] = Shelf(32)


def money_of(context: PageContext, period: Period | None = None) -> PlannedMoney:
    """The money of the page's period, computed once a snapshot, scope and state of the plan."""
    period = period or context.period
    return _MONEY.get(shelf_key(context, period), lambda: _compute(context, period))


def matches_of(context: PageContext) -> Mapping[tuple[str, str], Match]:
    """Every campaign of the data that may be seen, by name and channel, and where it belongs."""
    laid = _laid(context)
    return {} if laid is None else laid.matches


def shelf_key(context: PageContext, period: Period | None = None) -> tuple[object, ...]:
    """What computed money depends on; where campaigns belong, on all but the period."""
    snapshot = context.snapshot.id if context.snapshot else None
    folder = str(context.workspace.folder)
    return folder, snapshot, context.scope.key, context.workspace_version, period


def _laid(context: PageContext) -> PlanMoney | None:
    if context.snapshot is None:
        return None
    return _LAID.get(shelf_key(context), lambda: _lay(context))


def _lay(context: PageContext) -> PlanMoney:
    from northing.workspace.analyses.remembered import Remembered
    from northing.workspace.plan_money import PlanMoney

    tables = Remembered.of(context.workspace, context.period, context.snapshot)
    laid = PlanMoney(context.plan, tables, limits(context))
    return replace(laid, known=_every_match(context, laid))


def _every_match(context: PageContext, laid: PlanMoney) -> Mapping[tuple[str, str], Match]:
    """Where campaigns belong in the whole plan; of initiatives out of sight nothing but that."""
    if not context.scope.limited:
        return laid.every_match
    found = replace(laid, plan=live_plan()).every_match
    return {place: _as_seen(match, laid.plan) for place, match in found.items()}


def _as_seen(match: Match, plan: Plan) -> Match:
    if match.initiative in plan.initiatives:
        return replace(match, problem="")
    campaign = replace(match.campaign, initiative="")
    return replace(match, campaign=campaign, initiative=None, pattern="", problem="")


def _compute(context: PageContext, period: Period) -> PlannedMoney:
    laid = _laid(context)
    without_rates = PlanRates(context.currency, {})
    budget = laid.budget if laid else BudgetMonths(context.plan, without_rates.convert)
    states: dict[Money, tuple[MoneyLine, ...]] = {}
    problems: list[str] = []
    for state in STATES[:3]:
        states[state], said = budget.within(state, period)
        problems += said
    states["actual"] = laid.actual(period) if laid is not None else ()
    return PlannedMoney(context.plan, context.as_of, period, states, tuple(problems))


def in_budget(pace: Pace | None) -> tuple[str, Tone]:
    """Whether spending keeps to its plan, in words, and how good that is.

    Examples:
        >>> in_budget(None)
        ('no money planned', 'muted')
    """
    if pace is None or (pace.planned == 0 and pace.actual == 0):
        return "no money planned", "muted"
    if pace.variance is None:
        return ("not planned", "bad") if pace.actual > 0 else ("not begun", "muted")
    if pace.variance > TOLERANCE:
        return "over budget", "bad"
    if pace.variance < -TOLERANCE:
        return "under budget", "warn"
    return "in budget", "good"


def promised(line: BudgetLine) -> str:
    """The outcome that a line promises, as a range; empty where it promises none."""
    promise = line.promise
    return f"{named(promise.metric)}: {promise.low} to {promise.high}" if promise else ""
