"""The site in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    say,
)

HostOption = Annotated[
    str, typer.Option(help="Address to listen on; 0.0.0.0 for the network, behind https.")
]
PortOption = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def run(
    workspace: WorkspaceOption = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: Annotated[
        int, typer.Option(help="Processes that answer; each keeps pages of its own.", min=1)
    ] = 1,
    with_worker: Annotated[
        bool,
        typer.Option(
            "--with-worker/--without-worker",
            help="Run a worker for refreshes and loads beside it, or elsewhere.",
        ),
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Show a workspace in the browser, with a worker for long work, until interrupted."""
    from northing.web.prepare import prepare
    from northing.web.serve import Site, address

    folder = open_workspace(workspace).folder
    where = address(host, port)
    place = prepare(folder)

    def ready() -> None:
        if as_json:
            print_json({"workspace": folder, "address": where})
        else:
            say(f"Northing shows {folder} at {where} (Ctrl-C ends it).")

    Site(place, host, port, workers, with_worker).run(ready)


ENTRY = Command(run)
