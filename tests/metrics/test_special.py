"""What is not a plain ratio of sums: intervals, medians, stocks, windows, things counted once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from northing.errors import BadInput, NotDivisible, Unknown
from northing.metrics import Metric, Term, Variant
from northing.metrics.intervals import net_score, share, weighted_share


def test_the_net_promoter_score_and_its_adjusted_interval(measure):
    total = measure("nps").total  # 50 promoters, 30 passives, 20 detractors
    assert total.value == 30.0
    assert (round(total.low, 2), round(total.high, 2)) == (14.05, 44.20)
    low, high = net_score(5, 5, 5)
    assert (round(100 * low, 1), high) == (17.5, 1.0)


def test_a_share_has_wilsons_bounds(measure):
    total = measure("csat").total
    assert (round(total.low, 4), round(total.high, 4)) == (0.4038, 0.5962)
    total = measure("ces").total
    assert (round(total.low, 4), round(total.high, 4)) == (0.0050, 0.0639)
    assert round(share(0, 10)[1], 4) == 0.2775


def test_weights_cost_certainty(measure):
    total = measure("awareness_aided").total
    assert (total.low, total.high) == weighted_share(45.0, 100.0, 106.23)
    effective = 100.0**2 / 106.23
    assert effective == pytest.approx(94.136, abs=0.001)
    assert total.low < share(45, 100)[0]


def test_fewer_than_ten_answers_are_suppressed(measure, tables):
    for row in tables.rows["survey_answers_daily"]:
        row |= {"answers": 4, "top": 4, "net": 4}
    total = measure("csat").total
    assert (total.value, total.numerator, total.denominator) == (None, None, 4)
    assert total.note == "suppressed: 4 answers, fewer than 10"
    assert (total.low, total.high) == (None, None)


def test_platforms_are_never_summed(measure, tables):
    tables.rows["spend_daily"].append(
        {"date": "2026-05-05", "source": "dv360", "amount": 100, "platform_value": 900}
    )
    table = measure("roas_platform")
    assert table.by == ("source",)
    assert {row.keys["source"]: row.value for row in table.rows if row.value} == {
        "google_ads": 3.0,
        "dv360": 9.0,
    }
    assert table.total.value is None
    assert "not added up" in " ".join(table.notes)
    assert measure("roas_platform", where={"source": "dv360"}).total.value == 9.0


def test_objectives_are_never_summed(measure, tables):
    tables.rows["plan_shares"] += [
        {"month": "2026-04-01", "objective": "none", "linked": 0, "target": 90, "everything": 300},
        {
            "month": "2026-06-01",
            "objective": "none",
            "linked": 200,
            "target": 60,
            "everything": 200,
        },
    ]
    table = measure("spend_alignment")
    assert {row.keys["objective"]: row.value for row in table.rows} == {
        "grow": pytest.approx(0.6 - 0.7),
        "none": pytest.approx(0.4 - 0.3),
    }
    assert table.total.value is None
    assert any("what one has too much, others lack" in note for note in table.notes)
    alone = measure("spend_alignment", where={"objective": "none"})
    assert alone.total.value == pytest.approx(0.1)


def test_sources_of_the_market_are_never_summed(measure, tables):
    tables.rows["market_shares"].append(
        {"date": "2026-04-01", "source": "panel", "own_sales": 5.0, "category_sales": 10.0}
    )
    assert measure("market_share").total.value is None
    assert measure("market_share", where={"source": "panel"}).total.value == 0.5


def test_influence_counts_each_conversion_once(measure):
    table = measure("influenced_revenue", "channel")
    assert {row.keys["channel"]: row.value for row in table.rows} == {
        "search": 250,
        "email": 150,
        "display": 1000,
    }
    assert table.total.value == 1300  # 1400 is what the rows would come to
    assert measure("influenced_revenue", where={"channel": "email"}).total.value == 150
    with pytest.raises(NotDivisible, match="counts each conversion once"):
        measure("influenced_revenue", where={"channel": ["email", "search"]})
    several = measure("influenced_revenue", "channel", where={"channel": ["email", "search"]})
    assert several.total.value is None
    assert len(several.rows) == 2


def test_a_stock_is_what_stands_at_the_end(measure):
    months = measure("pipeline_coverage", "month")
    assert [row.numerator for row in months.rows] == [9000, 12000, 8000]
    assert months.total.numerator == 8000


def test_coverage_looks_ahead_to_planned_income(measure, tables):
    plan = {"account": "income", "cost_centre": "c", "side": "income", "plan": 4000}
    tables.rows["finance_monthly"].append({"month": "2026-08-01", **plan})
    assert measure("pipeline_coverage", period="2026-Q3").total.value == 2.0


def test_a_target_that_is_reached_leaves_nothing_to_cover(measure, tables):
    for row in tables.rows["finance_monthly"]:
        row["revenue"] = 9000 if row["side"] == "income" else None
    total = measure("pipeline_coverage").total
    assert total.value is None
    assert total.note == "undefined: planned income less booked income is below 0"


def test_windows_follow_those_of_the_start_and_do_not_add_up(measure):
    table = measure("retention", "month")
    assert [round(row.value, 3) for row in table.rows] == [1.0, 0.909, 0.9]
    assert table.total.value == 0.8
    weeks = measure("retention", period="2026-03-30..2026-06-28")
    assert weeks.total.value == 0.8
    assert any("months that begin in the period" in note for note in weeks.notes)


def test_net_retention_may_exceed_one_and_gross_may_not(measure):
    assert measure("nrr").total.value == 1.05
    assert measure("grr").total.value == 0.85


def test_the_period_before_is_as_long(measure):
    months = measure("lead_velocity", "month")
    found = {row.keys["month"]: (row.value, row.note) for row in months.rows}
    assert found["2026-04"][0] is None  # none in March: no growth from nothing
    assert found["2026-06"][0] == -1.0


def test_excess_share_of_voice_is_unknown_where_either_share_is(measure, tables):
    for row in tables.rows["market_shares"]:
        row |= {"own_sales": None, "category_sales": None}
    assert measure("esov").total.value is None


def test_variants_stand_side_by_side_and_are_echoed(measure):
    for variant, value in (("crm_source", 1000), ("first_touch", 2000), ("before_sales", 1500)):
        table = measure("sourced_pipeline", variant=variant)
        assert table.total.value == value
        assert table.parameters["variant"] == variant
    assert measure("sourced_pipeline").parameters["variant"] == "crm_source"
    with pytest.raises(Unknown, match="Did you mean 'first_touch'"):
        measure("sourced_pipeline", variant="first_touches")


def test_a_variant_of_a_variant_leads_back():
    one = Metric(
        title="x", family="revenue", definition="A.", unit="count", good="up", grain="day",
        numerator=(Term("leads"),), trap="T.", source="S.",
        variant="a", variants={"b": Variant("B.", (Term("orders"),))},
    )  # fmt: skip
    assert one.as_variant("b").as_variant("a").definition == "A."
    with pytest.raises(BadInput, match="does not name its own"):
        replace(one, variant=None)
