"""The CRM: deals that it says are won, at the amount that stands in them."""

from __future__ import annotations

from collections.abc import Iterable

from northing.calendar import Period
from northing.engine import Dataset, quote_text
from northing.tables.names import fold_name
from northing.workspace.health.check import Look
from northing.workspace.health.reconcile import within
from northing.workspace.health.statement import Cause, Statement, System
from northing.workspace.health.waiting_money import said, waiting
from northing.workspace.health.wording import counted, money
from northing.workspace.rates import FILLED_RATES, in_reporting, local_day


def _states(look: Look, period: Period) -> Iterable[Statement]:
    stated = look.query(_sql(look, period), "deals", rates=_rates(look))[0]
    own = look.query(
        f"""SELECT coalesce(sum(conversions), 0) AS deals, coalesce(sum(value), 0) AS amount
            FROM conversions_daily WHERE kind = 'won' AND {within(period)}""",
        "conversions_daily",
    )[0]
    tolerance = look.limits.tolerance
    causes = list(_loaded(look, period))
    yield Statement(
        "won_deals", "deals won", "deals", float(stated["deals"]), float(own["deals"]), tolerance,
        tuple(Cause(kind, sentence, -float(deals)) for kind, sentence, deals, _ in causes),
        "A deal whose last stage is won, on the day it was first set to it.",
    )  # fmt: skip
    note = "The amount that stood last in each deal, at the rate of the day it was won."
    if stated["without"]:
        note += f" {counted(stated['without'], 'won deal')} states no amount."
    yield Statement(
        "won_amount", "amount of deals won", look.currency, float(stated["amount"] or 0),
        float(own["amount"]), tolerance,
        (
            *(Cause(kind, sentence, -float(amount)) for kind, sentence, _, amount in causes),
            *_waiting(look, period),
        ),
        note,
    )  # fmt: skip


def _rates(look: Look) -> Dataset:
    return look.workspace.engine.query(FILLED_RATES, fx=look.dataset("fx"))


def _sql(look: Look, period: Period) -> str:
    """Each deal by its last row at as-of, as the CRM's own list of won deals shows it."""
    stages = {fold_name(stage).replace("_", "") for stage in look.settings.stages["won"]}
    names = look.query("SELECT DISTINCT stage FROM deals ORDER BY stage", "deals")
    won = [row["stage"] for row in names if fold_name(row["stage"]).replace("_", "") in stages]
    listed_stages = ", ".join(quote_text(stage) for stage in won) or "''"
    day = local_day('"at"', True, look.settings.time_zone)
    as_of = quote_text(look.snapshot.as_of.isoformat())
    amount = in_reporting("w.amount", "w.currency", "r.rate", look.currency)
    return f"""
        WITH edits AS (SELECT *, {day} AS date FROM deals WHERE {day} <= DATE {as_of}),
        last_one AS (
            SELECT deal_id, arg_max(stage, "at") AS stage,
                   arg_max(amount, "at") FILTER (WHERE amount IS NOT NULL) AS amount,
                   arg_max(currency, "at") FILTER (WHERE amount IS NOT NULL) AS currency
            FROM edits GROUP BY deal_id
        ),
        w AS (
            SELECT l.deal_id, any_value(l.amount) AS amount, any_value(l.currency) AS currency,
                   min(e.date) AS date
            FROM last_one l JOIN edits e ON e.deal_id = l.deal_id AND e.stage = l.stage
            WHERE l.stage IN ({listed_stages}) GROUP BY l.deal_id
        )
        SELECT count(*) AS deals, sum({amount}) AS amount,
               count(*) FILTER (WHERE w.amount IS NULL) AS without
        FROM w LEFT JOIN rates r ON r.currency = w.currency AND r.date = w.date
        WHERE {within(period, "w.date")}"""


def _loaded(look: Look, period: Period) -> Iterable[tuple[str, str, int, float]]:
    """Wins that were loaded as conversions: then deals make none."""
    row = look.query(
        f"""SELECT count(*) AS deals, coalesce(sum(value), 0) AS amount FROM journey_conversions
            WHERE kind = 'won' AND {within(period)}
              AND conversion_id NOT IN (SELECT 'deal:' || deal_id || ':won' FROM deals)""",
        "journey_conversions",
        "deals",
    )[0]
    if row["deals"]:
        yield (
            "loaded",
            f"{counted(row['deals'], 'win')} worth {money(row['amount'], look.currency)} were "
            "loaded as conversions, beside the deals of the CRM.",
            row["deals"],
            float(row["amount"]),
        )


def _waiting(look: Look, period: Period) -> Iterable[Cause]:
    found = waiting(look, "deals", period, "amount")
    if found:
        sentence = f"{said(found, 'row')} for a rate, and stand in neither total."
        yield Cause("quarantine", sentence, 0.0)


ENTRY = System(title="CRM", states=_states, needs=("deals",))
