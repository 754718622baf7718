"""What the documentation shows works: its commands, its settings, its code, its site."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from northing.attribution import RULES, attribute
from northing.catalog import Catalog
from northing.cli import COMMANDS, build
from northing.metrics import METRICS, describe_metric, parse_metric
from northing.plan import KINDS
from northing.plan.sheets import FORMS
from northing.sources import EXPORTS, load_mapping
from northing.tables import CONTRACTS, DERIVED
from northing.workspace.health import CHECKS
from northing.workspace.settings import Settings, parse_settings

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path
    for path in [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    if path.parent.name != "reference"
)


def blocks(language: str) -> Iterator[Any]:
    """Every code block of a language in the written pages."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for number, found in enumerate(re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)):
            yield pytest.param(found, id=f"{page.relative_to(REPOSITORY)}-{number}")


def shown_commands() -> Iterator[Any]:
    for block in blocks("console"):
        for line in str(block.values[0]).splitlines():
            if line.startswith("$ northing "):
                yield pytest.param(line.removeprefix("$ ").split("  #")[0], id=line[2:60])


@pytest.mark.parametrize("line", list(shown_commands()))
def test_a_command_that_is_shown_exists_with_its_options(line: str) -> None:
    _, name, *words = shlex.split(line)
    assert name in COMMANDS

    command = typer.main.get_command(build()).commands[name]  # type: ignore[attr-defined]
    if COMMANDS[name].parts:
        command = command.commands[words[0]]
    known = {o for param in command.params for o in (*param.opts, *param.secondary_opts)}
    assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize("text", list(blocks("toml")))
def test_settings_and_mappings_that_are_shown_are_accepted(text: str) -> None:
    content = tomllib.loads(text)
    if "project" in content:
        groups = content["project"]["entry-points"]
        assert all(importlib.util.find_spec(group) for group in groups)
    elif set(content) <= set(Settings.__dataclass_fields__) - {"currency", "time_zone"}:
        parse_settings({"name": "Acme", **content})
    elif "numerator" in content:
        assert parse_metric("shown", content).numerator
    else:
        load_mapping(content)


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", REPOSITORY / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("page", "catalogue"),
    [
        ("rules", RULES), ("metrics", METRICS), ("tables", CONTRACTS), ("derived", DERIVED),
        ("commands", COMMANDS), ("exports", EXPORTS), ("checks", CHECKS),
        ("plan", KINDS), ("plan", FORMS),
    ],
)  # fmt: skip
def test_a_reference_page_describes_every_entry(page: str, catalogue: Catalog[Any]) -> None:
    text = getattr(generator(), page)()

    missing = [name for name in catalogue if not re.search(rf"[`#/ ]{re.escape(name)}\b", text)]
    assert not missing


def test_the_settings_page_names_every_setting() -> None:
    text = generator().settings()

    unusual = {"wait_seconds"}  # for tests and machines that share a disk
    missing = [name for name in Settings.__dataclass_fields__ if name not in text]
    assert set(missing) <= unusual


def test_the_site_builds_and_fetches_nothing_from_elsewhere(tmp_path: Path) -> None:
    generator().main()

    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-d", tmp_path],
        cwd=REPOSITORY,
        env={"NO_MKDOCS_2_WARNING": "1", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    fetched = [
        (page.name, address)
        for page in tmp_path.rglob("*.html")
        for address in re.findall(
            r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"?(https?:[^\s\">]+)",
            page.read_text(encoding="utf-8"),
        )
    ]
    assert not fetched


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Adds a file to a catalogue's folder for one test; returns the catalogue's new key."""
    touched: list[Catalog[Any]] = []

    def add(catalogue: Catalog[Any], name: str, text: str) -> None:
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        folder = importlib.import_module(catalogue.package)
        monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path)])
        catalogue.__dict__.pop("_entries", None)
        touched.append(catalogue)

    yield add
    for catalogue in touched:
        catalogue.__dict__.pop("_entries", None)


def contributing(heading: str) -> tuple[str, str]:
    """The file that a section of CONTRIBUTING.md tells to save: its name and its text."""
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    name = re.search(r"`src/northing/[\w/]+/(\w+)\.py`", section)
    code = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert name is not None
    assert code is not None
    return name[1], code[1]


def test_the_rule_of_the_contributors_guide_works_as_one_file(one_more: Any) -> None:
    import pyarrow as pa

    name, code = contributing("Add an attribution rule")

    one_more(RULES, name, code)

    at = pa.array([1, 2, 3], pa.timestamp("us", "UTC"))
    touches = pa.table({"person_id": ["a"] * 3, "at": at, "channel": ["x", "y", "z"]})
    conversions = pa.table({"person_id": ["a"], "at": pa.array([4], at.type), "value": [80.0]})
    credited = attribute(touches, conversions, rule=name)
    assert [(row.key, row.value) for row in credited.rows] == [(("x",), 40.0), (("z",), 40.0)]


def test_the_metric_of_the_contributors_guide_works_as_one_file(one_more: Any) -> None:
    name, code = contributing("Add a metric")

    one_more(METRICS, name, code)

    assert "orders_daily" in describe_metric(name)["tables"]


TOUCHES = """person_id,at,channel,campaign,kind
ada@example.com,2026-07-01 10:00:00,paid_search,summer,visit
ada@example.com,2026-08-01 10:00:00,email,news,click
bob@example.com,2026-08-02 10:00:00,email,news,click
"""
CONVERSIONS = """conversion_id,person_id,at,kind,value,currency
c1,ada@example.com,2026-08-20 12:00:00,won,900,EUR
c2,eve@example.com,2026-08-21 12:00:00,won,100,EUR
"""
SPEND = """date,channel,campaign,amount,currency,clicks,impressions
2026-07-01,paid_search,summer,300,EUR,30,3000
2026-10-05,paid_search,summer,1,EUR,1,100
"""


def test_the_python_of_getting_started_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa

    import northing
    from northing.workspace.workspace import Workspace

    monkeypatch.chdir(tmp_path)
    for name, text in {"touches": TOUCHES, "conversions": CONVERSIONS, "spend": SPEND}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    workspace = Workspace.init(tmp_path / "acme")
    workspace.load("conversions", "conversions.csv")
    workspace.load("spend", "spend.csv")
    at = pa.array([1], pa.timestamp("us", "UTC"))
    names: dict[str, Any] = {
        "touches": pa.table({"person_id": ["a"], "at": at, "channel": ["search"]}),
        "conversions": pa.table({"person_id": ["a"], "at": at, "value": [80.0]}),
    }

    page = (REPOSITORY / "docs" / "getting-started.md").read_text(encoding="utf-8")
    shown = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    for code in shown:
        exec(code, names)  # noqa: S102 -- the page's own text

    assert len(shown) == 2
    assert names["credit"].rows[0].key == ("search",)
    credited = northing.open("acme").attribute(kind="won", rule="linear", by="channel")
    assert credited.total.value == pytest.approx(1000)
    assert credited.unattributed.value == pytest.approx(100)


def test_the_budget_sheet_that_is_shown_reads_as_shown(capsys: pytest.CaptureFixture[str]) -> None:
    page = (REPOSITORY / "docs" / "planning.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(shown, "planning.md", "exec"), {})  # noqa: S102 - our own page
    said = re.findall(r"\)  +# (.*)", shown)
    assert capsys.readouterr().out.splitlines() == said
