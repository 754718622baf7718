"""Every metric against sums done by hand over the small company."""

from __future__ import annotations

from decimal import Decimal

import pytest


def values(table, *dimensions):
    """The value of each row by its keys; a single dimension stands without a tuple."""
    names = dimensions or table.by
    keys = [tuple(row.keys[name] for name in names) for row in table.rows]
    return {
        key[0] if len(names) == 1 else key: row.value
        for key, row in zip(keys, table.rows, strict=True)
    }


@pytest.mark.parametrize(
    ("name", "value", "numerator", "denominator"),
    [
        ("spend", Decimal(1000), Decimal(1000), None),
        ("revenue", Decimal(1400), Decimal(1400), None),
        ("conversions", 4, 4, None),
        ("leads", 15, 15, None),
        ("qualified_leads", 4, 4, None),
        ("new_pipeline", Decimal(3000), Decimal(3000), None),
        ("cpl", 1000 / 15, Decimal(1000), 15),
        ("cac", 2000 / 4, Decimal(2000), 4),
        ("cac_paid", 250.0, Decimal(1000), 4),
        ("roas", 1.35, 1350.0, Decimal(1000)),
        ("mer", 1.4, Decimal(1400), Decimal(1000)),
        ("ctr", 220 / 31000, 220, 31000),
        ("cpc", 600 / 220, Decimal(600), 220),
        ("win_rate_cohort", 0.3, 3, 10),
        ("aov", 90.0, Decimal(450), 5),
        ("margin", Decimal(800), Decimal(800), None),
        ("orders", 5, 5, None),
        ("clv_historic", 850 / 4, Decimal(850), 4),
        ("payback_months", 2000 / 480, Decimal(2000), Decimal(480)),
        ("roas_platform", 3.0, Decimal(1200), Decimal(400)),
        ("campaign_roi", -0.055, -55.0, Decimal(1000)),
        ("influenced_revenue", Decimal(1300), Decimal(1300), None),
        ("influenced_pipeline", Decimal(2000), Decimal(2000), None),
        ("sourced_pipeline?variant=crm_source", Decimal(1000), Decimal(1000), None),
        ("sourced_pipeline?variant=first_touch", Decimal(2000), Decimal(2000), None),
        ("sourced_pipeline?variant=before_sales", Decimal(1500), Decimal(1500), None),
        ("pipeline_contribution?variant=crm_source", 1 / 3, Decimal(1000), Decimal(3000)),
        ("pipeline_contribution?variant=first_touch", 2 / 3, Decimal(2000), Decimal(3000)),
        ("pipeline_contribution?variant=before_sales", 0.5, Decimal(1500), Decimal(3000)),
        # 4 deals open × 3 of 6 won × 4000/3 each ÷ 130/3 days
        ("pipeline_velocity", 4 * 0.5 * (4000 / 3) / (130 / 3), 48000.0, 780.0),
        ("pipeline_coverage", 8000 / 6000, Decimal(8000), Decimal(6000)),
        ("conversion_rate?variant=analytics", 0.03, 15.0, 500),
        ("conversion_rate?variant=journeys", 0.004, 4, 1000),
        ("lead_to_mql", 0.4, 6, 15),
        ("mql_to_sql", 0.75, 3, 4),
        ("sql_to_opportunity", 0.5, 2, 4),
        ("win_rate_closed?variant=count", 0.5, 3, 6),
        ("win_rate_closed?variant=value", 0.5, Decimal(4000), Decimal(8000)),
        ("lead_velocity", 1.0, 2, 2),
        ("retention", 0.8, 8, 10),
        ("churn", 0.2, 2, 10),
        ("revenue_churn", 0.15, Decimal(150), Decimal(1000)),
        ("grr", 0.85, Decimal(850), Decimal(1000)),
        ("nrr", 1.05, Decimal(1050), Decimal(1000)),
        ("upsell?variant=rate", 0.2, Decimal(200), Decimal(1000)),
        ("upsell?variant=booked", Decimal(60), Decimal(60), None),
        ("advocacy", 0.25, 1, 4),
        ("repeat_purchase_rate?variant=90_days", 2 / 3, 2, 3),
        ("repeat_purchase_rate?variant=30_days", 1 / 3, 1, 3),
        ("repeat_purchase_rate?variant=365_days", 2 / 3, 2, 3),
        ("nps", 30.0, 30, 100),
        ("csat", 0.5, 50, 100),
        ("ces", 2 / 110, 2, 110),
        ("awareness_aided", 0.45, 45.0, 100.0),
        ("awareness_unaided", 0.45, 45.0, 100.0),
        ("recall", 0.45, 45.0, 100.0),
        ("consideration", 0.45, 45.0, 100.0),
        ("preference", 0.45, 45.0, 100.0),
        ("sov", 0.15, 150.0, 1000.0),
        ("esov", 0.15 - 0.1, 150.0, 1000.0),
        ("share_of_search", 0.3, 30.0, 100.0),
        ("market_share", 0.1, 200.0, 2000.0),
        ("cpm", 1000 * 600 / 31000, Decimal(600), 31000),
        ("cpa", 250.0, Decimal(1000), 4),
        ("sessions", 1000, 1000, None),
        ("engaged_session_rate", 0.4, 400, 1000),
        ("social_engagement_rate", 50 / 1500, 50, 1500),
        ("email_open", 0.4, 400, 1000),
        ("email_click", 0.05, 50, 1000),
        ("unsubscribe_rate", 0.003, 3, 1000),
        ("budget_variance?variant=ledger", 50 / 800, Decimal(50), Decimal(800)),
        ("budget_variance?variant=budget_lines", 0.25, Decimal(100), Decimal(400)),
        ("pacing?variant=ledger", 850 / 1200, Decimal(850), Decimal(1200)),
        ("pacing?variant=budget_lines", 1.25, Decimal(500), Decimal(400)),
        ("spend_alignment", 0.6 - 0.7, Decimal(300), Decimal(500)),
    ],
)
def test_totals_of_the_quarter(measure, name, value, numerator, denominator):
    total = measure(name).total
    assert (total.numerator, total.denominator) == (numerator, denominator)
    assert total.value == pytest.approx(value, rel=1e-9) if denominator else total.value == value
    assert type(total.value) is type(value)


