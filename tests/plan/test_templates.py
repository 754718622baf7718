"""Templates of objectives: what each must hold so that it can be taken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from northing.metrics import METRICS, MetricRef
from northing.plan.kinds.key_result import KeyResult
from northing.plan.kinds.objective import Objective
from northing.plan.template import TEMPLATES


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_becomes_an_objective(key: str) -> None:
    one = TEMPLATES[key]
    made = Objective("new", one.title, one.level, "mara", one.family, horizon=one.horizon)
    assert made.state == "active"


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_leads_and_lags(key: str) -> None:
    assert {draft.leads for draft in TEMPLATES[key].key_results} == {"leading", "lagging"}


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_draft_needs_only_number_date_and_owner(key: str) -> None:
    for draft in TEMPLATES[key].key_results:
        made = KeyResult(
            "new",
            "new",
            draft.title,
            "mara",
            draft.kind,
            Decimal(1),
            date(2026, 1, 1),
            date(2026, 12, 31),
            metric=draft.metric,
            baseline=Decimal(2),
            better=draft.better,
            unit=draft.unit,
            window=draft.window,
            leads=draft.leads,
        )
        assert made.title == draft.title


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_draft_names_a_metric_that_is_there_in_its_unit(key: str) -> None:
    units = {
        "count": "count",
        "money": "money",
        "points": "fraction",
        "ratio": "×",
        "score": "points",
    }
    for draft in TEMPLATES[key].key_results:
        if draft.metric:
            metric = METRICS[MetricRef.parse(draft.metric).name]
            assert metric.unit == units[draft.unit], draft.metric


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_draft_says_why_and_how_large_but_gives_no_number_of_its_own(key: str) -> None:
    for draft in TEMPLATES[key].key_results:
        assert draft.why.endswith(".")
        assert draft.size.endswith(".")
        assert not {"target", "due", "owner"} & {*vars(draft)}
