"""A workspace whose lake holds many touches: the simulated company, and a generated log beside."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from northing.simulate.chain import simulate_chain
from northing.workspace.demo import build_demo
from northing.workspace.workspace import Workspace

PEOPLE = 40_000
FEW_PEOPLE = 8_000
"""For a quick trial; the tables beside the log are then small."""


def build(folder: Path, touches: int) -> None:
    """Build the workspace: the company tells of spend, deals and plans, the log is the volume.

    The log's customers buy in the company's shop, and its days end where the company's do.
    """
    people = PEOPLE if touches >= 10_000_000 else FEW_PEOPLE
    if folder.exists():  # cut off in the middle: the company stands, the log is loaded once
        workspace = Workspace(folder)
    else:
        workspace = build_demo(folder, people=people, seed=7, tell=_tell)
    made = folder.with_name(f"{folder.name}-log")
    log = simulate_chain(made, touches=touches)
    _tell("Loading the log")
    newest = workspace.snapshot().as_of
    for table, columns, path in (
        ("touches", "CAST(person_id AS VARCHAR) AS person_id, channel, campaign", log.touches),
        (
            "conversions",
            "CAST(person_id AS VARCHAR) AS person_id, 'o' || row_number() OVER () "
            "AS conversion_id, 'order' AS kind, value, 'EUR' AS currency",
            log.conversions,
        ),
    ):
        file = made / f"{table}-shifted.parquet"
        _shift(path, columns, f"{newest}", file)
        workspace.load(table, file)
    _tell("Refreshing")
    workspace = Workspace(folder)
    workspace.refresh()
    folder.with_name(f"{folder.name}.built").touch()
    shutil.rmtree(made)


def _shift(source: Path, columns: str, newest: str, target: Path) -> None:
    import duckdb

    with duckdb.connect(":memory:", config={"memory_limit": "2GB"}) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        connection.execute(
            f"""COPY (
                SELECT "at" + (DATE '{newest}' - (SELECT max(CAST("at" AS DATE)) FROM '{source}'))
                           * INTERVAL 1 DAY AS "at", {columns}
                FROM '{source}'
            ) TO '{target}' (FORMAT parquet)"""
        )


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
