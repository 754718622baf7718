"""One file that holds everything."""

from __future__ import annotations

from pathlib import Path
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


def run(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The file to make; ends in .tar.gz.")
    ],
    with_keys: Annotated[
        bool,
        typer.Option("--with-keys", help="Put the keys in; else keep them apart, yourself."),
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Back up settings, published tables, loads, identities and the site's database.

    Beside the file a list of everybody erased so far is kept, so that no older backup brings
    them back. Uploads that wait to be loaded and sessions are left out.
    """
    from northing.web.backup import site_of
    from northing.web.place import SitePlace
    from northing.workspace.backup import back_up

    opened = open_workspace(workspace)
    site = site_of(SitePlace(opened.folder), with_keys=with_keys)
    backup = back_up(opened, output, with_keys=with_keys, more=site)
    if as_json:
        print_json(
            {
                "file": backup.file,
                "snapshot": backup.snapshot,
                "files": backup.files,
                "bytes": backup.bytes,
                "with_keys": backup.with_keys,
                "erasures": backup.erasures,
            }
        )
        return
    size = backup.bytes / 1_000_000
    say(f"Backed up {backup.files:,} files in {backup.file}, {size:,.1f} MB.")
    if with_keys:
        say("The keys are in it: whoever holds it can tell who everybody is.")
    else:
        say("The keys are not in it: keep identity.key and site/secret.key apart from it.")
    say(f"Who was erased is listed in {backup.erasures}; keep it with your backups.")


ENTRY = Command(run)
