"""What a snapshot said it says again, to the last digit, whatever was loaded or set since."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from northing.errors import Missing
from northing.lake import Snapshot
from northing.workspace.demo import build_demo
from northing.workspace.workspace import Workspace

METRICS = ("roas", "spend", "revenue", "leads", "cpl", "cac", "new_pipeline", "win_rate_cohort")
PERIOD = "2026-Q1"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("company") / "demo"
    return build_demo(folder, people=600, seed=5, tell=lambda _text: None)


@pytest.fixture
def ws(company: Workspace, tmp_path: Path) -> Workspace:
    """A company of its own: some tests take things away."""
    shutil.copytree(company.folder, tmp_path / "demo")
    return Workspace(tmp_path / "demo")


def everything(ws: Workspace, snapshot: Snapshot) -> dict[str, object]:
    """Numbers of one snapshot, as an output writes them."""
    said: dict[str, object] = {}
    for name in METRICS:
        table = ws.metric(name, period=PERIOD, snapshot=snapshot)
        said[name] = repr((table.total, table.rows))
    for rule in ("linear", "markov", "time_decay"):
        credit = ws.attribute(kind="won", rule=rule, by="channel", period=PERIOD, snapshot=snapshot)
        parts = (credit.rows, credit.unattributed, credit.total, sorted(credit.parameters.items()))
        said[f"credit by {rule}"] = repr(parts)
    said["settings"] = json.dumps(dict(snapshot.settings), default=str, sort_keys=True)
    return said


def digest(said: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def test_an_older_snapshot_says_the_same_after_new_data_and_other_settings(
    ws: Workspace, tmp_path: Path
) -> None:
    first = ws.snapshot()
    before = everything(ws, first)
    restated = tmp_path / "spend.csv"
    restated.write_text(
        "date,channel,campaign,amount,currency,source\n"
        "2026-02-03,paid_search,Late invoice,1234.56,EUR,agency\n",
        encoding="utf-8",
    )
    ws.load("spend", restated)
    settings = ws.folder / "northing.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('rule = "linear"', 'rule = "last"'), encoding="utf-8")
    later = Workspace(ws.folder)
    second = later.refresh()

    assert second.id != first.id
    assert dict(second.settings) != dict(first.settings)
    again = everything(Workspace(ws.folder), later.snapshot(first.id))
    assert digest(again) == digest(before)
    now = everything(later, second)
    assert {name for name in now if now[name] != before[name]} >= {"spend", "settings"}


def test_a_missing_input_is_named_and_no_number_is_made_up(ws: Workspace) -> None:
    snapshot = ws.snapshot()
    for file in (ws.lake.root / "tables" / "spend_daily").rglob("*.parquet"):
        file.unlink()
    said = Workspace(ws.folder).metric("roas", period=PERIOD, snapshot=snapshot)
    assert said.total.value is None
    assert any(f"spend_daily of snapshot {snapshot.id}" in note for note in said.notes)


def test_a_snapshot_that_was_never_published_is_missing(ws: Workspace) -> None:
    with pytest.raises(Missing, match="00000099"):
        ws.snapshot("00000099")
