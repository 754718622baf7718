"""What a page costs: processor time of the server for each, and waiting under many readers."""

from __future__ import annotations

import csv
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

PAGES = (
    "/",
    "/objectives/",
    "/alignment/",
    "/plan/",
    "/budget/",
    "/metrics/spend/",
    "/metrics/roas/",
    "/attribution/",
    "/definitions/",
)
WITHOUT_PERIOD = ("/objectives/", "/definitions/")
WITH_SECTIONS = ("/", "/alignment/", "/metrics/", "/attribution/", "/journeys/")
"""Pages with sections that are fetched after the page stands."""

_SIGN_IN = """
import sys
from northing.web.prepare import ready
ready(sys.argv[1], static=True)
from django.test import Client
from northing.web.plan.demo import settle_demo
owner = settle_demo()
for _ in range(int(sys.argv[2])):
    one = Client(HTTP_HOST="127.0.0.1")
    one.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    print(one.cookies["sessionid"].value)
"""
_TICKS = os.sysconf("SC_CLK_TCK")
CACHED, ANEW = 20, 10
ROUNDS = 16
"""The best of them counts: a shared machine is now fast, now slow, for half a minute on end. So
every round asks for every page."""


def measure_pages(folder: Path, *, users: int, seconds: int) -> dict[str, Any]:
    """Serve the workspace and measure; the server ends with the measurement."""
    sessions = _sessions(folder, users)
    reference = _reference()
    with _served(folder) as (process, port):
        ask = _Asker(port, sessions[0], process)
        ask.rest()
        pages = _costs(ask)
        sections = dict(_sections(ask))
        split = ask.cost([f"/metrics/roas/?period={_odd(number)}" for number in range(3)])
        load = _readers(port, sessions, users, seconds)
        memory = sum(_memory(one) for one in _tree(process)) / 2**20
    return {
        "pages": pages,
        "sections": sections,
        "split_week": split,
        "rounds": ROUNDS,
        "reference_ms": min(reference, _reference()),
        "load": {**load, "users": users, "seconds": seconds},
        "memory_mb": memory,
    }


def _reference() -> float:
    """Milliseconds of processor time for a million additions: how fast the machine is now."""
    before, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return 1000 * (time.process_time() - before)


class _Asker:
    """Somebody signed in, who asks for one page after another."""

    def __init__(self, port: int, session: str, process: int) -> None:
        self.port, self.session, self.process = port, session, process

    def get(self, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request("GET", path, headers={"Cookie": f"sessionid={self.session}"})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}.")
            return text
        finally:
            connection.close()

    def rest(self) -> None:
        """Wait until the server is idle: after its start it warms Home for everybody by itself."""
        self.get("/")
        quiet = 0
        for _ in range(300):
            before = self._spent()
            time.sleep(1)
            quiet = quiet + 1 if self._spent() - before < 0.05 else 0
            if quiet == 3:
                return
        raise RuntimeError("The server did not come to rest within five minutes.")

    def cost(self, paths: list[str]) -> float:
        """Milliseconds of processor time that the server spends on each of them."""
        before = self._spent()
        for path in paths:
            self.get(path)
        return 1000 * (self._spent() - before) / len(paths)

    def _spent(self) -> float:
        return sum(_processor(one) for one in _tree(self.process))


def _costs(ask: _Asker) -> dict[str, dict[str, float | None]]:
    """What each page costs: cached, and over a period that nobody has asked for."""
    periods = {path: _periods() for path in PAGES if path not in WITHOUT_PERIOD}
    cached: dict[str, list[float]] = {path: [] for path in PAGES}
    anew: dict[str, list[float]] = {path: [] for path in periods}
    for path, own in periods.items():
        ask.get(f"{path}?period={next(own)}")
    for _ in range(ROUNDS):
        for path in PAGES:
            ask.get(path)
            cached[path].append(ask.cost([path] * CACHED))
        for path, own in periods.items():
            anew[path].append(ask.cost([f"{path}?period={next(own)}" for _ in range(ANEW)]))
    return {
        path: {"cached": min(cached[path]), "anew": min(anew[path]) if path in anew else None}
        for path in PAGES
    }


def _sections(ask: _Asker) -> Iterator[tuple[str, float]]:
    """Each section that is fetched later, over a period of its own, once everything is warm."""
    periods = _periods()
    for path in WITH_SECTIONS:
        first, second = next(periods), next(periods)
        warm = [_later(ask, path, period) for period in (first, second)]
        for one, again in zip(*warm, strict=True):
            ask.get(one)
            yield one.split("?")[0], ask.cost([again])


def _later(ask: _Asker, path: str, period: str) -> list[str]:
    query = f"?period={period}"
    found = re.findall(r'hx-get="([^"]+)"', ask.get(path + query))
    return [one.replace("&amp;", "&") for one in found]


def _periods(back: int = 0) -> Iterator[str]:
    """Periods of whole weeks, each only once; every ten are equally long together."""
    for end in range(back, back + 20):
        for weeks in range(11, 31, 2):
            after = date(2026, 6, 29) - timedelta(weeks=end)
            yield f"{after - timedelta(weeks=weeks)}..{after - timedelta(days=1)}"


def _odd(number: int) -> str:
    return f"2026-03-04..2026-06-{10 + number}"


def _readers(port: int, sessions: list[str], users: int, seconds: int) -> dict[str, Any]:
    """Locust in a process of its own; its threads wait, the server works."""
    with tempfile.TemporaryDirectory() as place:
        asked = Path(place) / "asked.json"
        periods = list(_periods(back=20))  # that none of the measurements above has asked for
        whole = {"sessions": sessions, "pages": PAGES, "periods": periods}
        asked.write_text(json.dumps({**whole, "without_period": WITHOUT_PERIOD}), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "locust",
            "-f",
            str(Path(__file__).with_name("locustfile.py")),
        ]
        command += ["--headless", "--users", str(users), "--spawn-rate", "10", "--only-summary"]
        command += ["--run-time", f"{seconds}s", "--host", f"http://127.0.0.1:{port}"]
        command += ["--csv", f"{place}/found", "--exit-code-on-error", "0"]
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "NORTHING_BENCH_ASKED": str(asked)},
            timeout=seconds + 120,
        )
        with (Path(place) / "found_stats.csv").open(encoding="utf-8") as file:
            (row,) = [row for row in csv.DictReader(file) if row["Name"] == "Aggregated"]
    return {
        "requests": int(row["Request Count"]),
        "errors": int(row["Failure Count"]),
        "p50_ms": float(row["50%"]),
        "p95_ms": float(row["95%"]),
    }


def _sessions(folder: Path, count: int) -> list[str]:
    command = [sys.executable, "-c", _SIGN_IN, str(folder), str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.split()[-count:]


@contextmanager
def _served(folder: Path) -> Iterator[tuple[int, int]]:
    """`northing serve` on a free port; ended by its own number."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    program = str(Path(sys.executable).parent / "northing")
    command = [program, "serve", "-w", str(folder), "--port", str(port), "--without-worker"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The site did not start within a minute.")


def _tree(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in children.read_text().split()]
    return found


def _processor(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(process: int) -> int:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    print(
        json.dumps(
            measure_pages(Path(sys.argv[1]), users=int(sys.argv[2]), seconds=int(sys.argv[3]))
        )
    )
