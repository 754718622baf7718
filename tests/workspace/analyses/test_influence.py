"""Influenced and sourced agree with the metrics and with SQL over touches, each deal once."""

from __future__ import annotations

import json

import pytest

from northing.errors import Missing, Unknown
from northing.workspace.analyses.influence import DEFINITIONS

PERIOD = "2025"


@pytest.mark.parametrize("name", ["influenced_revenue", "influenced_pipeline"])
def test_the_totals_are_those_of_the_metrics(company, name):
    found = company.influence(period=PERIOD)
    metric = company.metric(name, period=PERIOD)
    assert getattr(found, name).value == pytest.approx(float(metric.total.value))


@pytest.mark.parametrize("name", ["influenced_revenue", "influenced_pipeline"])
@pytest.mark.parametrize("by", ["channel", "campaign"])
def test_the_rows_are_those_of_the_metrics(company, by, name):
    found = {row.key: getattr(row, name).value for row in company.influence(by=by).rows}
    for row in company.metric(name, by=by, period="2024-01-01..2026-12-31").rows:
        if row.value:
            assert found[row.keys[by]] == pytest.approx(float(row.value))


@pytest.mark.parametrize("definition", list(DEFINITIONS))
def test_sourced_by_every_definition_is_what_its_table_says(company, sql, definition):
    found = company.influence(by="channel")
    (whole,) = sql(f"""
        SELECT CAST(sum({definition}) AS DOUBLE) AS value FROM pipeline_sources_daily""")
    assert found.sourced_pipeline[definition].value == pytest.approx(whole["value"])
    rows = sum(row.sourced_pipeline[definition].value for row in found.rows)
    assert rows == pytest.approx(whole["value"])


def test_influenced_revenue_is_counted_once_as_a_join_says(company, sql):
    days = company.settings.lookback("won")
    (joined,) = sql(f"""
        SELECT CAST(sum(value) AS DOUBLE) AS value, count(*) AS n FROM journey_conversions c
        WHERE kind = 'won' AND EXISTS (
            SELECT 1 FROM touches t JOIN identities i ON i.person_id = t.person_id
            WHERE i.journey_id = c.journey_id AND t."at" <= c."at"
              AND t."at" > c."at" - INTERVAL {days} DAY
              AND t.channel IN (SELECT channel FROM channels WHERE role = 'marketing')
              AND (t.kind IS NULL OR lower(t.kind) <> 'impression'))""")
    (orders,) = sql("""
        SELECT CAST(sum(value) AS DOUBLE) AS value FROM influence_daily
        WHERE kind = 'order' AND counted_by = 'all'""")
    found = company.influence().influenced_revenue
    assert found.value == pytest.approx(joined["value"] + orders["value"])


def test_rows_overlap_and_the_total_does_not(company):
    found = company.influence(by="channel")
    rows = sum(row.influenced_revenue.value for row in found.rows)
    assert rows > found.influenced_revenue.value
    assert found.influenced_revenue.value <= found.revenue
    assert found.influenced_pipeline.value <= found.pipeline


def test_influenced_and_sourced_cannot_be_added(company):
    found = company.influence()
    one, other = found.rows[0].influenced_pipeline, found.sourced_pipeline["crm_source"]
    for added in (lambda: one + one, lambda: one + other, lambda: sum([other, other])):
        with pytest.raises(TypeError):
            added()


def test_a_wrong_dimension_and_an_empty_workspace_are_refused(company, ws, load_text):
    with pytest.raises(Unknown, match="campaign"):
        company.influence(by="segment")
    load_text("spend", "date,channel,amount,currency\n2026-01-05,email,10.00,EUR")
    ws.refresh()
    with pytest.raises(Missing, match="deals"):
        ws.influence()


def test_without_deals_pipeline_is_unknown_and_not_zero(ws, load_text):
    load_text(
        "orders",
        """order_id,person_id,at,revenue,currency
        o1,ada@example.com,2026-01-09T10:00:00Z,300.00,EUR""",
    )
    load_text(
        "touches",
        """person_id,at,channel
        ada@example.com,2026-01-05T09:00:00Z,email""",
    )
    ws.refresh()
    found = ws.influence(by="channel")
    assert found.influenced_revenue.value == 300
    assert found.influenced_pipeline is None
    assert found.sourced_pipeline == {}
    assert found.pipeline is None
    assert "no opportunities" in found.notes[-1]


def test_the_answer_is_plain_json(company):
    told = json.loads(json.dumps(company.influence().to_json()))
    assert told["additive_over_rows"]["influenced"] is False
    assert set(told["sourced_pipeline"]) == set(DEFINITIONS)
