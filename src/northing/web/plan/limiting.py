"""What of a plan a role may see: an agency its partner's initiatives, a limited role its countries.

What hangs on something that is left out is left out with it, so that the plan that remains holds
together; nothing of it is passed off as serving no objective. A key result of more than the role
may see keeps its aim, and loses the values that it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from northing.plan import Plan
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.kinds.check_in import CheckIn
from northing.plan.kinds.event import Event
from northing.plan.kinds.hand_off import HandOff
from northing.plan.kinds.initiative import Initiative
from northing.plan.kinds.issue import Issue
from northing.plan.kinds.key_result import KeyResult
from northing.plan.kinds.objective import Objective
from northing.web.accounts.scope import Scope

MONEY = frozenset({"budget_line", "approval", "approval_limit", "delegation"})
"""Kinds that only those see who may see money."""


def limited_plan(plan: Plan, scope: Scope) -> Plan:
    """The plan as far as a scope allows.

    Args:
        plan: The whole plan.
        scope: The limits.

    Returns:
        The same plan where nothing limits; for an agency without shares of the company's money.
    """
    if not scope.may("see_plan"):
        return Plan()
    if scope.partner is not None:
        return _of_partner(plan, scope.partner)
    seen = plan if not scope.countries else _of_countries(plan, scope.countries)
    return seen if scope.may("see_money") else _without(seen, MONEY)


def _of_partner(plan: Plan, partner: str) -> Plan:
    """A partner's initiatives, the goals that they serve by name, what belongs to them."""
    mine = [one for one in plan.initiatives.values() if _same(one.partner, partner)]
    keys = {one.key for one in mine}
    goals = {part.objective for one in mine for part in one.contributions}
    results = {key for one in mine for key in one.key_results}
    results = {key for key in results if plan.key_results[key].objective in goals}
    return Plan.of(
        [
            *(_bare(one) for one in plan.objectives.values() if one.key in goals),
            *(replace(one, reported=()) for one in plan.key_results.values() if one.key in results),
            *(_serving(one, results) for one in mine),
            *(one for one in plan.all(HandOff) if one.initiative in keys),
            *(one for one in plan.all(Event) if one.initiative in keys),
        ]
    )


def _bare(objective: Objective) -> Objective:
    """An objective without what is the company's own affair."""
    return replace(
        objective,
        level="marketing" if objective.level == "company" else objective.level,
        parent=None,
        vision="",
        funding_share=None,
        agreed_by="",
        agreed_on=None,
        pivots=(),
    )


def _of_countries(plan: Plan, countries: Iterable[str]) -> Plan:
    """What is about some countries, or about no country in particular; money only of theirs."""
    allowed = frozenset(countries)

    def open_to(named: Iterable[str]) -> bool:
        wanted = set(named)
        return not wanted or bool(wanted & allowed)

    goals = _rooted(plan, {k for k, one in plan.objectives.items() if open_to(one.scope.country)})
    results = {
        key
        for key, one in plan.key_results.items()
        if one.objective in goals and open_to(one.scope.country)
    }
    work = {
        key
        for key, one in plan.initiatives.items()
        if open_to(one.scope.country) and all(p.objective in goals for p in one.contributions)
    }
    kept: dict[str, Callable[[Any], bool]] = {
        "objective": lambda one: one.key in goals,
        "key_result": lambda one: one.key in results,
        "initiative": lambda one: one.key in work,
        "budget_line": lambda one: one.country in allowed and one.initiative in {None, *work},
        "event": lambda one: open_to(one.scope.country) and one.initiative in {None, *work},
        "hand_off": lambda one: one.initiative in work,
        "check_in": lambda one: one.key_result in results,
        "issue": lambda one: _hangs(one, goals, work),
        "responsibility": lambda one: one.objective in goals,
    }
    lines = {one.key for one in plan.all(BudgetLine) if kept["budget_line"](one)}
    kept["approval"] = lambda one: one.budget_line in lines
    measured = {key for key in results if within(countries, plan.key_results[key])}

    def shown(value: Any) -> Any:
        if isinstance(value, Initiative):
            return _serving(value, results)
        if isinstance(value, KeyResult) and value.key not in measured:
            return replace(value, reported=())
        if isinstance(value, CheckIn) and value.key_result not in measured:
            return replace(value, value=None)
        return value

    return Plan.of(
        shown(one)
        for kind, entries in plan.entries.items()
        for one in entries.values()
        if kept.get(kind, lambda _one: True)(one)
    )


def within(countries: Iterable[str], key_result: KeyResult) -> bool:
    """Whether all that a key result is about lies within some countries.

    Examples:
        >>> from datetime import date
        >>> from decimal import Decimal
        >>> from northing.plan.values import Scope
        >>> one = KeyResult("leads", "grow", "100 leads", "mara", "count", Decimal(100),
        ...     date(2026, 1, 1), date(2026, 12, 31), scope=Scope(country=("DE", "AT")))
        >>> within(("AT", "CH", "DE"), one), within(("DE",), one)
        (True, False)
    """
    wanted = set(key_result.scope.country)
    return bool(wanted) and wanted <= set(countries)


def _rooted(plan: Plan, keys: set[str]) -> set[str]:
    """Objectives whose parents are seen as well."""

    def rooted(one: Objective) -> bool:
        if one.key not in keys:
            return False
        return one.parent is None or rooted(plan.objectives[one.parent])

    return {key for key in keys if rooted(plan.objectives[key])}


def _hangs(issue: Issue, goals: set[str], work: set[str]) -> bool:
    return issue.objective in {None, *goals} and issue.initiative in {None, *work}


def _serving(initiative: Initiative, results: set[str]) -> Initiative:
    kept = tuple(key for key in initiative.key_results if key in results)
    return initiative if kept == initiative.key_results else replace(initiative, key_results=kept)


def with_unseen(initiative: Initiative, before: Initiative | None, seen: Plan) -> Initiative:
    """An initiative as somebody wrote it; key results that they do not see stay in it."""
    held = before.key_results if before is not None else ()
    hidden = [one for one in held if one not in seen.key_results]
    kept = dict.fromkeys((*initiative.key_results, *hidden))
    return replace(initiative, key_results=tuple(kept))


def _without(plan: Plan, kinds: frozenset[str]) -> Plan:
    return replace(plan, entries={k: v for k, v in plan.entries.items() if k not in kinds})


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold() != ""


def about(kind: str, value: Any, plan: Plan) -> tuple[str, ...]:
    """The countries that an entry is about; empty for all of them.

    Examples:
        >>> from northing.plan.kinds.budget_line import BudgetLine
        >>> line = BudgetLine("tv", "Television", "mara@example.com", "media", country="DE")
        >>> about("budget_line", line, Plan())
        ('DE',)
    """
    if kind == "budget_line":
        return (value.country,) if value.country else ()
    if isinstance(value, Objective | KeyResult | Initiative | Event):
        return value.scope.country
    for attribute, kept in (
        ("budget_line", plan.entries.get("budget_line", {})),
        ("initiative", plan.initiatives),
        ("key_result", plan.key_results),
        ("objective", plan.objectives),
    ):
        key = getattr(value, attribute, None)
        if key is not None and key in kept:
            return about(attribute, kept[key], plan)
    return ()
