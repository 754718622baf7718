"""Put the plan beside the settings, where a refresh without a site finds it."""

from __future__ import annotations

import logging
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from filelock import FileLock

from northing.errors import NorthingError
from northing.plan import write_plan
from northing.web.plan.models import PlanState
from northing.web.plan.store import stored
from northing.web.site.version import renew_version
from northing.workspace.plan_file import (
    ASIDE,
    FILE_NAME,
    digest_of_plan,
    plan_text,
    read_plan_file,
    write_plan_text,
)

if TYPE_CHECKING:
    from northing.web.place import SitePlace

_LOG = logging.getLogger(__name__)


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
    refresh replaces. A site that has never held a plan leaves a file that somebody put there, and
    what somebody wrote into the file since is kept beside it.
    """
    folder = _place().workspace
    with _alone():
        now = stored()
        if now.is_unknown:
            return False
        text, before = write_plan(now.plan), plan_text(folder)
        if before != text:
            if before and digest_of_plan(before) != _last_written():
                _set_aside(folder, before)
            write_plan_text(folder, text)
        _written().write_text(digest_of_plan(text), encoding="utf-8")
    return before != text


def adopt() -> bool:
    """Take over the plan of the file where the database has never held one; whether it did.

    A file that cannot be read stays where it is, and is said.
    """
    from northing.web.plan.importing import import_plan

    if not stored().is_unknown or not plan_text(_place().workspace).strip():
        return False
    try:
        import_plan(None, read_plan_file(_place().workspace), f"taken over from {FILE_NAME}")
    except NorthingError as error:
        _LOG.warning("The plan beside the settings was not taken over: %s", error)
        return False
    return True


def _place() -> SitePlace:
    from django.conf import settings

    place: SitePlace = settings.PLACE
    return place


def _alone() -> FileLock:
    lock = _place().folder / "plan.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(lock, timeout=30)


def _written() -> Path:
    """Where the site notes what it wrote last, so that another hand is told from its own."""
    return _place().folder / "plan.written"


def _last_written() -> str:
    return _written().read_text(encoding="utf-8") if _written().exists() else ""


def _set_aside(folder: Path, text: str) -> None:
    kept = folder / ASIDE.replace("*", digest_of_plan(text)[:12])
    kept.write_text(text, encoding="utf-8")
    _LOG.warning(
        "%s had been changed beside the site, whose plan replaces it; what it said is kept in %s. "
        "Bring it in with: northing plan import %s",
        FILE_NAME, kept.name, kept.name,
    )  # fmt: skip
