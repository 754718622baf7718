"""Make a site ready to run: its key, its database, its static files; quick where all is done."""

from __future__ import annotations

import hashlib
import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from northing.web.configure import configure
from northing.web.place import DATABASE_VARIABLE, SitePlace

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_SECONDS = 300
_PACKAGES = ("django", "django-allauth", "django-htmx", "django-tasks-db", "vl-convert-python")
"""Besides Northing itself, whose migrations and files a site has."""


def prepare(workspace: str | Path, *, static: bool = True) -> SitePlace:
    """Bring a workspace's site up to date with the code.

    Where nothing has changed since the last time, Django is not even imported.

    Args:
        workspace: The workspace folder.
        static: Whether the files that browsers fetch are wanted; a worker does without.

    Raises:
        Conflict: If the site's key is lost.
        BadInput: If its key is short, known, or not the one its database was made with.
    """
    place = SitePlace(Path(workspace).resolve())
    place.create_key()
    place.read_key()
    wanted = _fingerprint(place)
    stamp = place.folder / "prepared.json"
    if _is_prepared(place, stamp, wanted):
        return place
    configure(place.workspace)
    # A server and its worker start in the same moment: one prepares, the other finds it done.
    with FileLock(place.folder / "prepare.lock", timeout=LONGEST_SECONDS):
        if not _is_prepared(place, stamp, wanted):
            _prepare(stamp, wanted, static=static)
    return place


def _prepare(stamp: Path, wanted: str, *, static: bool) -> None:
    from northing.web.accounts.keys import check_key

    check_key()  # before anything is written: a key of another site leaves all as it was
    migrate()
    check_key()
    if static:
        stamp.unlink(missing_ok=True)  # cut off in the middle, it is done again
        collect_static()
        stamp.write_text(json.dumps({"made_from": wanted}), encoding="utf-8")


def ready(workspace: str | Path, *, static: bool = False) -> SitePlace:
    """Prepare a site, start Django for it in this process, and take over a plan that it lacks."""
    prepare(workspace, static=static)
    place = configure(workspace)
    from northing.web.plan.publishing import adopt

    adopt()
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


def collect_static() -> None:
    """Gather what browsers fetch, compressed and named by content."""
    from django.core.management import call_command

    from northing.web.site.vega import ensure_bundle

    ensure_bundle()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _is_prepared(place: SitePlace, stamp: Path, wanted: str) -> bool:
    has_database = os.environ.get(DATABASE_VARIABLE) or place.database.exists()
    if not (has_database and place.static.exists() and stamp.exists()):
        return False
    return bool(json.loads(stamp.read_text(encoding="utf-8")).get("made_from") == wanted)


def _fingerprint(place: SitePlace) -> str:
    """What the database's schema and the static files are made from."""
    parts = [os.environ.get(DATABASE_VARIABLE, ""), str(place.workspace)]
    parts += [f"{name} {version(name)}" for name in _PACKAGES]
    parts += _own_files()
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _own_files() -> Iterator[str]:
    here = Path(__file__).resolve().parent
    for path in sorted(here.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            found = path.stat()
            yield f"{path.relative_to(here)} {found.st_size} {found.st_mtime_ns}"
