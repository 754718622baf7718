"""`northing align` and `northing plan`: the promised JSON, the exit status, plans in and out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from northing.cli import build
from northing.plan import read_plan
from northing.workspace.alignment import align_workspace
from northing.workspace.workspace import Workspace

RUNNER = CliRunner()
PLAN = """
objectives:
- {key: grow, title: Grow, level: company, owner: mara, funding_share: '100'}
initiatives:
- {key: search, title: Search, kind: campaign, owner: jo, starts: 2026-01-01, ends: 2026-12-31,
   contributions: [{objective: grow, percent: '100'}], campaigns: [{pattern: 'brand-*'}]}
"""


def run(*words: object, expect: int = 0) -> str:
    done = RUNNER.invoke(build(), [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == expect, done.output
    return done.output


def spending(folder: Path, lost: int) -> Path:
    """A workspace of which some of 100 euros serve no objective."""
    run("init", folder, "--currency", "EUR")
    rows = [f"2026-06-10,search,brand-dach,{100 - lost},EUR", f"2026-06-10,display,odd,{lost},EUR"]
    spend = folder.parent / "spend.csv"
    spend.write_text("date,channel,campaign,amount,currency\n" + "\n".join(rows) + "\n")
    run("load", spend, "--as", "spend", "-w", folder)
    run("refresh", "-w", folder)
    return folder


def test_it_prints_exactly_what_is_promised(tmp_path: Path) -> None:
    folder = spending(tmp_path / "acme", 20)
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN)
    run("plan", "import", plan, "-w", folder)
    told = json.loads(run("align", "--period", "2026-06", "--json", "-w", folder))
    assert told == {
        "snapshot": "00000001",
        "period": {"label": "2026-06", "start": "2026-06-01", "end": "2026-06-30"},
        "index": {"plan": None, "actual": 80.0},
        "objectives": [
            {"objective": "grow", "agreed": 1.0, "planned": None, "actual": 0.8, "credited": None},
            {"objective": "run", "agreed": 0.0, "planned": None, "actual": 0.0, "credited": None},
        ],
        "none": {
            "planned": None,
            "actual": 0.2,
            "campaigns": [
                {"campaign": "odd", "channel": "display", "amount": 20.0, "reason": "no initiative"}
            ],
        },
    }
    assert list(told) == ["snapshot", "period", "index", "objectives", "none"]
    same = align_workspace(Workspace(folder), period="2026-06").found
    assert same.actual_index == told["index"]["actual"]


@pytest.mark.parametrize(("lost", "status"), [(20, 0), (21, 1)])
def test_the_exit_status_says_whether_too_much_money_serves_nothing(
    tmp_path: Path, lost: int, status: int
) -> None:
    folder = spending(tmp_path / "acme", lost)
    (folder / "plan.yaml").write_text(PLAN)
    for words in ((), ("--json",)):
        run("align", "-w", folder, *words, expect=status)


def test_how_much_money_may_serve_nothing_is_a_setting(tmp_path: Path) -> None:
    folder = spending(tmp_path / "acme", 21)
    (folder / "plan.yaml").write_text(PLAN)
    settings = folder / "northing.toml"
    text = settings.read_text()
    assert "alignment_tolerance = 0.2 " in text
    settings.write_text(text.replace("alignment_tolerance = 0.2 ", "alignment_tolerance = 0.3 "))
    run("refresh", "-w", folder)
    said = run("align", "-w", folder)
    assert "Actual: index 79.0 of 100." in said
    assert "no initiative" in said


def test_without_a_plan_it_says_how_to_get_one(tmp_path: Path) -> None:
    folder = spending(tmp_path / "acme", 10)
    said = run("align", "-w", folder, expect=1)
    assert "There is no objective yet: northing plan import FILE" in said
    assert "100.0 % of the money serves no objective; 20 % may." in said


def test_a_plan_goes_in_and_comes_out_the_same(tmp_path: Path) -> None:
    folder, plan, out = tmp_path / "acme", tmp_path / "in.yaml", tmp_path / "out.yaml"
    run("init", folder)
    plan.write_text(PLAN)
    dry = json.loads(run("plan", "import", plan, "--dry-run", "--json", "-w", folder))
    assert [one["change"] for one in dry["differences"]] == ["added", "added"]
    assert not (folder / "plan.yaml").exists()
    assert "added" in run("plan", "import", plan, "-w", folder)
    assert "Nothing differs." in run("plan", "import", plan, "-w", folder)
    run("plan", "export", out, "-w", folder)
    assert read_plan(out) == read_plan(plan)


def test_what_comes_in_is_added_unless_it_replaces(tmp_path: Path) -> None:
    folder, one, two = tmp_path / "acme", tmp_path / "one.yaml", tmp_path / "two.yaml"
    run("init", folder)
    one.write_text(PLAN)
    two.write_text("objectives:\n- {key: keep, title: Keep, level: company, owner: mara}\n")
    run("plan", "import", one, "-w", folder)
    run("plan", "import", two, "-w", folder)
    assert set(read_plan(folder / "plan.yaml").objectives) == {"grow", "keep"}
    run("plan", "import", two, "--replace", "-w", folder)
    assert set(read_plan(folder / "plan.yaml").objectives) == {"keep"}


def test_where_there_is_a_site_the_plan_is_in_its_database(tmp_path: Path) -> None:
    folder, plan, out = tmp_path / "acme", tmp_path / "in.yaml", tmp_path / "out.yaml"
    plan.write_text(PLAN)
    of_tests = ("NORTHING_", "DJANGO_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(of_tests)}

    def northing(*words: Any) -> str:  # Django is set up once a process
        command = [sys.executable, "-m", "northing", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=clean)
        assert done.returncode == 0, done.stderr
        return done.stdout

    northing("init", folder)
    northing("user", "add", "ada@example.com", "--role", "owner", "-w", folder)
    assert "added" in northing("plan", "import", plan, "-w", folder)
    (folder / "plan.yaml").write_text("objectives: []\n")  # a stranger's, not the site's
    northing("plan", "export", out, "-w", folder)
    assert set(read_plan(out).objectives) == {"grow"}
