"""Erase a person."""

from __future__ import annotations

import os
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
from northing.errors import BadInput

if TYPE_CHECKING:
    from northing.workspace.erase import Erasure
    from northing.workspace.workspace import Workspace


def run(
    identifier: Annotated[str, typer.Argument(help="An address or id, as a file would give it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase a person for good: rows, raw batches, older versions, and who the id was."""
    if not identifier.strip():
        raise BadInput("The id is empty; expected an address or id, as a file would give it.")
    opened = open_workspace(workspace)
    if not yes:
        typer.confirm(f"Erase {identifier} from {opened.folder}? This cannot be undone", abort=True)
    is_known = bool(opened.identity.who([opened.identity.hash(identifier)]))
    erasure = erase(opened, identifier)
    if as_json:
        print_json({"ids": erasure.ids, "rows": erasure.rows, "snapshot": erasure.snapshot})
        return
    removed = sum(erasure.rows.values())
    if not removed and not is_known:
        say(
            "Nobody by that id is known here; nothing was removed. Rows of that id in later files "
            "will be left out."
        )
        return
    say(
        f"Erased {erasure.ids} id(s) and {removed} row(s); snapshot {erasure.snapshot} is in force."
    )


def erase(workspace: Workspace, identifier: str) -> Erasure:
    """Erase from the workspace, and from its site where it has one.

    Raises:
        Conflict: If it is the address of somebody who may sign in to the site.
    """
    from northing.web.place import DATABASE_VARIABLE, SitePlace

    place = SitePlace(workspace.folder)
    if not (place.database.exists() or os.environ.get(DATABASE_VARIABLE)):
        return workspace.erase(identifier)
    from northing.web.prepare import ready

    ready(workspace.folder)
    from northing.web.erasing import erase_everywhere, refuse_people_of_the_site

    refuse_people_of_the_site(identifier)
    return erase_everywhere(identifier)


ENTRY = Command(run)
