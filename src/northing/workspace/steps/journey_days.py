"""Days from the first touch to the conversion: when money may be judged by what it brought."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.tables import DERIVED
from northing.workspace.journeys import TABLES, log_of
from northing.workspace.step import Inputs, Step


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    from northing.attribution import fold_journeys

    settings, schema = inputs.settings, DERIVED["journey_days"].schema
    parts = [schema.empty_table()]
    for kind in dict.fromkeys((*settings.revenue_kinds, settings.kind)):
        days = fold_journeys(
            inputs.engine,
            log_of(inputs.tables, settings, kind),
            kind=kind,
            lookback_days=settings.lookback(kind),
        ).days
        days = days.append_column("kind", pa.array([kind] * len(days), pa.string()))
        parts.append(days.select(schema.names).cast(schema))
    return {"journey_days": pa.concat_tables(parts)}


ENTRY = Step(
    title="Time journeys",
    reads=TABLES,
    writes=("journey_days",),
    run=_run,
    settings=("excluded_touches", "kind", "lookback_days", "revenue_kinds"),
    code=("northing.attribution",),
)
