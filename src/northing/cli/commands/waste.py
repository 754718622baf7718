"""Waste: spend that brings nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    PeriodOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)

if TYPE_CHECKING:
    from northing.workspace.analyses.waste import Waste


def run(
    period: PeriodOption = None,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="List what counts as waste, and what to do.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List spend that brings nothing: no campaign, clicks that never arrive, no credit in time."""
    if reasons:
        list_reasons(as_json)
        return
    found = open_workspace(workspace).waste(period)
    print_json(found.to_json()) if as_json else show_waste(found)


def list_reasons(as_json: bool) -> None:
    """Print the catalogue of reasons."""
    from northing.workspace.waste_reason import WASTE_REASONS

    ordered = sorted(WASTE_REASONS.items(), key=lambda entry: entry[1].place)
    told = [
        {"reason": name, "title": one.title, "definition": one.definition, "advice": one.advice}
        for name, one in ordered
    ]
    if as_json:
        print_json(told)
        return
    print_table(
        ["reason", "title", "definition", "what to do"], [list(row.values()) for row in told]
    )


def show_waste(found: Waste) -> None:
    """Print the waste list for people."""
    from northing.cli.analyses import ROWS, say_header, say_more, say_notes

    currency = found.header["currency"]
    if found.rows:
        print_table(
            ["channel", "campaign", "reason", f"spend ({currency})", "clicks", "days", "since"],
            [
                [
                    row.channel,
                    row.campaign,
                    " + ".join(found.reasons[name].title for name in (row.reason, *row.also)),
                    row.amount,
                    row.clicks,
                    row.days,
                    str(row.since),
                ]
                for row in found.rows[:ROWS]
            ],
            title=f"Spend that brings nothing, {found.header['period']['label']}",
        )
        say_more(len(found.rows))
    part = "" if found.share is None else f", {100 * found.share:.1f} % of all spend"
    say(f"{found.amount:,.2f} of {found.spend:,.2f} {currency}{part}; none counted twice.")
    for reason in found.reasons.values():
        if reason.amount:
            say(f"{reason.title}, {reason.amount:,.2f}: {reason.advice}")
        if reason.absent:
            say(f"{reason.title} could not be judged: {reason.absent}")
    say_header(found.header)
    say_notes(found.notes)


ENTRY = Command(run)
