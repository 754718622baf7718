"""Notice that the process which started this one is gone, as when it was killed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable


def watch_parent(end: Callable[[], None]) -> None:
    """Call `end` from a thread when the parent is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        end()

    threading.Thread(target=watch, daemon=True).start()
