"""Influence: what marketing touched, and what it originated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

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
    from northing.workspace.analyses.influence import Influence, InfluenceRow


def run(
    by: Annotated[str, typer.Option(help="campaign or channel.")] = "campaign",
    period: PeriodOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set influenced revenue and pipeline beside sourced pipeline by its three definitions."""
    found = open_workspace(workspace).influence(by=by, period=period)
    print_json(found.to_json()) if as_json else show_influence(found)


def show_influence(found: Influence) -> None:
    """Print influenced and sourced side by side, never a sum of both."""
    from northing.cli.analyses import ROWS, say_header, say_more, say_notes
    from northing.workspace.analyses.influence import DEFINITIONS

    names = list(found.sourced_pipeline)
    rows = [_line(row, row.key or f"(no {found.by})") for row in found.rows[:ROWS]]
    rows.append(_line(found, "each deal once"))
    rows.append(["of all", found.revenue, found.pipeline, *(found.pipeline for _ in names)])
    print_table(
        [
            found.by,
            "influenced revenue",
            "influenced pipeline",
            *(f"sourced: {name}" for name in names),
        ],
        rows,
        title=f"Influenced and sourced ({found.header['currency']}), "
        f"{found.header['period']['label']}",
    )
    say_more(len(found.rows))
    for name in names:
        say(f"{name}: {DEFINITIONS[name]}.")
    say_header(found.header)
    say_notes(found.notes)


def _line(one: Influence | InfluenceRow, name: str) -> list[Any]:
    influenced = [one.influenced_revenue, one.influenced_pipeline]
    sourced = [part.value for part in one.sourced_pipeline.values()]
    return [name, *(part.value if part else None for part in influenced), *sourced]


ENTRY = Command(run)
