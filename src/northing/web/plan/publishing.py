"""Put the plan beside the settings, where a refresh without a site finds it."""

from __future__ import annotations

import os
from pathlib import Path

from django.db import transaction
from filelock import FileLock

from northing.plan import write_plan
from northing.web.plan.store import stored
from northing.web.site.version import raise_version

FILE_NAME = "plan.yaml"


def publish_when_written() -> None:
    """Call for pages to be made anew, and for the file once the change is in force."""
    raise_version()
    transaction.on_commit(publish)


def publish() -> bool:
    """Bring the file up to date with the database; whether it changed.

    One writer at a time reads and writes, so that the last to write has seen every change. A
    process that is killed before it comes here leaves an older file, which the next change or
    refresh replaces.
    """
    from django.conf import settings

    path: Path = settings.PLACE.workspace / FILE_NAME
    lock = settings.PLACE.folder / "plan.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock, timeout=30):
        plan = stored().plan
        if not plan.entries and not path.exists():
            return False
        text = write_plan(plan)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return False
        making = path.with_suffix(f".{os.getpid()}.tmp")
        with making.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    return True
