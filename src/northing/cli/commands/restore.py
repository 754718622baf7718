"""A workspace from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from northing.cli.command import Command, JsonOption, print_json, say


def run(
    file: Annotated[Path, typer.Argument(help="A file that `northing backup` made.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty.")],
    keys: Annotated[
        Path | None,
        typer.Option(help="Folder with identity.key and secret.key, where the file has none."),
    ] = None,
    erasures: Annotated[
        list[Path] | None,
        typer.Option(help="Further lists of erased people, or workspaces that know of them."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a workspace from a backup, without those who were erased after it was made.

    Who was erased is read from the list beside the file, and from --erasures.
    """
    from northing.web.backup import restore_site
    from northing.web.place import SitePlace
    from northing.workspace.restore import restore

    restored = restore(file, folder, keys=keys, erasures=erasures or ())
    place = SitePlace(restored.workspace.folder)
    has_site = restore_site(place, restored.identifiers)
    if as_json:
        print_json(
            {
                "workspace": place.workspace,
                "made_at": restored.made_at,
                "snapshot": restored.snapshot,
                "erased": restored.erased,
                "known_until": restored.known_until,
                "site": has_site,
            }
        )
        return
    say(
        f"Restored {place.workspace} as of {restored.made_at}; snapshot {restored.snapshot} is in "
        "force."
    )
    if restored.erased:
        say(f"{restored.erased} id(s) erased since then were erased again.")
    if restored.known_until is None:
        say("No list of erasures was found: name one with --erasures if anybody was erased since.")
    else:
        say(f"Erasures are known until {restored.known_until} (UTC); --erasures names later ones.")


ENTRY = Command(run)
