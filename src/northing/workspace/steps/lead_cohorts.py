"""Leads by what brought them, with the stages that they reached later and after how many days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from northing.engine import quote_name, quote_text
from northing.tables import DERIVED
from northing.workspace.funnel import ladders_of, outcomes_sql
from northing.workspace.journeys import TABLES, fold_kind, labelled, log_of
from northing.workspace.step import Inputs, Step


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    from northing.attribution import additive_rules

    schema = DERIVED["lead_cohorts"].schema_for(additive_rules())
    kinds = inputs.query("SELECT DISTINCT kind FROM journey_conversions")["kind"].to_pylist()
    parts = [_of_ladder(inputs, ladder, schema) for ladder in ladders_of(kinds)]
    return {"lead_cohorts": pa.concat_tables([schema.empty_table(), *parts])}


def _of_ladder(inputs: Inputs, ladder: Sequence[str], schema: pa.Schema) -> pa.Table:
    entry, *later = ladder
    told = [f"{what}_{stage}" for stage in later for what in ("days", "value")]
    # Leads with the same outcome share a label, which takes the place of their segment.
    outcomes = inputs.query(
        f"""SELECT *, CAST(dense_rank() OVER (ORDER BY {", ".join(told)}) AS VARCHAR) AS label
            FROM ({outcomes_sql(ladder)}) AS told ORDER BY conversion_id"""
    )
    log = labelled(
        log_of(inputs.tables, inputs.settings, entry),
        "o.label",
        "JOIN outcomes o ON o.conversion_id = c.conversion_id",
        outcomes=outcomes.select(["conversion_id", "label"]),
    )
    folded = fold_kind(
        inputs.engine,
        inputs.tables,
        inputs.settings,
        date.fromisoformat(inputs.as_of),
        entry,
        touch_cut=("channel", "campaign"),
        conversion_cut=("date", "segment"),
        order=0,
        log=log,
    )
    sql = _by_stage_sql(ladder, folded.rules)
    labels = outcomes.drop_columns(["conversion_id"])
    rows = inputs.engine.query(sql, credit=folded.credit, labels=labels)
    return rows.select(schema.names).cast(schema)


def _by_stage_sql(ladder: Sequence[str], rules: Sequence[str]) -> str:
    """SQL over credit by label and what labels stand for: one row for each stage reached."""
    entry, *later = ladder
    parts = [_stage_sql(entry, "0", "0.0", rules)]
    parts += [_stage_sql(stage, f"l.days_{stage}", f"l.value_{stage}", rules) for stage in later]
    sums = ", ".join(
        f"sum({quote_name(f'{what}_{rule}')}) AS {quote_name(f'{what}_{rule}')}"
        for rule in rules
        for what in ("conversions", "value")
    )
    return f"""
        WITH told AS (SELECT DISTINCT * FROM labels), by_stage AS ({" UNION ALL ".join(parts)})
        SELECT date, {quote_text(entry)} AS entry, channel, campaign, stage, days, {sums}
        FROM by_stage GROUP BY date, channel, campaign, stage, days
        ORDER BY date, channel, campaign, stage, days"""


def _stage_sql(stage: str, days: str, worth: str, rules: Sequence[str]) -> str:
    amounts = ", ".join(
        f"{leads} AS {quote_name(f'conversions_{rule}')}, "
        f"{leads} * {worth} AS {quote_name(f'value_{rule}')}"
        for rule in rules
        for leads in [f"c.{quote_name(f'{rule}_conversions')}"]
    )
    return f"""
        SELECT c.date, c.channel, c.campaign, {quote_text(stage)} AS stage,
               CAST({days} AS BIGINT) AS days, {amounts}
        FROM credit c JOIN told l ON l.label = c.segment WHERE {days} IS NOT NULL"""


ENTRY = Step(
    title="Follow leads by what brought them",
    reads=TABLES,
    writes=("lead_cohorts",),
    run=_run,
    settings=(
        "direct_channel",
        "excluded_touches",
        "half_life_days",
        "lookback_days",
        "time_zone",
    ),
    code=("northing.attribution",),
)
