"""The floors hold, the check that guards them can fail, and starting up stays light."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("pandas", "scipy", "numba", "django", "altair")
HEAVY_FOR_HELP = (*HEAVY, "numpy", "pyarrow", "duckdb", "deltalake", "pyspark")


@pytest.fixture
def package_copy(tmp_path: Path, repository: Path) -> Path:
    """A copy of the package, with the contracts, in which a test may plant a fault."""
    shutil.copytree(
        repository / "src" / "northing",
        tmp_path / "northing",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(repository / ".importlinter", tmp_path / ".importlinter")
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-logo", "--no-cache", "--config", ".importlinter"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_floors_hold(package_copy: Path) -> None:
    checked = lint_imports(package_copy)

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("engine/planted.py", "import northing.workspace"),
        ("metrics/planted.py", "from northing.sources import read_file"),
        ("tables/planted.py", "def later():\n    from northing import metrics\n"),
        ("catalog_planted/__init__.py", ""),
        ("workspace/planted.py", "import django"),
        ("sources/planted.py", "import pandas"),
    ],
    ids=["upward", "sideways", "upward-in-a-function", "on-no-floor", "django", "pandas"],
)
def test_a_planted_fault_breaks_the_check(package_copy: Path, module: str, line: str) -> None:
    planted = package_copy / "northing" / module
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line, encoding="utf-8")

    checked = lint_imports(package_copy)

    assert checked.returncode != 0
    assert "planted" in checked.stdout, checked.stdout


def imported_by(*program: str) -> set[str]:
    """Top-level packages in `sys.modules` after a fresh interpreter ran the program."""
    code = f"import sys\n{program[0]}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    ran = subprocess.run(
        [sys.executable, "-c", code, *program[1:]], capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split())


def test_importing_northing_is_light() -> None:
    assert imported_by("import northing").isdisjoint(HEAVY)


def test_help_imports_no_engine() -> None:
    """Under .3 s is measured by the benchmark; here is what makes it so."""
    shown = imported_by(
        "import northing.cli\ntry:\n    northing.cli.main()\nexcept SystemExit as ended:\n"
        "    assert not ended.code",
        "--help",
    )

    assert shown.isdisjoint(HEAVY_FOR_HELP), shown.intersection(HEAVY_FOR_HELP)
