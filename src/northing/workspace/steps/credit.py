"""Credit of every additive rule, by day and in groups of people, and the steps between channels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

import pyarrow as pa

from northing.tables import DERIVED, Derived
from northing.workspace.journeys import TABLES, UNCREDITED_KINDS, fold_kind
from northing.workspace.step import Inputs, Step


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    from northing.attribution.statistics import additive_rules

    rules = additive_rules()
    fold = partial(
        fold_kind,
        inputs.engine,
        inputs.tables,
        inputs.settings,
        date.fromisoformat(inputs.as_of),
    )
    by_campaign, by_place, by_people, transitions = [], [], [], []
    for kind in _kinds(inputs):
        daily = fold(
            kind, touch_cut=("channel", "campaign"), conversion_cut=("date", "segment"), order=0
        )
        by_campaign.append(_kept(daily.credit, kind, DERIVED["credit_daily"], rules))
        grouped = fold(
            kind, touch_cut=("channel", "campaign"), conversion_cut=("span",), groups=True
        )
        by_people.append(_kept(grouped.credit, kind, DERIVED["credit_groups"], rules))
        transitions.append(
            _of_kind(grouped.transitions, kind, DERIVED["credit_transitions"].schema)
        )
        placed = fold(
            kind,
            touch_cut=("channel",),
            conversion_cut=("date", "country", "device"),
            order=0,
        )
        by_place.append(_kept(placed.credit, kind, DERIVED["credit_places_daily"], rules))
    return {
        "credit_daily": _joined(by_campaign, DERIVED["credit_daily"].schema_for(rules)),
        "credit_places_daily": _joined(by_place, DERIVED["credit_places_daily"].schema_for(rules)),
        "credit_groups": _joined(by_people, DERIVED["credit_groups"].schema_for(rules)),
        "credit_transitions": _joined(transitions, DERIVED["credit_transitions"].schema),
    }


def _kinds(inputs: Inputs) -> list[str]:
    kinds = inputs.query("SELECT DISTINCT kind FROM journey_conversions ORDER BY kind")["kind"]
    return [kind for kind in kinds.to_pylist() if kind not in UNCREDITED_KINDS]


def _kept(credit: pa.Table, kind: str, derived: Derived, rules: tuple[str, ...]) -> pa.Table:
    names = {
        f"{rule}_{measure}": f"{measure}_{rule}"
        for rule in rules
        for measure in ("conversions", "value")
    }
    renamed = credit.rename_columns([names.get(name, name) for name in credit.schema.names])
    return _of_kind(renamed, kind, derived.schema_for(rules))


def _of_kind(rows: pa.Table, kind: str, schema: pa.Schema) -> pa.Table:
    named = rows.append_column("kind", pa.array([kind] * rows.num_rows, pa.string()))
    return named.select(schema.names).cast(schema)


def _joined(parts: list[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables([schema.empty_table(), *parts])


ENTRY = Step(
    title="Share out credit by every rule",
    reads=TABLES,
    writes=("credit_daily", "credit_places_daily", "credit_groups", "credit_transitions"),
    run=_run,
    settings=(
        "direct_channel",
        "excluded_touches",
        "half_life_days",
        "lookback_days",
        "time_zone",
        "week_start",
    ),
    code=("northing.attribution",),
)
