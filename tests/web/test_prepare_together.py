"""Several processes of a site that start in one moment prepare it once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from northing.workspace.workspace import Workspace

PREPARE = """
import sys
from northing.web.prepare import ready
ready(sys.argv[1])
from northing.web.plan.models import PlanEntry
print(PlanEntry.objects.count())
"""


def test_a_server_and_its_workers_may_start_together(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "acme")
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("NORTHING", "DJANGO"))}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PREPARE, str(workspace.folder)],
            env=plain,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    answers = [process.communicate(timeout=240) for process in started]

    assert [out.strip() for out, _ in answers] == ["0"] * 3, answers
