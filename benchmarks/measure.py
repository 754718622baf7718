"""Run one job in this process and print its figures: wall, processor, memory."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

from benchmarks.jobs import JOBS, ONCE


def main(job: str, folder: str, threads: str, memory: str, repeats: str) -> None:
    """Print one JSON line: the first run, the best of the warm ones, the peak of memory."""
    entry = {**JOBS, **ONCE}[job]
    if entry.prepare is not None:
        entry.prepare(Path(folder))
    runs = []
    found = {}
    for _ in range(1 + int(repeats)):
        wall, spent = time.perf_counter(), _processor()
        found = dict(entry.run(Path(folder), int(threads), memory))
        runs.append((time.perf_counter() - wall, _processor() - spent))
    wall, spent = min(runs[1:] or runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {"first": runs[0][0], "wall": wall, "cpu": spent, "peak_mb": peak}
    print(json.dumps({**figures, "found": found}))


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


if __name__ == "__main__":
    main(*sys.argv[1:])
