"""What each process that answers does beside answering: forget the erased."""

from __future__ import annotations

import logging
import threading
import time

from django.db import connection

_LOG = logging.getLogger("northing.web")
_LOOK_SECONDS = 3


def start_tending() -> None:
    """Begin, in a thread of its own."""
    threading.Thread(target=_tend, daemon=True, name="tending").start()


def _tend() -> None:
    from northing.web.erasing import forget_what_is_kept, last_erasure

    known: object = None
    while True:
        try:
            newest = last_erasure()
            if newest != known:
                forget_what_is_kept()
                known = newest
        except Exception as error:  # the database may be away for a while
            _LOG.info("tending waits: %s", error)
            connection.close()
        time.sleep(_LOOK_SECONDS)
