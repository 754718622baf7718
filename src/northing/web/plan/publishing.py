"""Put the plan beside the settings, where a refresh without a site finds it."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.db import transaction
from filelock import FileLock

from northing.plan import write_plan
from northing.web.plan.models import PlanState
from northing.web.plan.store import stored
from northing.web.site.version import renew_version
from northing.workspace.plan_file import plan_text, write_plan_text


def publish_when_written() -> None:
    """Call for pages to be made anew, and for the file once the change is in force."""
    renew_version()
    transaction.on_commit(publish)


def replan() -> None:
    """Read the plan anew from the database, whose texts were changed beside the services."""
    PlanState.objects.filter(pk=1).update(mark=uuid.uuid4())
    renew_version()
    publish()


def publish() -> bool:
    """Bring the file up to date with the database; whether it changed.

    One writer at a time reads and writes, so that the last to write has seen every change. A
    process that is killed before it comes here leaves an older file, which the next change or
    refresh replaces. A site that has never held a plan leaves a file that somebody put there.
    """
    from django.conf import settings

    folder: Path = settings.PLACE.workspace
    lock = settings.PLACE.folder / "plan.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock, timeout=30):
        now = stored()
        if now.is_unknown or plan_text(folder) == (text := write_plan(now.plan)):
            return False
        write_plan_text(folder, text)
    return True
