"""What starts by itself: refreshes and looks at watched places, as the settings say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from northing.web.jobs.models import QUEUED, RUNNING, Lease, Run
from northing.web.jobs.services import start

if TYPE_CHECKING:
    from northing.web.place import SitePlace
    from northing.workspace.workspace import Workspace

_REFRESH = "scheduled refresh"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def start_what_is_due(place: SitePlace) -> None:
    """Queue what is due. Only the worker that holds the ticker's lease asks."""
    from northing.workspace.workspace import Workspace

    workspace = Workspace(place.workspace)  # anew: the settings may have changed
    _refresh(workspace.settings.schedule.refresh_minutes)
    _watch(workspace)


def _refresh(minutes: int) -> None:
    if not minutes:
        return
    Lease.objects.get_or_create(name=_REFRESH, defaults={"holder": "", "until": LONG_AGO})
    if Lease.is_due(_REFRESH, minutes):
        Lease.mark_done(_REFRESH)
        start("refresh")


def _watch(workspace: Workspace) -> None:
    from northing.workspace.watch import seconds_to_next

    if not workspace.settings.watch or seconds_to_next(workspace) > 0:
        return
    if not Run.objects.filter(kind="watch", state__in=(QUEUED, RUNNING)).exists():
        start("watch")
