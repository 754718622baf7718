"""Metrics of a workspace: read from its folder, kept with the snapshot, asked like any other."""

from __future__ import annotations

import pytest

from northing.errors import BadInput, BadSetting, Unknown
from northing.workspace.workspace import Workspace

SPEND = """date,channel,amount,currency,clicks
2026-03-01,search,100,EUR,50
2026-03-02,search,50,EUR,25
"""
METRIC = """
title = "Clicks for each euro"
family = "profitability"
definition = "Clicks ÷ media spend."
unit = "×"
good = "up"
trap = "Platforms define a click differently."
numerator = ["clicks"]
denominator = ["spend"]
"""


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    ws = Workspace.init(tmp_path / "acme")
    (tmp_path / "spend.csv").write_text(SPEND, encoding="utf-8")
    ws.load("spend", tmp_path / "spend.csv")
    (ws.folder / "metrics").mkdir()
    (ws.folder / "metrics" / "clicks_per_euro.toml").write_text(METRIC, encoding="utf-8")
    return Workspace(ws.folder)


def test_it_is_asked_like_any_other_and_listed(workspace):
    workspace.refresh()
    assert workspace.metric("clicks_per_euro", period="2026-03").total.value == 0.5
    assert "clicks_per_euro" in workspace.metrics()
    assert "roas" in workspace.metrics()


def test_a_snapshot_keeps_the_definition_it_was_made_with(workspace):
    before = workspace.refresh()
    changed = METRIC.replace('["clicks"]', '["spend"]')
    (workspace.folder / "metrics" / "clicks_per_euro.toml").write_text(changed, encoding="utf-8")
    again = Workspace(workspace.folder)
    assert again.metric("clicks_per_euro", period="2026-03").total.value == 0.5
    after = again.refresh()
    assert after.number == before.number + 1
    assert again.metric("clicks_per_euro", period="2026-03").total.value == 1.0
    old = again.metric("clicks_per_euro", period="2026-03", snapshot=before)
    assert old.total.value == 0.5


def test_a_metric_newer_than_the_snapshot_says_what_to_do(workspace):
    (workspace.folder / "metrics.toml").write_text(f"[later]\n{METRIC}", encoding="utf-8")
    workspace.refresh()
    with pytest.raises(BadInput, match="run `northing refresh`"):
        Workspace(workspace.folder).metric("later")
    Workspace(workspace.folder).refresh()
    assert Workspace(workspace.folder).metric("later", period="2026-03").total.value == 0.5
    with pytest.raises(Unknown, match=r"no metric 'latr'\. Did you mean 'later'"):
        Workspace(workspace.folder).metric("latr")


def test_a_wrong_definition_stops_the_workspace_with_its_file_named(workspace):
    wrong = METRIC.replace('"clicks"', '"clics"')
    (workspace.folder / "metrics" / "clicks_per_euro.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(BadSetting, match=r"metrics/clicks_per_euro.toml.*Did you mean 'clicks'"):
        Workspace(workspace.folder)


def test_a_metric_defined_twice_is_refused(workspace):
    together = workspace.folder / "metrics.toml"
    together.write_text(f"[clicks_per_euro]\n{METRIC}", encoding="utf-8")
    with pytest.raises(BadSetting, match="defined twice"):
        Workspace(workspace.folder)


def test_text_that_is_no_toml_is_refused(workspace):
    (workspace.folder / "metrics" / "odd.toml").write_text("title = ", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"odd\.toml is not valid TOML"):
        Workspace(workspace.folder)
