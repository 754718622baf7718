"""What each process that answers does beside answering: take over a plan, forget, build."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from django.db import connection

_LOG = logging.getLogger("northing.web")
_LOOK_SECONDS = 3
_WARM_SECONDS = 600


def start_tending() -> None:
    """Begin, in a thread of its own."""
    threading.Thread(target=_tend, daemon=True, name="tending").start()


def _tend() -> None:
    known: dict[str, Any] = {}
    while True:
        try:
            tend(known)
        except Exception as error:  # the database or the disk may be away for a while
            _LOG.info("tending waits: %s", error)
            connection.close()
        time.sleep(_LOOK_SECONDS)


def tend(known: dict[str, Any]) -> None:
    """Look once what has changed since the last look.

    Args:
        known: What the last look found; brought up to date.
    """
    from northing.web.erasing import forget_what_is_kept, last_erasure
    from northing.web.measure.workspace import site_workspace
    from northing.web.plan.publishing import adopt
    from northing.web.site.warm import warm

    if "adopted" not in known:
        known["adopted"] = adopt()
    erasure = last_erasure()
    if known.setdefault("erasure", erasure) != erasure:
        forget_what_is_kept()
        known["erasure"] = erasure
        known.pop("snapshot", None)
    snapshot = site_workspace().snapshots.latest()
    now = (snapshot.id, int(time.time() // _WARM_SECONDS)) if snapshot is not None else None
    if now is not None and known.get("snapshot") != now:
        known["snapshot"] = now  # even if it fails: the first visitor sees why
        warm()
