"""Take a load back."""

from __future__ import annotations

from typing import Annotated

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


def run(
    batch: Annotated[
        str | None, typer.Argument(help="Batch of the load; none lists the loads.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a load back; the next refresh makes its tables anew without it."""
    opened = open_workspace(workspace)
    if batch is None:
        loads = [
            {"batch": one.id, "file": one.file, "table": table, "rows": held.rows}
            for one in opened.batches.all()
            for table, held in one.tables.items()
        ]
        if as_json:
            print_json(loads)
        else:
            columns = ["batch", "file", "table", "rows"]
            print_table(columns, [[load[name] for name in columns] for load in loads])
        return
    gone = opened.unload(batch)
    if as_json:
        print_json({"batch": gone.id, "file": gone.file, "tables": list(gone.tables)})
        return
    say(f"{gone.file} is taken back from {', '.join(gone.tables)}. Next: northing refresh.")


ENTRY = Command(run)
