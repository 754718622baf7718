"""What starts by itself: refreshes, as the settings of the workspace say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from northing.web.jobs.models import Lease
from northing.web.jobs.services import start

if TYPE_CHECKING:
    from northing.web.place import SitePlace

_REFRESH = "scheduled refresh"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def start_what_is_due(place: SitePlace) -> None:
    """Queue a refresh where the last scheduled one is long enough ago. One worker asks."""
    from northing.workspace.settings import FILE_NAME, read_settings

    minutes = read_settings(place.workspace / FILE_NAME).schedule.refresh_minutes
    if not minutes:
        return
    Lease.objects.get_or_create(name=_REFRESH, defaults={"holder": "", "until": LONG_AGO})
    if Lease.is_due(_REFRESH, minutes):
        Lease.mark_done(_REFRESH)
        start("refresh")
