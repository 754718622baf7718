"""Publish what the plan says: objectives, key results, initiatives and what they serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from northing.plan import Plan
from northing.tables import DERIVED
from northing.workspace.step import Inputs, Step


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    plan = inputs.plan
    rows: dict[str, list[dict[str, Any]]] = {
        "plan_objectives": [_fields("plan_objectives", one) for one in plan.objectives.values()],
        "plan_key_results": [_fields("plan_key_results", one) for one in plan.key_results.values()],
        "plan_initiatives": list(_initiatives(plan)),
    }
    return {
        name: pa.Table.from_pylist(found, schema=DERIVED[name].schema)
        for name, found in rows.items()
    }


def _fields(table: str, entry: Any) -> dict[str, Any]:
    return {name: _plain(getattr(entry, name)) for name in DERIVED[table].schema.names}


def _initiatives(plan: Plan) -> Iterator[dict[str, Any]]:
    for key, one in plan.initiatives.items():
        held = ("title", "kind", "owner", "theme", "partner", "state", "starts", "ends")
        row = {"initiative": key, **{name: _plain(getattr(one, name)) for name in held}}
        if not one.contributions:
            yield row
        for part in one.contributions:
            served = {"objective": part.objective, "percent": float(part.percent)}
            yield {**row, **served, "since": part.since}


def _plain(value: Any) -> Any:
    """A value as tables hold it: empty text is null."""
    return float(value) if isinstance(value, Decimal) else value or None


ENTRY = Step(
    title="Publish the plan",
    reads=(),
    writes=("plan_objectives", "plan_key_results", "plan_initiatives"),
    run=_run,
    code=("northing.plan",),
    plan=True,
)