def test_every_metric_of_the_catalogue_has_a_golden():
    from northing.metrics import METRICS

    golden = test_totals_of_the_quarter.pytestmark[0].args[1]
    assert {row[0].partition("?")[0] for row in golden} | {"sales_cycle_days"} == set(METRICS)
    ways = [row[0] for row in golden if "?" in row[0]]
    assert len(ways) == sum(len(metric.variant_names) for metric in METRICS.values())


def test_the_sales_cycle_is_a_median(measure):
    table = measure("sales_cycle_days", "segment")
    assert values(table) == {"smb": 30.0, "mid": 50.0}
    assert (table.total.value, table.total.numerator, table.total.denominator) == (50.0, 3, None)
    assert measure("sales_cycle_days", period="2026-04").total.value is None


def test_roas_by_channel(measure):
    table = measure("roas", "channel")
    assert values(table) == {
        "search": 650 / 400,
        "display": 600 / 200,
        "email": None,
        "television": None,
    }
    assert table.total.value == 1350 / 1000
    assert table.unattributed.numerator == 50.0


def test_roas_by_campaign_knows_which_campaigns_cannot_be_measured(measure):
    table = measure("roas", "campaign")
    found = values(table)
    assert found["brand"] == 250 / 100
    assert found["generic"] == 400 / 300
    assert found["spring"] is None  # television, though the dimension is the campaign
    assert "not measurable" in next(r.note for r in table.rows if r.keys["campaign"] == "spring")


def test_roas_by_two_dimensions(measure):
    found = values(measure("roas", "channel", "country"))
    assert found["search", "DE"] == 250 / 100
    assert found["search", "FR"] == 400 / 300
    assert found["display", "DE"] == 0.0  # measured: spend there, its credit is elsewhere
    assert found["display", "FR"] is None  # credit without spend


