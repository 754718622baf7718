"""A metric joins from another distribution: one entry point, nothing edited here."""

from __future__ import annotations

import pytest

from northing.catalog import Catalog
from northing.errors import BadInput
from northing.metrics import METRICS, Metric

MODULE = """
from northing.metrics import Metric, Term

ENTRY = Metric(
    title="Cost per opportunity euro",
    family="profitability",
    definition="Media spend ÷ new pipeline.",
    unit="fraction",
    good="down",
    grain="day × campaign",
    numerator=(Term("spend"),),
    denominator=(Term("pipeline", credit="when split"),),
    trap="Amounts are edited until the deal closes.",
    source="Acme.",
)
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a distribution that brings a metric, and read the catalogue afresh."""

    def install(key: str) -> Catalog[Metric]:
        (tmp_path / "acme_metrics.py").write_text(MODULE)
        info = tmp_path / "acme_metrics-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-metrics\nVersion: 1.0\n")
        points = f"[northing.metrics.catalogue]\n{key} = acme_metrics:ENTRY\n"
        (info / "entry_points.txt").write_text(points)
        monkeypatch.syspath_prepend(tmp_path)
        catalogue = Catalog("northing.metrics.catalogue", "metric", Metric)
        monkeypatch.setattr("northing.metrics.computation.METRICS", catalogue)
        return catalogue

    return install


def test_a_metric_from_outside_is_computed_like_ours(installed, measure):
    catalogue = installed("cost_per_pipeline")
    assert set(catalogue) == {*METRICS, "cost_per_pipeline"}
    assert measure("cost_per_pipeline").total.value == 1000 / 3000
    assert measure("cost_per_pipeline", "campaign").total.value == 1000 / 3000


def test_a_metric_from_outside_cannot_take_a_name_that_is_there(installed):
    catalogue = installed("roas")
    with pytest.raises(BadInput, match="already there"):
        list(catalogue)
