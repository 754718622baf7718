"""Data health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)

if TYPE_CHECKING:
    from northing.workspace.health import Health

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
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether the data can be trusted: gaps, duplicates, late rows, quarantine, names, disk.

    Exit status 1 if anything is red, else 0. The limits are in the table [health] of
    northing.toml.
    """
    opened = open_workspace(workspace)
    if rows_of is not None:
        show_rows(opened.health_rows(rows_of, limit), as_json)
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


def show_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    """Print rows behind a finding."""
    if as_json:
        print_json(rows)
    elif rows:
        print_table(list(rows[0]), [list(row.values()) for row in rows])
    else:
        say("This finding is about no single rows.")


ENTRY = Command(run)
