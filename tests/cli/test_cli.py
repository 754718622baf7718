"""The command line: every command explains itself, speaks JSON, and fails in sentences."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from story import AMOUNTS, write_chapter
from typer.testing import CliRunner

from northing.cli import COMMANDS, build, main

RUNNER = CliRunner()


def run(*words: object, expect: int = 0):
    done = RUNNER.invoke(build(), [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == expect, done.output
    return done.output


def fail(monkeypatch, capsys, *words: object) -> str:
    """What a command says on standard error when it fails."""
    monkeypatch.setattr(sys, "argv", ["northing", *(str(word) for word in words)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    error = capsys.readouterr().err
    assert "Traceback" not in error
    return error


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A workspace made, loaded and refreshed by the command line alone."""
    home = tmp_path_factory.mktemp("cli")
    workspace = home / "acme"
    run("init", workspace, "--currency", "EUR", "--time-zone", "Europe/Berlin")
    for chapter in (0, 1):
        for table, path in write_chapter(chapter, home):
            run("load", path, "--as", table, "-w", workspace)
    run("refresh", "-w", workspace)
    return workspace


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_a_help_text_and_json(name):
    said = run(name, "--help")
    assert len(COMMANDS[name].run.__doc__ or "") > 20
    assert "--json" in said


def test_help_lists_every_command():
    said = run("--help")
    assert all(name in said for name in COMMANDS)


def test_help_needs_none_of_the_heavy_packages():
    code = (
        "import sys; sys.argv = ['northing', '--help']\n"
        "from northing.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'duckdb', 'numba', 'numpy', 'pandas', 'pyarrow', 'deltalake', 'scipy'}\n"
        "sys.exit(f'loaded {heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_dry_run_shows_columns_and_loads_nothing(folder, tmp_path):
    path = tmp_path / "fresh.csv"
    path.write_text("day,channel,cost,currency\n2026-02-01,email,12.50,EUR\n")
    (reading,) = json.loads(run("load", path, "--dry-run", "--json", "-w", folder))
    origins = {match["column"]: match["file_column"] for match in reading["columns"]}
    assert reading["table"] == "spend"
    assert (origins["date"], origins["amount"]) == ("day", "cost")
    assert "12.50" in str(reading["columns"])
    loaded = json.loads(run("load", path, "--json", "-w", folder))
    assert loaded[0]["already_loaded"] is False


def test_a_second_load_says_already_loaded(folder):
    path = folder.parent / "touches-0.csv"
    assert "already loaded" in run("load", path, "--as", "touches", "-w", folder)


def test_metric_prints_the_promised_json(folder):
    said = run("metric", "spend", "--by", "channel", "--period", "2026-01", "--json", "-w", folder)
    table = json.loads(said)
    wanted = {"metric", "title", "unit", "good", "definition", "parameters", "period", "snapshot"}
    assert wanted | {"rows", "total"} <= set(table)
    assert table["total"]["value"] == AMOUNTS[1]["spend"]
    assert set(table["rows"][0]) >= {"channel", "value", "numerator", "denominator"}


def test_attribute_prints_the_promised_json(folder):
    said = run("attribute", "--kind", "order", "--rule", "markov", "--json", "-w", folder)
    table = json.loads(said)
    wanted = {"kind", "rule", "by", "lookback_days", "snapshot", "rows", "unattributed", "total"}
    assert wanted <= set(table)
    assert set(table["rows"][0]) == {"channel", "conversions", "value"}
    total = sum(row["value"] for row in table["rows"]) + table["unattributed"]["value"]
    assert total == pytest.approx(table["total"]["value"]) == AMOUNTS[1]["credited"]


def test_defaults_come_from_the_settings_and_are_echoed(folder):
    table = json.loads(run("attribute", "--kind", "order", "--json", "-w", folder))
    assert (table["rule"], table["lookback_days"]) == ("linear", 90)


def test_catalogues_are_listed(folder):
    metrics = json.loads(run("metric", "--json"))
    rules = json.loads(run("attribute", "--rules", "--json"))
    assert {"roas", "cac", "spend"} <= {metric["metric"] for metric in metrics}
    assert {"markov", "shapley", "w_shaped"} <= {rule["rule"] for rule in rules}
    assert "Return on ad spend" in run("metric")
    assert "W-shaped" in run("attribute", "--rules")


def test_tables_for_people_come_to_the_same_numbers(folder):
    said = run("attribute", "--kind", "order", "-w", folder)
    assert "unattributed" in said
    assert "500.00" in said
    assert "190.00" in run("metric", "spend", "--period", "2026-01", "-w", folder)
    assert "email" in run("journeys", "--kind", "order", "-w", folder)


def test_refresh_says_when_nothing_has_changed(folder):
    run("refresh", "-w", folder)
    assert json.loads(run("refresh", "--json", "-w", folder))["new"] is False


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("metric", "roass"), "Did you mean 'roas'"),
        (("metric", "spend", "--period", "2026-Q9"), "quarter is 9"),
        (("attribute", "--kind", "sale"), "kind of conversion 'sale'"),
        (("attribute", "--by", "planet"), "dimension 'planet'"),
        (("journeys", "--deal", "D1"), "D1"),
        (("load", "no-such-file.csv"), "no-such-file.csv"),
        (("metric", "spend", "--where", "country"), "DIMENSION=VALUE"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(folder, monkeypatch, capsys, words, expected):
    assert expected in fail(monkeypatch, capsys, *words, "-w", folder)


def test_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path, monkeypatch, capsys):
    assert "northing init" in fail(monkeypatch, capsys, "refresh", "-w", tmp_path)


def test_init_refuses_to_overwrite(folder, monkeypatch, capsys):
    assert "already is a workspace" in fail(monkeypatch, capsys, "init", folder)


def test_the_environment_names_the_workspace(folder, monkeypatch):
    monkeypatch.setenv("NORTHING_WORKSPACE", str(folder))
    assert json.loads(run("metric", "spend", "--period", "2026-01", "--json"))["total"]["value"]


def test_erase_asks_first(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    asked = RUNNER.invoke(build(), ["erase", "bob@example.com", "-w", str(copy)], input="n\n")
    assert asked.exit_code == 1
    done = json.loads(run("erase", "bob@example.com", "--yes", "--json", "-w", copy))
    assert done["rows"]["orders"] == 1


def test_demo_stands_on_its_own_and_again(tmp_path):
    target = tmp_path / "demo"
    first = json.loads(run("demo", target, "--people", "400", "--seed", "3", "--json"))
    assert {path.name for path in target.iterdir()} >= {"files", "truth.json", "northing.toml"}
    assert [row for row in first["reconciled"] if row["difference"]] == []
    again = json.loads(run("demo", target, "--json"))
    assert again["snapshot"] == first["snapshot"]


def test_demo_refuses_a_folder_in_use(tmp_path, monkeypatch, capsys):
    (tmp_path / "mine.txt").write_text("precious")
    assert "not empty" in fail(monkeypatch, capsys, "demo", tmp_path, "--people", "300")
