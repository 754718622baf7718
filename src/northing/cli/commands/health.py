"""Data health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    Percent,
    RecentPeriodOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)

if TYPE_CHECKING:
    from northing.workspace.health import Agreement, Health

_MARKS = {"green": "✓ green", "amber": "! amber", "red": "✗ red"}


def run(
    rows_of: Annotated[
        str | None,
        typer.Option("--rows", metavar="ID", help="Show rows behind the finding of this id."),
    ] = None,
    limit: Annotated[int, typer.Option("-n", help="How many rows at most.", min=1)] = 10,
    sources: Annotated[
        bool, typer.Option("--sources", help="Show what each source delivers, and how often.")
    ] = False,
    systems: Annotated[
        bool, typer.Option("--systems", help="Show what every system states, beside Northing.")
    ] = False,
    period: RecentPeriodOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether the data can be trusted: gaps, duplicates, late rows, quarantine, names, disk.

    With --systems: the totals of CRM, finance, shop, web analytics and platforms for a period.

    Exit status 1 if anything is red, else 0. The limits are in the table [health] of
    northing.toml.
    """
    opened = open_workspace(workspace)
    if rows_of is not None:
        show_rows(opened.health_rows(rows_of, limit), as_json)
        return
    if systems:
        agreement = opened.reconcile(period)
        if as_json:
            print_json(agreement.to_json())
        else:
            show_systems(agreement)
        return
    health = opened.health()
    if as_json:
        print_json(health.to_json())
    else:
        show(health, sources=sources)
    if health.level == "red":
        raise typer.Exit(1)


def show(health: Health, *, sources: bool) -> None:
    """Print data health for people: the worst first, what is fine in one line each."""
    when = f", as of {health.as_of} (snapshot {health.snapshot})" if health.snapshot else ""
    say(f"Data health: {health.level}{when}")
    for finding in health.findings:
        say()
        say(f"{_MARKS[finding.level]}  {finding.sentence}")
        if finding.to_do:
            say(f"    To do: {finding.to_do}")
        if finding.rows:
            say(f"    Rows:  northing health --rows '{finding.id}'")
    if health.not_checked:
        say()
        say(f"Not checked: {', '.join(health.not_checked)}: nothing was loaded for them.")
    if sources:
        show_sources(health)


def show_sources(health: Health) -> None:
    """Print what each source delivers."""
    say()
    print_table(
        ["table", "source", "account", "rows", "first", "last", "days behind", "usual pause",
         "silent after", "rows a day", f"{health.currency} a day"],
        [
            [
                one.table, one.source, one.account, one.rows, str(one.first), str(one.last),
                one.days_behind, one.usual_pause_days, one.longest_pause_days, one.rows_a_day,
                one.amount_a_day,
            ]
            for one in health.deliveries
        ],
    )  # fmt: skip


def show_systems(agreement: Agreement) -> None:
    """Print what every system states, and why it differs."""
    say(
        f"What every system says, {agreement.first} to {agreement.last} "
        f"(snapshot {agreement.snapshot})"
    )
    verdicts = {True: "agrees", False: "differs", None: "need not agree"}
    print_table(
        ["system", "what", "unit", "stated", "Northing", "difference", "of stated", ""],
        [
            [
                one.system, one.measure, one.unit, one.stated, one.northing, one.difference,
                None if one.difference_rate is None else Percent(one.difference_rate),
                verdicts[one.agrees],
            ]
            for one in agreement.statements
        ],
    )  # fmt: skip
    for one in agreement.statements:
        for cause in one.causes:
            say(f"{one.measure}: {cause.sentence}")
        if one.agrees is False and not one.causes:
            say(f"{one.measure}: the data name no cause of the difference.")
    for note in dict.fromkeys(one.note for one in agreement.statements if one.note):
        say(f"· {note}")
    for name, lacking in agreement.not_stated.items():
        say(f"{name} states nothing. {lacking}")


def show_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    """Print rows behind a finding."""
    if as_json:
        print_json(rows)
    elif rows:
        print_table(list(rows[0]), [list(row.values()) for row in rows])
    else:
        say("This finding is about no single rows.")


ENTRY = Command(run)
