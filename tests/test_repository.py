"""What is committed names no machine, and no registry other than by a package's own name."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

# Written in parts, so that this file does not find itself.
FORBIDDEN = {
    "a registry's address": r"(?:pypi|pythonhosted|npmjs|anaconda)\." r"(?:org|com)\b",
    "a registry option": r"--(?:extra-)?(?:index|find-links)" r"-?(?:url)?[ =](?!url)\S*/",
    "a machine's path": r"(?<![\w.$})/-])/" r"(?:work|root|home|Users|opt|mnt)/[\w.-]+",
}
BINARY = {".png", ".jpg", ".ico", ".parquet", ".xlsx", ".gz", ".zip", ".pdf"}


def committed(repository: Path) -> list[Path]:
    """Tracked files and new ones that git would track; every file where git is absent."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        capture_output=True,
        text=True,
    )
    if listed.returncode != 0:
        pytest.skip("this is no git checkout, so nothing says which files are committed")
    names = [repository / name for name in listed.stdout.split("\0") if name]
    return [path for path in names if path.is_file() and path.suffix not in BINARY]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_names(what: str, repository: Path) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(repository)}:{number}: {line.strip()[:120]}"
        for path in committed(repository)
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if pattern.search(line)
    ]

    assert not found, f"{what} in:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a registry's address", "https://files.python" + "hosted.org/packages/x.whl"),
        ("a registry option", "pip install --extra-index" + "-url https://example.com"),
        ("a machine's path", 'data = "' + "/home" + '/someone/data.csv"'),
    ],
)
def test_the_patterns_find_what_they_seek(what: str, line: str) -> None:
    assert re.search(FORBIDDEN[what], line)


def test_the_lock_pins_every_package_with_a_hash(repository: Path) -> None:
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"(?m)^[A-Za-z0-9][^\n]*(?:\n(?:    [^\n]*))*", lock)

    assert len(pins) > 20
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)
