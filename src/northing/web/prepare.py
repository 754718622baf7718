"""Make a site ready to run: its key, its database, its static files; quick where all is done."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from northing.web.configure import configure
from northing.web.place import SitePlace

if TYPE_CHECKING:
    from collections.abc import Iterator


def prepare(workspace: str | Path, *, static: bool = True) -> SitePlace:
    """Bring a workspace's site up to date with the code.

    Args:
        workspace: The workspace folder.
        static: Whether the files that browsers fetch are wanted; a worker does without.

    Raises:
        Missing: If the folder is no workspace.
        Conflict: If the site's key is lost.
        BadInput: If its key is short or known.
    """
    from northing.workspace.workspace import Workspace

    place = SitePlace(Workspace(workspace).folder)
    place.create_key()
    configure(place.workspace)
    from northing.web.accounts.keys import check_key

    check_key()
    migrate()
    check_key()
    if static:
        collect_static(place)
    return place


def migrate() -> bool:
    """Bring the database to the schema of the code; whether there was anything to do."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    return pending


def collect_static(place: SitePlace) -> bool:
    """Gather what browsers fetch, compressed and named by content, if any of it changed."""
    from django.core.management import call_command

    from northing.web.site.vega import ensure_bundle

    ensure_bundle()
    stamp = place.folder / "static.json"
    now = {"files": hashlib.sha256("\n".join(_static_files()).encode()).hexdigest()}
    if stamp.exists() and place.static.exists() and json.loads(stamp.read_text()) == now:
        return False
    stamp.unlink(missing_ok=True)  # cut off in the middle, it is gathered again
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(json.dumps(now), encoding="utf-8")
    return True


def _static_files() -> Iterator[str]:
    """Every static file of the installed code, with its size and age."""
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            yield f"{name} {found.st_size} {found.st_mtime_ns}"
