"""Make a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from northing.cli.command import Command, JsonOption, print_json, say


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.")],
    name: Annotated[str | None, typer.Option(help="The company; the folder's name else.")] = None,
    currency: Annotated[str, typer.Option(help="Reporting currency, ISO 4217.")] = "EUR",
    time_zone: Annotated[str, typer.Option(help="Of the reporting calendar.")] = "UTC",
    fiscal_year_start: Annotated[int, typer.Option(help="First month of the fiscal year.")] = 1,
    journeys: Annotated[str, typer.Option(help="Join touches by person or account.")] = "person",
    as_json: JsonOption = False,
) -> None:
    """Make a workspace: settings, a key for hashing people, an empty lake."""
    from northing.workspace.workspace import Workspace

    workspace = Workspace.init(
        folder,
        name=name,
        currency=currency,
        time_zone=time_zone,
        fiscal_year_start=fiscal_year_start,
        journeys=journeys,
    )
    if as_json:
        print_json({"workspace": str(workspace.folder), "settings": workspace.settings.as_record()})
        return
    say(f"Made the workspace {workspace.folder}. Its settings are in northing.toml.")
    say("Keep identity.key and identity.sqlite safe: nothing else knows who is who.")
    say(f"Next: northing load FILE -w {workspace.folder}, then northing refresh.")


ENTRY = Command(run)
