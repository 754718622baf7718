"""The plan of the demo's company: its numbers taken from what the workspace measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from northing.align.course import linear_course
from northing.align.matching import Campaign, Matcher
from northing.align.progress import Reading
from northing.align.reading import Gauge, planned_course, read_value
from northing.plan import Plan
from northing.plan.kinds.key_result import KeyResult
from northing.simulate.company import FULL_SIZE
from northing.simulate.strategy import goals, working
from northing.simulate.strategy.goals import Wish
from northing.simulate.strategy.initiatives import initiatives
from northing.simulate.strategy.money import Paid, budget_lines
from northing.workspace.measuring import calendar_of
from northing.workspace.workspace import Workspace


def plan_of_demo(workspace: Workspace, *, people: int, seed: int) -> Plan:
    """The company's plan as it would stand on the last day of its data.

    Campaigns and spend are the simulated ones; the key results' targets are set so that each
    stands where it is meant to stand, whatever the simulation drew.

    Args:
        workspace: Refreshed.
        people: How many were simulated: money that no table knows scales with them.
        seed: Of the simulation.
    """
    size = people / FULL_SIZE
    done = initiatives()
    planned = Plan.of([*goals.objectives(), *_results(workspace), *done])
    lines = budget_lines(
        _paid(workspace, Matcher(planned)), planned.initiatives, size=size, seed=seed
    )
    return Plan.of(
        [
            *goals.objectives(),
            *planned.key_results.values(),
            *done,
            *lines,
            *working.hand_offs(),
            *working.approvals(size),
            *working.rules_of_work(size),
            *working.check_ins(),
            *working.issues(),
            *working.events(),
        ],
        run_share=goals.RUN_SHARE,
        long_share=goals.LONG_SHARE,
        reserve_share=goals.RESERVE_SHARE,
    )


def _results(workspace: Workspace) -> Iterator[KeyResult]:
    snapshot = workspace.snapshot()
    gauge = Gauge(workspace.metric, snapshot.as_of, calendar_of(workspace, snapshot))
    for wish in goals.wishes():
        yield _settled(wish, gauge)
    yield from goals.told()


def _settled(wish: Wish, gauge: Gauge) -> KeyResult:
    """A key result with the number that lets it stand at its pace, or its margin."""
    wanted = wish.key_result
    reading = read_value(wanted, gauge)
    value = float(reading.value or 0)
    if wish.margin is not None:
        return wish.settled(_target(wanted, value * wish.margin))
    if wish.growth is not None:
        return wish.settled(_target(wanted, _year_before(wanted, gauge) * wish.growth))
    course = planned_course(wanted, gauge) or linear_course(wanted.starts, wanted.due)
    share = max(course.share(reading.on) * reading.counted, 0.01)
    pace = wish.pace or 1.0
    if wanted.kind == "count":
        return wish.settled(_target(wanted, value / share / pace))
    start = _before(wanted, gauge)
    way = (value - float(start)) / share / pace
    if way <= 0:  # it went the other way: an honest target, and it will be off course
        way = 0.1 * abs(float(start)) or 1.0
    if wanted.kind == "lift":
        return wish.settled(_round(100 * way / float(start)), start)
    return wish.settled(_round(float(start) + way), start)


def _target(wanted: KeyResult, amount: float) -> Decimal:
    """As people set it: whole where things are counted, and never nothing."""
    whole = wanted.kind == "count"
    return max(Decimal(round(_round(amount))), Decimal(1)) if whole else _round(amount)


def _year_before(wanted: KeyResult, gauge: Gauge) -> float:
    starts, due = (day.replace(year=day.year - 1) for day in (wanted.starts, wanted.due))
    found = gauge.measure(wanted.metric, period=f"{starts}..{due}")
    return float(found.total.value or 0)


def _before(wanted: KeyResult, gauge: Gauge) -> Decimal:
    """What the level was on the day before it began."""
    then = replace(gauge, as_of=wanted.starts - timedelta(days=1))
    found: Reading = read_value(wanted, then)
    return _round(float(found.value)) if found.value else Decimal(1)


def _paid(workspace: Workspace, matcher: Matcher) -> Iterator[Paid]:
    """Media by campaign, in pounds or in the reporting currency; and costs."""
    yield from _media(workspace, matcher)
    sql = """
        SELECT month, category, initiative, sum(amount) AS amount FROM costs_monthly
        WHERE department = 'marketing' GROUP BY ALL ORDER BY ALL"""
    for row in _rows(workspace, sql, "costs_monthly"):
        initiative = matcher.initiative(row["initiative"])
        category = row["category"]
        yield Paid(row["month"], row["amount"], "EUR", initiative, category=category)


def _media(workspace: Workspace, matcher: Matcher) -> Iterator[Paid]:
    sql = """
        WITH billed AS (
            SELECT campaign, any_value(currency) AS currency FROM spend
            GROUP BY campaign HAVING count(DISTINCT currency) = 1
        ), raw AS (
            SELECT campaign, date_trunc('month', date)::DATE AS month, sum(amount) AS billed
            FROM spend GROUP BY ALL
        ), reported AS (
            SELECT campaign, channel, date_trunc('month', date)::DATE AS month,
                   sum(amount) AS amount
            FROM spend_daily WHERE campaign IS NOT NULL GROUP BY ALL
        )
        SELECT reported.*, raw.billed, billed.currency = 'GBP' AS in_pounds,
               campaigns.initiative
        FROM reported
        LEFT JOIN billed USING (campaign) LEFT JOIN raw USING (campaign, month)
        LEFT JOIN campaigns USING (campaign)
        ORDER BY ALL"""
    rows = _rows(workspace, sql, "spend", "spend_daily", "campaigns")
    served = {
        (row["campaign"], row["channel"]): matcher.match(
            Campaign(row["campaign"], row["channel"] or "", row["initiative"] or "")
        ).initiative
        for row in rows
    }
    mixed = {
        (served[row["campaign"], row["channel"]], row["channel"])
        for row in rows
        if not row["in_pounds"]
    }
    for row in rows:
        initiative = served[row["campaign"], row["channel"]]
        # One line an initiative and channel: its currency is pounds where nothing else was billed.
        pounds = (initiative, row["channel"]) not in mixed
        yield Paid(
            row["month"],
            row["billed"] if pounds else row["amount"],
            "GBP" if pounds else "EUR",
            initiative,
            row["channel"] or "",
        )


def _rows(workspace: Workspace, sql: str, *tables: str) -> list[dict[str, Any]]:
    snapshot = workspace.snapshot()
    sources: dict[str, Any] = {name: workspace.dataset(name, snapshot) for name in tables}
    found: list[dict[str, Any]] = workspace.engine.query(sql, **sources).to_pylist()
    return found


def _round(amount: float) -> Decimal:
    """Three digits; whole from a hundred on.

    Examples:
        >>> _round(1234.5), _round(21.36), _round(0.1234)
        (Decimal('1230'), Decimal('21.4'), Decimal('0.123'))
    """
    if abs(amount) >= 100:
        return Decimal(int(round(amount, 3 - len(str(int(abs(amount)))))))
    return Decimal(f"{amount:.3g}")
