"""People who look at pages: every ten seconds, now and then at a period of their own."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import ClassVar

from locust import HttpUser, between, task

_ASKED = json.loads(Path(os.environ["NORTHING_BENCH_ASKED"]).read_text(encoding="utf-8"))


class Reader(HttpUser):
    """Somebody signed in, who goes from page to page."""

    wait_time = between(5, 15)
    sessions: ClassVar[list[str]] = list(_ASKED["sessions"])

    def on_start(self) -> None:
        self.client.cookies.set("sessionid", random.choice(self.sessions))  # noqa: S311

    @task
    def look(self) -> None:
        """Nine looks of ten are at the period that everybody sees first."""
        path = random.choice(_ASKED["pages"])  # noqa: S311
        if random.random() < 0.1 and path not in _ASKED["without_period"]:  # noqa: S311
            period = random.choice(_ASKED["periods"])  # noqa: S311
            self.client.get(f"{path}?period={period}", name=f"{path} anew")
            return
        self.client.get(path)
