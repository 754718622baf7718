"""What of a site goes into a backup, and how it comes back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from northing.web.configure import configure
from northing.web.place import DATABASE_VARIABLE, SitePlace
from northing.workspace.backup import copy_sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from northing.workspace.backup import More

_EXPORT = "site/database.json"
_LEFT_OUT = ("sessions", "usersessions", "contenttypes", "auth.permission", "django_tasks_database")


def site_of(place: SitePlace, *, with_keys: bool) -> More:
    """What to add to the backup of a workspace: its site's database, and its key if asked for.

    SQLite is copied, PostgreSQL written out as JSON that either can read. Sessions and uploads
    that wait to be loaded stay out.
    """

    def add(beside: Path) -> Iterator[str]:
        (beside / "site").mkdir()
        if os.environ.get(DATABASE_VARIABLE):
            _export(place, beside / _EXPORT)
            yield _EXPORT
        elif place.database.exists():
            copy = beside / "site" / place.database.name
            copy_sqlite(place.database, copy)
            _end_sessions(copy)
            yield f"site/{copy.name}"
        for key in (place.key_file, place.previous_keys_file) if with_keys else ():
            if key.exists():
                shutil.copyfile(key, beside / "site" / key.name)
                yield f"site/{key.name}"

    return add


def restore_site(place: SitePlace, erased: Sequence[str]) -> bool:
    """Bring the site of a restored workspace up to date; whether the backup held one.

    Args:
        place: The site.
        erased: Identifiers of people erased after the backup was made.

    Raises:
        Missing: If the site's key is not there.
        BadInput: If it is not the one that the site's database was made with.
        Conflict: If the database that the environment names holds a site already.
    """
    export = place.workspace / _EXPORT
    if not export.exists() and not place.database.exists():
        return False
    configure(place.workspace)
    from northing.web.accounts.keys import check_key
    from northing.web.prepare import migrate
    from northing.web.scrub import scrub

    migrate()
    if export.exists():
        _import(export)
        export.unlink()
    check_key()
    for identifier in erased:
        scrub(identifier)
    return True


def _export(place: SitePlace, file: Path) -> None:
    configure(place.workspace)
    from django.core.management import call_command
    from django.db import connection, transaction

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with file.open("w", encoding="utf-8") as out:
            call_command("dumpdata", exclude=list(_LEFT_OUT), stdout=out, use_base_manager=True)


def _import(file: Path) -> None:
    from django.core.management import call_command

    from northing.errors import Conflict
    from northing.web.accounts.models import User

    if User.objects.exists():
        raise Conflict(
            f"The database that ${DATABASE_VARIABLE} names holds a site already; restore into an "
            f"empty one. The site's content lies in {file}."
        )
    call_command("loaddata", str(file), verbosity=0)


def _end_sessions(database: Path) -> None:
    """A restored backup must not let in whoever has signed out since."""
    with closing(sqlite3.connect(database)) as site:
        names = {row[0] for row in site.execute("SELECT name FROM sqlite_master")}
        with site:
            for name in ("django_session", "usersessions_usersession"):
                if name in names:
                    site.execute(f"DELETE FROM {name}")
        site.execute("PRAGMA journal_mode=DELETE")
        site.execute("VACUUM")
