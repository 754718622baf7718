"""A metric, or the catalogue of metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    Percent,
    Points,
    RecentPeriodOption,
    RuleOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
    spell,
)
from northing.errors import BadInput, Missing

if TYPE_CHECKING:
    from northing.metrics import Benchmarks, Metric, MetricRow, MetricTable


def run(
    name: Annotated[str | None, typer.Argument(help="Metric; none lists the catalogue.")] = None,
    by: Annotated[
        str | None, typer.Option(help="Dimensions to split by; several with commas.")
    ] = None,
    period: RecentPeriodOption = None,
    compare: Annotated[str | None, typer.Option(help="A period to set beside.")] = None,
    rule: RuleOption = None,
    kind: Annotated[str | None, typer.Option(help="Kind of conversion.")] = None,
    variant: Annotated[
        str | None, typer.Option(help="One of several ways of measuring it.")
    ] = None,
    lookback: Annotated[
        int | None, typer.Option(help="Days before a conversion in which touches earn credit.")
    ] = None,
    equal_age: Annotated[
        bool, typer.Option("--equal-age", help="Compare with the other period as old as this one.")
    ] = False,
    where: Annotated[
        list[str] | None, typer.Option(help="DIMENSION=VALUE, such as country=DE; repeatable.")
    ] = None,
    benchmark: Annotated[
        bool, typer.Option("--benchmark", help="What it usually was; --by campaign for campaigns.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute a metric over a period, split and compared; without a name, list them all."""
    if name is None:
        list_metrics(workspace, as_json)
        return
    if benchmark:
        asked = {"rule": rule, "kind": kind, "variant": variant, "lookback_days": lookback}
        found = open_workspace(workspace).benchmark(
            name, over=by or "month", period=period, where=_filters(where or []), **asked
        )
        show_benchmarks(found, as_json)
        return
    table = open_workspace(workspace).metric(
        name,
        by=[part.strip() for part in by.split(",")] if by else (),
        period=period,
        compare=compare,
        where=_filters(where or []),
        rule=rule,
        kind=kind,
        variant=variant,
        lookback_days=lookback,
        equal_age=equal_age,
    )
    if as_json:
        print_json(table.to_json())
        return
    show(table)


def show(table: MetricTable) -> None:
    """Print a metric for people: rows, what is outside of them, total, and what to know."""
    is_ratio = table.is_ratio
    has_interval = any(row.low is not None for row in (*table.rows, table.total))
    columns = [*table.by, table.metric]
    columns += ["low", "high"] if has_interval else []
    columns += ["numerator", "denominator"] if is_ratio else []
    columns += [str(table.compare), "change"] if table.compare else []
    label = partial(_label, table)
    lines = [(list(row.keys.values()), row) for row in table.rows]
    if table.unattributed and not is_ratio and table.by:
        lines.append((label("unattributed"), table.unattributed))
    lines.append((label("total"), table.total))
    rows = [[*keys, *_line(row, table, is_ratio, has_interval)] for keys, row in lines]
    # What stands below the table once is not repeated in every row of it.
    remarks = [row.note if row.note not in table.notes else None for _, row in lines]
    if any(remarks):
        columns.append("note")
        rows = [[*row, remark or ""] for row, remark in zip(rows, remarks, strict=True)]
    unit = {"money": table.parameters.get("currency"), "fraction": "%", "count": None}
    shown_unit = unit.get(table.unit, table.unit)
    title = f"{table.title} ({shown_unit})" if shown_unit else table.title
    print_table(columns, rows, title=f"{title}, {table.period}")
    outside = _outside(table) if is_ratio else ""
    if outside:
        say(f"outside: {outside}, which no touch accounts for.")
    say(f"{table.definition} Known trap: {table.trap}")
    for note in table.notes:
        say(f"Note: {note}")
    say(f"Snapshot {table.snapshot}; {spell(table.parameters)}.")


def _label(table: MetricTable, text: str) -> list[Any]:
    return [text, *[""] * (len(table.by) - 1)] if table.by else []


def _line(row: MetricRow, table: MetricTable, is_ratio: bool, has_interval: bool) -> list[Any]:
    line: list[Any] = [_in_unit(row.value, table, Percent)]
    if has_interval:
        line += [_in_unit(bound, table, Percent) for bound in (row.low, row.high)]
    line += [row.numerator, row.denominator] if is_ratio else []
    if table.compare:
        line += [_in_unit(row.compare_value, table, Percent)]
        line += [_in_unit(row.difference, table, Points)]
    return line


def _in_unit(number: Any, table: MetricTable, as_fraction: type[float]) -> Any:
    return number if number is None or table.unit != "fraction" else as_fraction(number)


def _outside(table: MetricTable) -> str:
    """What a ratio leaves out of its total, above and below."""
    row = table.unattributed
    parts = {"numerator": row and row.numerator, "denominator": row and row.denominator}
    return ", ".join(
        f"{amount:,.2f} of the {name}" for name, amount in parts.items() if amount is not None
    )


def _filters(pairs: list[str]) -> dict[str, list[str | None]]:
    filters: dict[str, list[str | None]] = {}
    for pair in pairs:
        dimension, equals, value = pair.partition("=")
        if not equals:
            raise BadInput(f"--where is {pair!r}; expected DIMENSION=VALUE, such as country=DE.")
        filters.setdefault(dimension.strip(), []).append(value or None)
    return filters


def show_benchmarks(found: Benchmarks, as_json: bool) -> None:
    """Print what a metric usually was."""
    table = found.table
    if as_json:
        rows = [asdict(row) for row in found.rows]
        print_json({**table.to_json(), "over": found.over, "rows": rows})
        return
    print_table(
        ["channel", "p25", "median", "p75", f"{found.over}s", "note"],
        [
            [
                row.channel or "all",
                *(_in_unit(value, table, Percent) for value in (row.p25, row.median, row.p75)),
                row.observations,
                row.note or "",
            ]
            for row in found.rows
        ],
        title=f"{table.title}, {table.period}: how it was distributed over {found.over}s",
    )
    say(f"{table.definition} Known trap: {table.trap}")
    say(f"Snapshot {table.snapshot}; {spell(table.parameters)}.")


def list_metrics(workspace: Path | None, as_json: bool) -> None:
    """Print the metrics there are, family by family: the catalogue's and the workspace's own."""
    from northing.metrics import METRICS, describe_metric

    known: Mapping[str, Metric] = METRICS
    try:
        known = open_workspace(workspace).metrics()
    except Missing:
        if workspace is not None:
            raise
    if as_json:
        print_json([describe_metric(name, known) for name in known])
        return
    for family in dict.fromkeys(metric.family for metric in known.values()):
        print_table(
            ["metric", "title", "unit", "good", "definition"],
            [
                [name, metric.title, metric.unit, metric.good, _in_words(metric)]
                for name, metric in known.items()
                if metric.family == family
            ],
            title=family.capitalize(),
        )


def _in_words(metric: Metric) -> str:
    ways = f" Variants: {', '.join(metric.variant_names)}." if metric.variants else ""
    return metric.definition + ways


ENTRY = Command(run)
