"""A metric, or the catalogue of metrics."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    PeriodOption,
    RuleOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)
from northing.errors import BadInput


def run(
    name: Annotated[str | None, typer.Argument(help="Metric; none lists the catalogue.")] = None,
    by: Annotated[
        str | None, typer.Option(help="Dimensions to split by; several with commas.")
    ] = None,
    period: PeriodOption = None,
    compare: Annotated[str | None, typer.Option(help="A period to set beside.")] = None,
    rule: RuleOption = None,
    kind: Annotated[str | None, typer.Option(help="Kind of conversion.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="DIMENSION=VALUE, such as country=DE; repeatable.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute a metric over a period, split and compared; without a name, list them all."""
    if name is None:
        list_metrics(as_json)
        return
    table = open_workspace(workspace).metric(
        name,
        by=[part.strip() for part in by.split(",")] if by else (),
        period=period,
        compare=compare,
        where=_filters(where or []),
        rule=rule,
        kind=kind,
    )
    if as_json:
        print_json(table.to_json())
        return
    columns = [*table.by, table.metric, "numerator", "denominator"]
    if table.compare:
        columns += [str(table.compare), "change"]
    rows = [
        _line([row.keys[key] for key in table.by], row, table.compare is not None)
        for row in table.rows
    ]
    label = ["total", *[""] * (len(table.by) - 1)] if table.by else []
    rows.append(_line(label, table.total, table.compare is not None))
    print_table(columns, rows, title=f"{table.title} ({table.unit}), {table.period}")
    say(f"{table.definition} Known trap: {table.trap}")
    for note in table.notes:
        say(f"Note: {note}")
    used = ", ".join(f"{key} {value}" for key, value in table.parameters.items())
    say(f"Snapshot {table.snapshot}; {used}.")


def _line(keys: list[Any], row: Any, compared: bool) -> list[Any]:
    line = [*keys, row.value, row.numerator, row.denominator]
    return [*line, row.compare_value, row.difference] if compared else line


def _filters(pairs: list[str]) -> dict[str, list[str | None]]:
    filters: dict[str, list[str | None]] = {}
    for pair in pairs:
        dimension, equals, value = pair.partition("=")
        if not equals:
            raise BadInput(f"--where is {pair!r}; expected DIMENSION=VALUE, such as country=DE.")
        filters.setdefault(dimension.strip(), []).append(value or None)
    return filters


def list_metrics(as_json: bool) -> None:
    """Print the catalogue of metrics."""
    from northing.metrics import METRICS, describe_metric

    if as_json:
        print_json([describe_metric(name) for name in METRICS])
        return
    print_table(
        ["metric", "title", "unit", "good", "definition"],
        [
            [name, metric.title, metric.unit, metric.good, metric.definition]
            for name, metric in METRICS.items()
        ],
    )


ENTRY = Command(run)
