"""Align: what share of the money serves which objective."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    Points,
    RuleOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)

if TYPE_CHECKING:
    from northing.workspace.alignment import WorkspaceAlignment


def run(
    period: Annotated[
        str | None,
        typer.Option(help="Such as 2026-Q3 or last-13-weeks; the fiscal year otherwise."),
    ] = None,
    rule: RuleOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set the money beside the agreed shares; status 1 where too much of it serves no objective.

    How much may, the setting alignment_tolerance says.
    """
    from northing.web.plan.selectors import live_plan_of
    from northing.workspace.alignment import align_workspace

    opened = open_workspace(workspace)
    found = align_workspace(opened, live_plan_of(opened.folder), period=period, rule=rule)
    print_json(found.to_json()) if as_json else show_alignment(found)
    if found.beyond_tolerance:
        raise typer.Exit(1)


def show_alignment(found: WorkspaceAlignment) -> None:
    """Print an alignment for people."""
    from northing.cli.analyses import ROWS, percent, say_header, say_more, say_notes

    currency = found.header["currency"]
    if not found.plan.objectives:
        say("There is no objective yet: northing plan import FILE brings a plan in.")
    print_table(
        ["objective", "agreed", "planned", "actual", "± agreed", "", "credited", currency],
        [
            [
                row.title,
                percent(row.agreed),
                percent(row.planned.share),
                percent(row.actual.share),
                None if row.actual.points is None else Points(row.actual.points / 100),
                row.actual.band,
                percent(row.credited_share),
                row.actual.amount,
            ]
            for row in found.found.everything
        ],
        title=f"Shares of the money, {found.header['period']['label']}",
    )
    for name, index in (("Plan", found.found.plan_index), ("Actual", found.found.actual_index)):
        say(f"{name}: index {'–' if index is None else f'{index:.1f}'} of 100.")
    lost = found.found.unlinked_actual
    if lost:
        print_table(
            ["serves no objective", "channel", currency, "why"],
            [[one.what, one.channel, one.amount, one.reason] for one in lost[:ROWS]],
        )
        say_more(len(lost))
    if found.beyond_tolerance:
        share, allowed = 100 * (found.unlinked_share or 0), 100 * found.tolerance
        say(f"{share:.1f} % of the money serves no objective; {allowed:g} % may.")
    for orphan in found.found.orphans:
        say(orphan.sentence)
    say_header(found.header)
    say_notes(found.notes)


ENTRY = Command(run)
