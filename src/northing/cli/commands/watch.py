"""Watch folders and object stores."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    say,
)
from northing.errors import Conflict, StorageFailed

if TYPE_CHECKING:
    from northing.workspace.watch import Watched
    from northing.workspace.workspace import Workspace

LONGEST_SLEEP_SECONDS = 60.0


def run(
    once: Annotated[
        bool, typer.Option("--once", help="Look once at every place, then end.")
    ] = False,
    failed: Annotated[
        bool, typer.Option("--failed", help="List the files that failed; load nothing.")
    ] = False,
    refresh_every: Annotated[
        float | None,
        typer.Option("--refresh-every", metavar="MINUTES", help="Refresh on a schedule, too."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load new files of the places under [[watch]] in northing.toml, and refresh after each load.

    A file that fails is reported once, left where it is, and tried again when it has changed.
    """
    from northing.workspace.watch import failures, watch_once

    opened = open_workspace(workspace)
    if failed:
        _show(failures(opened), as_json)
        return
    if once:
        _show(watch_once(opened), as_json)
        return
    _keep_watching(opened, refresh_every, as_json)


def _keep_watching(opened: Workspace, refresh_every: float | None, as_json: bool) -> None:
    from northing.workspace.watch import seconds_to_next, watch_once

    refreshed = time.monotonic()
    while True:
        try:
            _show(watch_once(opened, only_due=True), as_json)
            if refresh_every and time.monotonic() - refreshed >= 60 * refresh_every:
                opened.refresh()
                refreshed = time.monotonic()
        except (Conflict, StorageFailed) as error:
            say(f"northing: {error} It is tried again.")
        time.sleep(min(LONGEST_SLEEP_SECONDS, max(1.0, seconds_to_next(opened))))
        # Settings may have changed meanwhile.
        opened = open_workspace(opened.folder)


def _show(seen: tuple[Watched, ...], as_json: bool) -> None:
    if as_json:
        print_json([asdict(one) for one in seen])
        return
    for one in seen:
        what = f"{one.place}: {one.file}" if one.file else one.place
        told = f"{one.rows:,} rows" if one.outcome in ("loaded", "known") else one.reason
        say(f"{what}: {one.outcome}, {told}")


ENTRY = Command(run)
