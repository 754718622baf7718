"""The site on PostgreSQL: the same tests pass, and an outage is survived without a restart."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from postgres import Cluster
from running_site import RunningSite, clean_environment, wait_for

from northing.workspace.workspace import Workspace

pytestmark = pytest.mark.needs("postgresql")
TOUCHING_THE_DATABASE = ("accounts", "jobs", "data/test_correction.py", "test_erasing.py")
COOKIE = "sessionid=" + "x" * 32


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster() as one:
        yield one


@pytest.mark.timeout(900)
def test_what_touches_the_database_works_on_postgresql(
    cluster: Cluster, company_folder: Path, repository: Path, tmp_path: Path
) -> None:
    """A second run, because Django knows one database a process."""
    here = repository / "tests" / "web"
    chosen = [str(here / name) for name in TOUCHING_THE_DATABASE]
    environment = {
        **os.environ,
        "NORTHING_TEST_DATABASE_URL": cluster.url,
        "NORTHING_TEST_COMPANY": str(company_folder),
    }
    for inherited in ("NORTHING_WORKSPACE", "NORTHING_DATABASE_URL", "PYTEST_XDIST_WORKER"):
        environment.pop(inherited, None)
    options = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", f"--basetemp={tmp_path}/t"]

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-k", "not every_file", *chosen],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        timeout=840,
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.timeout(300)
def test_while_postgresql_is_stopped_pages_say_so_and_work_again_without_a_restart(
    tmp_path: Path,
) -> None:
    workspace = Workspace.init(tmp_path / "acme").folder
    with (
        Cluster() as database,
        RunningSite(workspace, "--without-worker", NORTHING_DATABASE_URL=database.url) as site,
    ):
        assert site.get("/", COOKIE)[0] == 302
        assert not site.place.database.exists(), "the site really stands on PostgreSQL"

        database.stop()
        for path in ("/", "/accounts/login/"):
            status, body, seconds = site.get(path, COOKIE)
            assert status == 503, path
            assert seconds < 5
            assert "The database does not answer" in body
        assert site.get("/health")[0] == 200

        database.start()
        began = time.monotonic()
        wait_for(lambda: site.get("/", COOKIE)[0] == 302, seconds=10)
        assert time.monotonic() - began < 10


@pytest.mark.timeout(300)
def test_a_site_moves_from_postgresql_to_sqlite_by_a_backup(
    cluster: Cluster, tmp_path: Path
) -> None:
    workspace = Workspace.init(tmp_path / "acme").folder
    there = clean_environment(NORTHING_DATABASE_URL=cluster.url)
    owner = (
        "import sys; from northing.web.prepare import ready; ready(sys.argv[1])\n"
        "from northing.web.accounts.demo import demo_owner; demo_owner()"
    )
    python([sys.executable, "-c", owner, str(workspace)], there)
    file = str(tmp_path / "acme.tar.gz")
    words = ["backup", "-o", file, "--with-keys", "-w", str(workspace)]
    python([sys.executable, "-m", "northing", *words], there)

    again = tmp_path / "again"
    words = ["restore", file, str(again)]
    python([sys.executable, "-m", "northing", *words], clean_environment())

    with closing(sqlite3.connect(again / "site" / "site.sqlite3")) as database:
        sql = "SELECT email, role FROM accounts_user u JOIN accounts_membership m ON m.user_id=u.id"
        assert database.execute(sql).fetchall() == [("ada@example.com", "owner")]


def python(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
