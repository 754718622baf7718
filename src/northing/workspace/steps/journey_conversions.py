"""Every conversion, loaded or made from deals and orders, in the reporting currency."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.money import SQL_TYPE
from northing.tables.names import fold_name
from northing.workspace.rates import FILLED_RATES, in_reporting, local_day, until
from northing.workspace.step import Inputs, Step, as_derived


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    zone, reporting = inputs.settings.time_zone, inputs.settings.currency
    by_account = inputs.settings.journeys == "account"
    day = local_day('c."at"', True, zone)
    priced = local_day("c.priced_at", True, zone)
    value = in_reporting("c.amount", "c.currency", "coalesce(r.rate, p.rate)", reporting)
    stated = in_reporting("c.margin", "c.currency", "coalesce(r.rate, p.rate)", reporting)
    rate = f"{inputs.settings.margin_rate:.8f}"
    journey = "coalesce(a.key, i.journey_id, c.person_id)"
    if not by_account:
        journey = "coalesce(i.journey_id, c.person_id)"
    sql = f"""
        WITH {_deals_sql(inputs)},
        made AS ({_LOADED} UNION ALL {_of_deals_sql()} UNION ALL {_of_orders_sql()}),
        c AS (
            SELECT made.*, coalesce(made.account_id, i.account_id) AS account
            FROM made LEFT JOIN identities i ON i.person_id = made.person_id
        )
        SELECT c.conversion_id, {journey} AS journey_id, c.person_id, c.account AS account_id,
               c."at", {day} AS date, c.kind, {value} AS value,
               coalesce({stated}, CAST({value} * CAST({rate} AS DECIMAL(9, 8)) AS {SQL_TYPE}))
                   AS margin,
               c.segment, c.country, c.device, c.deal_id,
               c.declared_channel, c.declared_campaign, c.declared_by
        FROM c
        LEFT JOIN identities i ON i.person_id = c.person_id
        LEFT JOIN account_keys a ON a.account_id = c.account
        LEFT JOIN rates r ON r.currency = c.currency AND r.date = {day}
        LEFT JOIN rates p ON p.currency = c.currency AND p.date = {priced}
        WHERE {until(inputs.settings.as_of, day)}
        ORDER BY c.kind, c."at", c.conversion_id"""
    rows = inputs.query(
        sql,
        rates=inputs.query(FILLED_RATES),
        account_keys=_account_keys(inputs),
        stage_states=_stage_states(inputs),
    )
    return as_derived("journey_conversions", rows)


def _stage_states(inputs: Inputs) -> pa.Table:
    """What each stage means: before an opportunity, open, won or lost."""
    meaning = {
        fold_name(stage).replace("_", ""): state
        for state, stages in inputs.settings.stages.items()
        for stage in stages
    }
    stages = inputs.query("SELECT DISTINCT stage FROM deals ORDER BY stage")["stage"].to_pylist()
    states = [meaning.get(fold_name(stage).replace("_", ""), "open") for stage in stages]
    return pa.table(
        {"stage": pa.array(stages, pa.string()), "state": pa.array(states, pa.string())}
    )


def _account_keys(inputs: Inputs) -> pa.Table:
    names = inputs.query(
        """SELECT account_id FROM conversions UNION SELECT account_id FROM deals
           UNION SELECT account_id FROM identities ORDER BY account_id"""
    )["account_id"].to_pylist()
    known = [name for name in names if name is not None]
    keys = [inputs.identity.account_key(name) for name in known]
    return pa.table({"account_id": pa.array(known, pa.string()), "key": pa.array(keys, pa.int64())})


_LOADED = """
    SELECT conversion_id, person_id, account_id, "at", lower(kind) AS kind, value AS amount,
           currency, segment, country, device, deal_id, declared_channel, declared_campaign,
           declared_by, "at" AS priced_at, CAST(NULL AS DECIMAL(18, 4)) AS margin
    FROM conversions"""


def _deals_sql(inputs: Inputs) -> str:
    """One row a deal: when it became an opportunity, how it stands at as-of, its last amount.

    The amount is converted at the rate of the conversion's day, or, where none is in force then,
    of the day on which it was entered.
    """
    day = local_day('"at"', True, inputs.settings.time_zone)
    return f"""
        edits AS (
            SELECT deals.*, stage_states.state
            FROM deals JOIN stage_states ON stage_states.stage = deals.stage
            WHERE {until(inputs.settings.as_of, day)}
        ),
        last_state AS (SELECT deal_id, arg_max(state, "at") AS state FROM edits GROUP BY deal_id),
        other_state AS (
            SELECT e.deal_id, max(e."at") AS "at"
            FROM edits e JOIN last_state l ON l.deal_id = e.deal_id
            WHERE e.state <> l.state GROUP BY e.deal_id
        ),
        closed AS (
            SELECT e.deal_id, min(e."at") AS "at"
            FROM edits e JOIN last_state l ON l.deal_id = e.deal_id AND l.state = e.state
            LEFT JOIN other_state o ON o.deal_id = e.deal_id
            WHERE o."at" IS NULL OR e."at" > o."at" GROUP BY e.deal_id
        ),
        deal AS (
            SELECT e.deal_id, any_value(l.state) AS state, any_value(c."at") AS closed_at,
                   min(e."at") FILTER (WHERE e.state IN ('open', 'won')) AS opened_at,
                   arg_max(e.amount, e."at") FILTER (WHERE e.amount IS NOT NULL) AS amount,
                   arg_max(e.currency, e."at") FILTER (WHERE e.amount IS NOT NULL) AS currency,
                   max(e."at") FILTER (WHERE e.amount IS NOT NULL) AS priced_at,
                   arg_max(e.segment, e."at") FILTER (WHERE e.segment IS NOT NULL) AS segment,
                   arg_max(e.account_id, e."at") FILTER (WHERE e.account_id IS NOT NULL)
                       AS account_id
            FROM edits e JOIN last_state l ON l.deal_id = e.deal_id
            JOIN closed c ON c.deal_id = e.deal_id
            GROUP BY e.deal_id
        ),
        said AS (
            SELECT account_id, min("at") AS "at", arg_min(declared_channel, "at") AS channel,
                   arg_min(declared_campaign, "at") AS campaign, arg_min(declared_by, "at") AS "by"
            FROM conversions WHERE declared_channel IS NOT NULL AND account_id IS NOT NULL
            GROUP BY account_id
        )"""


def _of_deals_sql() -> str:
    """Opportunity, won and lost, unless conversions of that kind were loaded.

    A deal's declared channel is what its account first said, before the deal was opened: a CRM
    carries the source of a lead on to its opportunity.
    """
    return f"""
        SELECT 'deal:' || d.deal_id || ':' || k.kind AS conversion_id,
               CAST(NULL AS BIGINT) AS person_id, d.account_id,
               CASE WHEN k.kind = 'opportunity' THEN d.opened_at ELSE d.closed_at END AS "at",
               k.kind, d.amount, d.currency, d.segment, CAST(NULL AS VARCHAR) AS country,
               CAST(NULL AS VARCHAR) AS device, d.deal_id,
               s.channel AS declared_channel, s.campaign AS declared_campaign,
               s."by" AS declared_by, d.priced_at,
               CAST(NULL AS DECIMAL(18, 4)) AS margin
        FROM deal d
        JOIN (SELECT 'opportunity' AS kind UNION ALL SELECT 'won' UNION ALL SELECT 'lost') k
          ON (k.kind = 'opportunity' AND d.opened_at IS NOT NULL) OR k.kind = d.state
        LEFT JOIN said s ON s.account_id = d.account_id AND s."at" <= d.opened_at
        WHERE {_not_loaded("k.kind")}"""


def _of_orders_sql() -> str:
    """Orders; a return is a conversion of its own kind, which nobody gets credit for."""
    return f"""
        SELECT 'order:' || o.order_id, o.person_id, CAST(NULL AS VARCHAR), o."at", k.kind,
               o.revenue, o.currency, o.segment, o.country, CAST(NULL AS VARCHAR),
               CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR),
               CAST(NULL AS VARCHAR), o."at", o.margin
        FROM orders o
        JOIN (SELECT 'order' AS kind UNION ALL SELECT 'return') k
          ON k.kind = CASE WHEN o.revenue < 0 THEN 'return' ELSE 'order' END
        WHERE {_not_loaded("'order'")}"""


def _not_loaded(kind: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM conversions l WHERE lower(l.kind) = {kind})"


ENTRY = Step(
    title="Gather conversions from every source, in the reporting currency",
    reads=("conversions", "deals", "orders", "identities", "fx"),
    writes=("journey_conversions",),
    run=_run,
    settings=("as_of", "currency", "time_zone", "journeys", "margin_rate", "stages"),
)