def test_counts_by_channel_are_credited_and_add_up_to_the_plain_count(measure):
    table = measure("leads", "channel")
    assert values(table) == {"search": 6.0, "display": 5.0, "email": 2.0, "television": None}
    assert table.unattributed.value == 2.0
    credited = sum(row.value for row in table.rows if row.value is not None)
    assert credited + table.unattributed.value == table.total.value == 15.0
    assert measure("leads").total.value == 15


def test_counts_by_what_the_customer_is_are_plain(measure, tables):
    assert values(measure("leads", "country")) == {"DE": 10, "FR": 5}
    assert tables.asked == []


def test_cost_per_lead_by_channel(measure):
    table = measure("cpl", "channel")
    assert values(table) == {
        "search": 400 / 6,
        "display": 200 / 5,
        "email": None,  # leads, but nobody said what e-mail cost: not free
        "television": None,
    }
    assert table.total.value == 1000 / 13


def test_pipeline_by_campaign_carries_credited_value(measure):
    assert values(measure("new_pipeline", "campaign")) == {"generic": 3000.0}


def test_revenue_by_kind_and_month(measure):
    found = values(measure("revenue", "kind", "month"))
    assert found == {("order", "2026-04"): 400, ("won", "2026-06"): 1000}


def test_a_time_series_has_no_holes(measure):
    table = measure("revenue", "month")
    assert [row.keys["month"] for row in table.rows] == ["2026-04", "2026-05", "2026-06"]
    assert [row.value for row in table.rows] == [400, 0, 1000]


def test_weeks_at_the_edges_say_how_many_days_they_have(measure):
    table = measure("spend", "week")
    assert table.rows[0].keys == {"week": "2026-W14"}
    assert "5 of 7 days" in table.rows[0].note
    assert table.rows[2].note == "no media spend recorded"


def test_filters_apply_to_both_parts(measure):
    table = measure("roas", where={"channel": ["search", "display"], "country": "DE"})
    assert (table.total.numerator, table.total.denominator) == (250.0, Decimal(300))


def test_a_filter_can_ask_for_what_is_not_stated(measure):
    assert measure("spend", where={"device": None}).total.value == 400
    assert measure("spend", where={"device": [None, "mobile"]}).total.value == 700


def test_a_kind_can_be_chosen(measure):
    assert measure("conversions", kind="won").total.value == 1
    assert values(measure("conversions", "kind"))["lead"] == 15
    assert (
        values(measure("conversions", "kind", "channel"), "kind", "channel")["won", "search"] == 0.4
    )


def test_click_metrics_leave_out_media_that_report_no_clicks(measure):
    found = values(measure("cpc", "channel"))
    assert found == {"search": 400 / 200, "display": 200 / 20, "television": None}


def test_win_rate_says_how_much_is_not_finished(measure):
    table = measure("win_rate_cohort", "month")
    assert [row.value for row in table.rows] == [0.5, None, 0.0]
    assert table.rows[0].note == "not finished: 1 of 6 deals still open"
    assert table.total.note == "not finished: 4 of 10 deals still open"


def test_compare_with_another_period(measure):
    table = measure("roas", "channel", compare="2026-Q1")
    search = next(row for row in table.rows if row.keys["channel"] == "search")
    assert search.compare_value == 150 / 50
    assert search.difference == 650 / 400 - 3.0
    assert search.change_rate == pytest.approx((1.625 - 3) / 3)
    display = next(row for row in table.rows if row.keys["channel"] == "display")
    assert (display.compare_value, display.difference) == (None, None)
    assert table.total.compare_value == 3.0
    assert any("91 and 90 days" in note for note in table.notes)


def test_months_are_compared_by_their_place(measure):
    table = measure("spend", "month", compare="2026-Q1")
    assert [row.keys["month"] for row in table.rows] == ["2026-04", "2026-05", "2026-06"]
    assert [row.compare_value for row in table.rows] == [None, None, Decimal(50)]
    assert table.rows[2].change_rate == 7.0
