"""The command line: every command explains itself, speaks JSON, and fails in sentences."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from story import AMOUNTS, write_chapter
from typer.testing import CliRunner

from northing.cli import COMMANDS, build, main
from northing.workspace.workspace import Workspace

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
    command = COMMANDS[name]
    assert len(command.help) > 20
    for words in [(name, part) for part in command.parts] or [(name,)]:
        assert "--json" in run(*words, "--help")


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


def test_content_loaded_before_is_told_with_its_first_name(folder, tmp_path):
    copy = tmp_path / "touches-renamed.csv"
    shutil.copy(folder.parent / "touches-0.csv", copy)
    said = run("load", copy, "--as", "touches", "-w", folder)
    assert "touches-renamed.csv: already loaded" in said
    assert "touches-0.csv" in said
    (load,) = json.loads(run("load", copy, "--as", "touches", "--json", "-w", folder))
    assert (load["file"], load["first_loaded_as"]) == ("touches-renamed.csv", "touches-0.csv")


@pytest.fixture
def empty(tmp_path) -> Path:
    run("init", tmp_path / "empty")
    return tmp_path / "empty"


@pytest.fixture
def spends(tmp_path) -> list[Path]:
    """Three files of spend that can be read."""
    paths = [tmp_path / f"{name}.csv" for name in "abc"]
    for month, path in enumerate(paths, start=1):
        path.write_text(
            "date,channel,amount,currency,clicks,impressions\n"
            f"2026-0{month}-01,email,12.50,EUR,23,1250\n"
        )
    return paths


def test_one_file_that_cannot_be_read_keeps_all_of_them_out(empty, spends, monkeypatch, capsys):
    bad = spends[1].with_name("bad.zip")
    bad.write_bytes(b"PK\x03\x04 no archive")
    said = fail(monkeypatch, capsys, "load", spends[0], bad, spends[1], "-w", empty)
    assert "Nothing was loaded, because 1 of 3 files cannot be read" in said
    assert "bad.zip" in said
    loads = json.loads(run("load", *spends, "--json", "-w", empty))
    assert [load["already_loaded"] for load in loads] == [False] * 3


@pytest.mark.parametrize("as_json", [False, True])
def test_a_load_that_stops_says_what_was_loaded(empty, spends, monkeypatch, capsys, as_json):
    whole = Workspace.load

    def refuse_the_second(self, table, file, **how):
        if Path(file).name == "b.csv":
            raise OSError(28, "No space left on device")
        return whole(self, table, file, **how)

    monkeypatch.setattr(Workspace, "load", refuse_the_second)
    words = ["load", *spends, "-w", empty, *(["--json"] if as_json else [])]
    monkeypatch.setattr(sys, "argv", ["northing", *(str(word) for word in words)])
    with pytest.raises(SystemExit):
        main()
    printed = capsys.readouterr()
    assert "b.csv was not loaded" in printed.err
    assert f"Loaded before it: {spends[0]}. Not tried: {spends[2]}." in printed.err
    if as_json:
        first, second, third = json.loads(printed.out)
        assert first["batch"]
        assert "No space left" in second["error"]
        assert third == {"file": "c.csv", "error": "not tried"}
    else:
        assert "a.csv: 1 rows for spend" in printed.out


def test_after_a_load_the_next_step_is_named(empty, spends):
    assert f"Next: northing refresh -w {empty}" in run("load", spends[0], "-w", empty)


def test_fractions_are_percentages_for_people(empty, spends):
    run("load", *spends, "-w", empty)
    run("refresh", "-w", empty)
    said = run("metric", "ctr", "--period", "2026-01", "--compare", "2026-02", "-w", empty)
    assert "Click-through rate (%), 2026-01" in said
    assert "1.84 %" in said
    assert "+0.00 pp" in said
    said = run("metric", "spend", "--by", "month", "--period", "2026", "-w", empty)
    assert "Media spend (EUR), 2026" in said
    assert "numerator" not in said
    assert "2026-03" in said
    assert "2026-04" not in said
    assert "runs past 2026-03-01" in said


def test_a_value_that_is_not_there_says_why(empty, spends):
    run("load", *spends, "-w", empty)
    run("refresh", "-w", empty)
    said = run("metric", "spend", "--period", "2025", "-w", empty)
    assert "media spend: none recorded" in said
    assert "the data run from 2026-01-01 to 2026-03-01" in said
    said = run("metric", "spend", "--where", "channel=mail", "-w", empty)
    assert "No row has channel 'mail'. Did you mean 'email'?" in said
    assert "Who is who" not in run("refresh", "-w", empty)


def test_the_rows_of_a_sum_and_what_is_unattributed_come_to_its_total(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    path = tmp_path / "late.csv"
    path.write_text("order_id,person_id,at,revenue,currency\no9,eve,2026-01-10T10:00:00Z,70,EUR\n")
    run("load", path, "--as", "orders", "-w", copy)
    run("refresh", "-w", copy)
    words = ("metric", "revenue", "--by", "channel", "--period", "2026-01", "-w", copy)
    lines = [line.split() for line in run(*words).splitlines()]
    amounts = {
        line[0]: float(line[1])
        for line in lines
        if len(line) > 1 and re.fullmatch(r"[0-9]+\.[0-9]{2}", line[1])
    }
    assert amounts.pop("unattributed") == 70
    assert amounts.pop("total") == 570 == pytest.approx(sum(amounts.values()) + 70, abs=0.02)
    table = json.loads(run(*words, "--json"))
    assert table["unattributed"]["value"] == 70
    said = run("metric", "roas", "--by", "channel", "--period", "2026-01", "-w", copy)
    assert "outside: 70.00 of the numerator" in said


def test_parameters_are_words(folder):
    said = run("metric", "roas", "--period", "2026-01", "-w", folder)
    assert "lookback 90 days" in said or "lookback order 90" in said
    assert not any(mark in said.splitlines()[-1] for mark in "{}[]'_")


def test_match_rates_are_explained(folder):
    said = run("refresh", "-w", folder)
    assert "conversions name somebody whose journey can be followed" in said


def test_journeys_without_conversions_say_what_to_load(empty, spends, monkeypatch, capsys):
    run("load", *spends, "-w", empty)
    run("refresh", "-w", empty)
    assert "load conversions" in fail(monkeypatch, capsys, "journeys", "-w", empty)


def test_a_load_says_which_published_rows_it_replaces(empty, spends):
    run("load", *spends, "-w", empty)
    run("refresh", "-w", empty)
    spends[0].write_text(spends[0].read_text().replace("12.50", "99.50"))
    said = run("load", spends[0], "-w", empty)
    assert "1 rows of email, 2026-01-01 to 2026-01-01, 12.50 EUR" in said


def test_kinds_without_a_value_show_none(empty, tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text("conversion_id,person_id,at,kind\nc1,ada,2026-01-10T10:00:00Z,lead\n")
    run("load", path, "--as", "conversions", "-w", empty)
    path = tmp_path / "visits.csv"
    path.write_text("person_id,at,channel\nada,2026-01-09T10:00:00Z,email\n")
    run("load", path, "--as", "touches", "-w", empty)
    run("refresh", "-w", empty)
    for words in (("attribute", "--kind", "lead"), ("journeys", "--kind", "lead")):
        said = run(*words, "-w", empty)
        assert "email" in said
        assert "0.00" not in said.replace("0.00   0.0 to 0.0   –", "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("init", "FILE"), "FILE is a file; expected a folder."),
        (("demo", "FILE"), "FILE is a file; expected a folder."),
        (("init", "FILE/below"), "FILE/below"),
    ],
)
def test_what_the_system_refuses_is_a_sentence(tmp_path, monkeypatch, capsys, words, expected):
    file = tmp_path / "file.txt"
    file.write_text("mine")
    words = [word.replace("FILE", str(file)) for word in words]
    assert expected.replace("FILE", str(file)) in fail(monkeypatch, capsys, *words)
    assert file.read_text() == "mine"


def test_a_bug_keeps_its_traceback(folder, monkeypatch):
    def broken(*_given, **_named):
        raise ZeroDivisionError

    monkeypatch.setattr(Workspace, "metric", broken)
    monkeypatch.setattr(sys, "argv", ["northing", "metric", "spend", "-w", str(folder)])
    with pytest.raises(ZeroDivisionError):
        main()


def test_an_interruption_is_no_traceback(folder, monkeypatch, capsys):
    def interrupted(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(Workspace, "refresh", interrupted)
    monkeypatch.setattr(sys, "argv", ["northing", "refresh", "-w", str(folder)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code
    assert "Traceback" not in capsys.readouterr().err


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
    amounts = {"conversions", "conversions_low", "conversions_high", "value", "low", "high"}
    assert set(table["rows"][0]) == {"channel"} | amounts
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
        (("metric", "spend", "--rule", "markov"), "spend takes no rule"),
        (("journeys", "--kind", "banana"), "kind of conversion 'banana'. Known: order"),
        (("load", ".", "."), "is a folder; load it by itself"),
        (("erase", " ", "--yes"), "The id is empty"),
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
    assert "Nobody by that id is known" in run("erase", "zoe@example.com", "--yes", "-w", copy)


def test_erasing_someone_whose_rows_wait_for_a_refresh_is_no_stranger(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    path = tmp_path / "new.csv"
    path.write_text("person_id,at,channel\nnew@example.com,2026-01-09T10:00:00Z,email\n")
    run("load", path, "--as", "touches", "-w", copy)
    assert "Erased" in run("erase", "new@example.com", "--yes", "-w", copy)


def test_demo_stands_on_its_own_and_again(tmp_path, monkeypatch, capsys):
    target = tmp_path / "demo"
    first = json.loads(run("demo", target, "--people", "400", "--seed", "3", "--json"))
    assert {path.name for path in target.iterdir()} >= {"files", "truth.json", "northing.toml"}
    assert [row for row in first["reconciled"] if row["difference"]] == []
    again = json.loads(run("demo", target, "--json"))
    assert again["snapshot"] == first["snapshot"]
    same = json.loads(run("demo", target, "--people", "400", "--seed", "3", "--json"))
    assert same["snapshot"] == first["snapshot"]
    for other in (("--people", "500"), ("--seed", "4")):
        said = fail(monkeypatch, capsys, "demo", target, "--no-serve", *other)
        assert "already built with 400 people and seed 3" in said


def test_demo_refuses_a_workspace_of_ones_own(folder, monkeypatch, capsys):
    assert "no demo" in fail(monkeypatch, capsys, "demo", folder, "--no-serve")


def test_demo_refuses_a_folder_in_use(tmp_path, monkeypatch, capsys):
    (tmp_path / "mine.txt").write_text("precious")
    assert "not empty" in fail(
        monkeypatch, capsys, "demo", tmp_path, "--people", "300", "--no-serve"
    )
