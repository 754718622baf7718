"""`northing user`: the first owner makes the site; links, list, rotation."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from northing.web.place import SitePlace


def run(*words: str | Path, fails: bool = False) -> str:
    """Run the command line in a process of its own: Django is set up once a process."""
    of_tests = ("NORTHING_", "DJANGO_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(of_tests)}
    done = subprocess.run(
        [sys.executable, "-m", "northing", *map(str, words)],
        capture_output=True, text=True, timeout=120, env=clean,
    )  # fmt: skip
    assert (done.returncode != 0) == fails, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr if fails else done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose site has one owner."""
    folder = tmp_path_factory.mktemp("acme") / "acme"
    run("init", folder)
    said = run("user", "add", "ada@example.com", "--role", "owner", "--name", "Ada", "-w", folder)
    assert "http://127.0.0.1:8000/accounts/link/" in said
    return folder


def test_the_first_owner_makes_key_and_database(folder: Path) -> None:
    place = SitePlace(folder)

    assert place.database.exists()
    assert stat.S_IMODE(place.key_file.stat().st_mode) == 0o600
    (owner,) = json.loads(run("user", "list", "--json", "-w", folder))
    assert (owner["email"], owner["role"], owner["second_factor"]) == (
        "ada@example.com", "owner", False,
    )  # fmt: skip


def test_a_link_is_new_each_time(folder: Path) -> None:
    links = {
        json.loads(run("user", "link", "ada@example.com", "--json", "-w", folder))["link"]
        for _ in range(2)
    }
    assert len(links) == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("add", "ada@example.com", "--role", "viewer"), "owner already"),
        (("add", "bob@example.com", "--role", "king"), "role 'king'"),
        (("add", "bob@example.com", "--role", "agency"), "needs its partner"),
        (("link", "zoe@example.com"), "Nobody by the address"),
    ],
)
def test_a_mistake_is_a_sentence(folder: Path, words: tuple[str, ...], expected: str) -> None:
    assert expected in run("user", *words, "-w", folder, fails=True)


def test_a_folder_that_is_no_workspace_gets_no_site(tmp_path: Path) -> None:
    said = run("user", "add", "a@example.com", "--role", "owner", "-w", tmp_path, fails=True)

    assert "northing init" in said
    assert not (tmp_path / "site").exists()


def test_a_lost_key_is_not_replaced_while_its_database_stands(folder: Path) -> None:
    key = SitePlace(folder).key_file
    hidden = key.rename(key.with_name("hidden"))
    try:
        assert "Restore the key from your backup" in run("user", "list", "-w", folder, fails=True)
        assert not key.exists()
    finally:
        hidden.rename(key)


def test_another_sites_key_is_refused_and_nothing_overwritten(folder: Path) -> None:
    place = SitePlace(folder)
    right, database = place.key_file.read_text(), place.database.read_bytes()
    place.key_file.write_text("".join(reversed(right.strip())) + "\n")
    try:
        said = run("user", "list", "-w", folder, fails=True)
        assert "not the one that its database was made with" in said
        assert place.database.read_bytes() == database
    finally:
        place.key_file.write_text(right)


@pytest.mark.parametrize("weak", ["short", "changeme" * 10, "a" * 64])
def test_a_short_or_known_key_is_refused(folder: Path, weak: str) -> None:
    place = SitePlace(folder)
    right = place.key_file.read_text()
    place.key_file.write_text(weak)
    try:
        assert "key" in run("user", "list", "-w", folder, fails=True)
    finally:
        place.key_file.write_text(right)


def test_a_rotated_key_keeps_the_site_open(folder: Path) -> None:
    place = SitePlace(folder)
    old = place.key_file.read_text().strip()
    run("user", "rotate-key", "-w", folder)

    assert place.key_file.read_text().strip() != old
    assert old in place.previous_keys_file.read_text().split()
    assert stat.S_IMODE(place.previous_keys_file.stat().st_mode) == 0o600
    run("user", "rotate-key", "--forget-old", "-w", folder)
    assert not place.previous_keys_file.exists()
    assert "ada@example.com" in run("user", "list", "-w", folder)
