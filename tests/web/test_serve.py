"""The site as it really runs: served, its worker watched, everything ended together."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from running_site import RunningSite, clean_environment, wait_for

from northing.errors import BadInput
from northing.web.serve import URL_VARIABLE, address
from northing.workspace.workspace import Workspace

pytestmark = pytest.mark.timeout(300)
LINK = """
from northing.web.accounts.demo import demo_owner
from northing.web.accounts.links import one_time_link
print(one_time_link(demo_owner()))
"""
ASK = "from northing.web.jobs.services import start; print(start('refresh').pk)"


@pytest.fixture(scope="module")
def site(company_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site of a company whose next refresh has something to do."""
    folder = tmp_path_factory.mktemp("served") / "company"
    shutil.copytree(company_folder, folder, ignore=shutil.ignore_patterns("site"))
    settings = folder / "northing.toml"
    settings.write_text(settings.read_text().replace("won = 365", "won = 300"))
    with RunningSite(folder) as one:
        yield one
    assert one.process.returncode == 0


def test_it_answers_and_a_link_lets_the_owner_in(site: RunningSite) -> None:
    assert site.get("/health")[:2] == (200, "ok\n")
    link = site.run(LINK)
    assert link.startswith("http://")

    assert site.get(urlsplit(link).path)[0] in (200, 302)


def test_a_run_whose_worker_is_killed_is_done_by_the_next_which_serve_starts(
    site: RunningSite,
) -> None:
    before = Workspace(site.place.workspace).snapshot().number
    run = site.run(ASK)

    def row() -> tuple[str, str, int, str]:
        with closing(sqlite3.connect(site.place.database, timeout=20)) as database:
            sql = "SELECT state, step, attempts, error FROM jobs_run WHERE id = ?"
            found: tuple[str, str, int, str] = database.execute(sql, (run,)).fetchone()
            return found

    wait_for(lambda: row()[0] == "running" and "Working out" in row()[1])
    killed = site.children()["worker"]
    os.kill(killed, signal.SIGKILL)
    assert row()[0] == "running", "nobody has noticed yet"
    with closing(sqlite3.connect(site.place.database, timeout=20)) as database, database:
        database.execute("UPDATE jobs_run SET lease_until = '2020-01-01' WHERE id = ?", (run,))

    wait_for(lambda: row()[0] == "done", seconds=200)
    assert row()[2] == 2
    assert site.children()["worker"] != killed
    workspace = Workspace(site.place.workspace)
    assert workspace.snapshot().number == before + 1
    assert workspace.metric("revenue").total.value


def test_a_port_in_use_is_refused_with_a_sentence(site: RunningSite) -> None:
    words = ["serve", "-w", str(site.place.workspace), "--port", str(site.port)]

    done = subprocess.run(
        [sys.executable, "-m", "northing", *words],
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(
        f"northing: Northing cannot listen on 127.0.0.1, port {site.port}"
    )


def test_whoever_is_killed_leaves_nobody_behind(tmp_path: Path) -> None:
    with RunningSite(Workspace.init(tmp_path / "acme").folder) as other:
        children = other.children()
        assert set(children) == {"server", "worker"}
        other.process.kill()
        other.process.wait(20)

        wait_for(lambda: not any(is_alive(pid) for pid in children.values()))


def test_a_site_for_the_whole_network_needs_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    with pytest.raises(BadInput, match=URL_VARIABLE):
        address("0.0.0.0", 8000)  # noqa: S104 - refused

    monkeypatch.setenv(URL_VARIABLE, "https://northing.example.com")
    assert address("0.0.0.0", 8000) == "https://northing.example.com"  # noqa: S104


def is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    if Path("/proc/self").exists():
        return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
