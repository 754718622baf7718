"""Declared channels beside those of the last touch: how far what is said and what is seen agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from northing.tables import DERIVED
from northing.workspace.journeys import (
    TABLES,
    UNCREDITED_KINDS,
    fold_kind,
    labelled,
    log_of,
)
from northing.workspace.step import Inputs, Step

_SQL = """
SELECT date, segment AS declared_channel, channel AS last_channel,
       sum(last_conversions) AS conversions
FROM folded WHERE last_conversions <> 0
GROUP BY ALL ORDER BY ALL
"""


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    schema = DERIVED["declarations_daily"].schema
    parts = [schema.empty_table()]
    for kind in _declared_kinds(inputs):
        folded = fold_kind(
            inputs.engine,
            inputs.tables,
            inputs.settings,
            date.fromisoformat(inputs.as_of),
            kind,
            touch_cut=("channel",),
            conversion_cut=("date", "segment"),
            rules=["last"],
            order=0,
            log=labelled(log_of(inputs.tables, inputs.settings, kind), "c.declared_channel"),
        )
        rows = inputs.engine.query(_SQL, folded=folded.credit)
        rows = rows.append_column("kind", pa.array([kind] * len(rows), pa.string()))
        parts.append(rows.select(schema.names).cast(schema))
    return {"declarations_daily": pa.concat_tables(parts)}


def _declared_kinds(inputs: Inputs) -> list[str]:
    kinds = inputs.query(
        "SELECT DISTINCT kind FROM journey_conversions WHERE declared_channel IS NOT NULL "
        "ORDER BY kind"
    )["kind"]
    return [kind for kind in kinds.to_pylist() if kind not in UNCREDITED_KINDS]


ENTRY = Step(
    title="Set what was declared beside the last touch",
    reads=TABLES,
    writes=("declarations_daily",),
    run=_run,
    settings=("excluded_touches", "lookback_days", "direct_channel", "time_zone"),
    code=("northing.attribution",),
)
