"""The 80/20 curve of a company, against SQL over its rollups."""

from __future__ import annotations

import json

import pytest

from northing.errors import Missing, NotDivisible, Unknown


def test_the_first_campaigns_bring_what_sql_says(company, sql):
    found = company.concentration(by="campaign")
    by_campaign = sql("""
        SELECT campaign, sum(value_linear) AS value FROM credit_daily
        WHERE kind IN ('order', 'won') AND channel IS NOT NULL AND campaign IS NOT NULL
        GROUP BY campaign ORDER BY value DESC""")
    values = [row["value"] for row in by_campaign]
    assert found.total == pytest.approx(sum(values))
    top = values[: found.top_keys]
    assert found.top_share == pytest.approx(sum(top) / sum(values))
    assert found.rows[0].key == by_campaign[0]["campaign"]
    assert sum(values[: found.keys_for_most]) >= 0.8 * sum(values)
    assert sum(values[: found.keys_for_most - 1]) < 0.8 * sum(values)


def test_all_credit_and_all_spend_is_on_the_curve_or_named_beside_it(company, sql):
    found = company.concentration(by="campaign")
    (whole,) = sql("""
        SELECT sum(value_linear) AS value FROM credit_daily WHERE kind IN ('order', 'won')""")
    assert found.total + sum(found.outside.values()) == pytest.approx(whole["value"])
    (spent,) = sql("SELECT CAST(sum(amount) AS DOUBLE) AS amount FROM spend_daily")
    beside = sum(found.not_measurable.values())
    assert found.spend + beside == pytest.approx(spent["amount"])
    assert any(name.startswith("tv_") for name in found.not_measurable)


def test_the_tail_is_what_costs_behind_the_first_eighty_percent(company):
    found = company.concentration(by="campaign")
    tail = found.rows[found.keys_for_most :]
    assert found.tail_spend == pytest.approx(sum(row.spend or 0 for row in tail))
    assert found.rows[-1].cumulative_spend_share == 1
    assert found.rows[-1].cumulative_share == 1


def test_a_conversion_without_touches_still_has_its_segment(company, sql):
    found = company.concentration(by="segment", of="conversions", kind="order")
    (whole,) = sql("""
        SELECT CAST(sum(conversions) AS DOUBLE) AS n FROM conversions_daily
        WHERE kind = 'order' AND segment IS NOT NULL""")
    assert found.total == pytest.approx(whole["n"])
    assert found.spend is None
    assert "segment" in found.notes[-1]


def test_spend_itself_has_a_curve_with_television_on_it(company):
    found = company.concentration(by="channel", of="spend")
    assert "television" in {row.key for row in found.rows}
    assert found.total == pytest.approx(found.spend)


def test_spend_by_segment_is_refused(company):
    with pytest.raises(NotDivisible, match="segment"):
        company.concentration(by="segment", of="spend")


@pytest.mark.parametrize("asked", [{"by": "planet"}, {"of": "joy"}, {"rule": "best"}])
def test_unknown_names_are_refused(company, asked):
    with pytest.raises(Unknown):
        company.concentration(**asked)


def test_the_answer_is_plain_json(company):
    told = json.loads(json.dumps(company.concentration(by="channel").to_json()))
    assert told["rows"][0]["cumulative_share"] == pytest.approx(told["rows"][0]["share"])


def test_missing_spend_is_not_zero_spend(ws, load_text):
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
    found = ws.concentration(by="channel")
    assert found.rows[0].amount == 300
    assert found.rows[0].spend is None
    assert found.spend is None
    assert found.tail_spend is None
    assert "no spend" in " ".join(found.notes)
    with pytest.raises(Missing, match="spend"):
        ws.concentration(by="channel", of="spend")
