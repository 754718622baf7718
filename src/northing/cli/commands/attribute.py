"""Credit for conversions by a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from northing.workspace.workspace import Workspace


def run(
    kind: Annotated[
        str | None, typer.Option(help="Kind of conversion: lead, opportunity, won, order …")
    ] = None,
    rule: RuleOption = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="channel, campaign, content, segment, country, device, day, week, month, "
            "quarter; several with commas. channel otherwise; campaign for --concentration."
        ),
    ] = None,
    period: PeriodOption = None,
    dated: Annotated[str, typer.Option(help="Date credit by conversion or by touch.")] = (
        "conversion"
    ),
    compare: Annotated[
        bool, typer.Option("--compare", help="Every rule side by side, and how far they disagree.")
    ] = False,
    concentration: Annotated[
        bool, typer.Option("--concentration", help="The 80/20 curve: how few bring most.")
    ] = False,
    of: Annotated[
        str | None,
        typer.Option(
            help="What --compare and --concentration look at: value, conversions; spend as well "
            "for --concentration."
        ),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Share out conversions and their value by an attribution rule."""
    if rules:
        list_rules(as_json)
        return
    opened = open_workspace(workspace)
    if compare or concentration:
        analyse(opened, compare, kind, rule, by, of, period, as_json)
        return
    table = opened.attribute(
        kind=kind,
        rule=rule,
        by=[name.strip() for name in (by or "channel").split(",")],
        period=period,
        dated=dated,
    )
    if as_json:
        print_json(table.to_json())
        return
    from northing.workspace.measuring import Amount

    # Kinds such as leads carry no value; a column of zeros would claim that they do.
    amounts = [table.total, table.unattributed, *(row.amount for row in table.rows)]
    worth = any(amount.value for amount in amounts)

    def line(keys: list[Any], amount: Amount) -> list[Any]:
        value = amount.value if worth else None
        between = _between(amount.low, amount.high) if worth else None
        counted = _between(amount.conversions_low, amount.conversions_high)
        return [*keys, amount.conversions, counted, value, between]

    rows = [line([row.keys[name] for name in table.by], row.amount) for row in table.rows]
    gap = [""] * (len(table.by) - 1)
    rows.append(line(["unattributed", *gap], table.unattributed))
    rows.append(line(["total", *gap], table.total))
    currency = table.parameters["currency"]
    print_table(
        [*table.by, "conversions", "95 %", f"value ({currency})", "95 %"],
        rows,
        title=f"{table.kind} by {table.rule}, {table.period}",
    )
    say(
        f"Snapshot {table.snapshot}, as of {table.parameters['as_of']}; lookback "
        f"{table.parameters['lookback_days']} days; journeys by {table.parameters['journeys']}."
    )
    for note in table.notes:
        say(f"Note: {note}")


def analyse(
    opened: Workspace,
    compare: bool,
    kind: str | None,
    rule: str | None,
    by: str | None,
    of: str | None,
    period: str | None,
    as_json: bool,
) -> None:
    """Print every rule side by side, or the 80/20 curve of one."""
    from northing.cli.analyses import show_comparison, show_concentration

    if compare and rule:
        raise BadInput("--compare shows every rule; leave out --rule.")
    if compare:
        table = opened.compare_rules(kind=kind, by=by or "channel", of=of, period=period)
        print_json(table.to_json()) if as_json else show_comparison(table)
        return
    curve = opened.concentration(
        kind=kind, rule=rule, by=by or "campaign", of=of or "value", period=period
    )
    print_json(curve.to_json()) if as_json else show_concentration(curve)


def _between(low: float | None, high: float | None) -> str | None:
    """An interval as one cell: 1,204 to 1,391."""
    if low is None or high is None:
        return None
    places = 0 if abs(high) >= 100 else 1
    return f"{low:,.{places}f} to {high:,.{places}f}"


def list_rules(as_json: bool) -> None:
    """Print the catalogue of rules."""
    from northing.attribution import RULES

    if as_json:
        print_json(
            [
                {
                    "rule": name,
                    "title": rule.title,
                    "formula": rule.formula,
                    "additive": rule.additive,
                    "trap": rule.trap,
                    "source": rule.source,
                }
                for name, rule in RULES.items()
            ]
        )
        return
    print_table(
        ["rule", "title", "formula"],
        [[name, rule.title, rule.formula] for name, rule in RULES.items()],
    )


ENTRY = Command(run)
