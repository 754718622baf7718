"""Leads are followed to what became of them: once each, at equal age, with their interval."""

from __future__ import annotations

import json

import pytest

from northing.errors import Missing, NotDivisible, OutOfRange, Unknown

TOUCHES = """
    person_id,at,channel,campaign
    ada@acme.example,2026-01-01T09:00:00Z,search,spring
    bob@acme.example,2026-01-02T09:00:00Z,social,video
    eve@brick.example,2026-01-03T09:00:00Z,social,video
    dan@cloud.example,2026-03-30T09:00:00Z,search,spring
"""
CONVERSIONS = """
    conversion_id,person_id,account_id,at,kind,deal_id
    l1,ada@acme.example,Acme,2026-01-04T09:00:00Z,lead,
    l2,bob@acme.example,Acme,2026-01-05T09:00:00Z,lead,
    l3,eve@brick.example,Brick,2026-01-06T09:00:00Z,lead,
    l4,dan@cloud.example,Cloud,2026-03-31T09:00:00Z,lead,
    l5,zoe@brick.example,Brick,2026-01-20T09:00:00Z,lead,
    m1,ada@acme.example,Acme,2026-01-08T09:00:00Z,mql,
    s1,ada@acme.example,Acme,2026-01-10T09:00:00Z,sql,D1
"""
DEALS = """
    deal_id,at,stage,amount,currency,account_id
    D1,2026-01-12T09:00:00Z,opportunity,1000.00,EUR,Acme
    D1,2026-02-01T09:00:00Z,won,1200.00,EUR,Acme
    D2,2026-01-15T09:00:00Z,opportunity,500.00,EUR,Brick
    D2,2026-03-01T09:00:00Z,lost,500.00,EUR,Brick
"""
SPEND = """
    date,channel,campaign,amount,currency
    2026-01-02,search,spring,60.00,EUR
    2026-01-02,social,video,40.00,EUR
"""


@pytest.fixture
def funnel(ws, load_text):
    for table, text in {
        "touches": TOUCHES,
        "conversions": CONVERSIONS,
        "deals": DEALS,
        "spend": SPEND,
    }.items():
        load_text(table, text)
    ws.refresh()
    return ws


def rows_of(found):
    return {row.key: row for row in found.rows}


def test_a_deal_follows_the_lead_whose_person_it_names(funnel):
    rows = rows_of(funnel.lead_quality(by="campaign"))
    assert rows["spring"].leads == 2
    assert rows["spring"].stages["won"].reached == 1
    assert rows["spring"].value == 1200
    assert rows["video"].stages["won"].reached == 0  # a colleague's deal is not the colleague's


def test_a_deal_without_a_person_follows_the_accounts_last_lead_before_it(funnel):
    rows = rows_of(funnel.lead_quality(by="campaign"))
    assert rows["video"].leads == 2
    assert rows["video"].stages["opportunity"].reached == 1  # Eve's, for Zoe came later
    assert rows["video"].pipeline == 500


def test_a_stage_that_was_skipped_counts_as_reached(funnel):
    assert rows_of(funnel.lead_quality(by="campaign"))["video"].stages["mql"].reached == 1


def test_only_leads_old_enough_are_judged(funnel):
    found = funnel.lead_quality(by="campaign", within_days=40)
    won = rows_of(found)["spring"].stages["won"]
    assert (won.reached, won.old_enough, won.within, won.rate) == (1, 1, 1, 1.0)
    assert won.mature_share == 0.5
    assert won.few


def test_what_came_later_than_the_age_that_is_compared_does_not_count(funnel):
    won = rows_of(funnel.lead_quality(by="campaign", within_days=10))["spring"].stages["won"]
    assert (won.reached, won.within, won.rate) == (1, 0, 0.0)


def test_costs_are_ratios_of_sums(funnel):
    found = funnel.lead_quality(by="campaign")
    rows = rows_of(found)
    assert rows["spring"].cost_per_lead == 30
    assert rows["spring"].cost_per_won == 60
    assert rows["video"].cost_per_won is None
    assert found.total.cost_per_lead == 100 / 5
    assert found.unattributed.leads == 1
    assert found.unattributed.cost_per_lead is None


def test_everything_is_counted_for_one_lead_only(company, sql):
    found = company.lead_quality(by="campaign")
    counts = {
        row["kind"]: row["n"]
        for row in sql("SELECT kind, count(*) AS n FROM journey_conversions GROUP BY kind")
    }
    assert found.total.leads == pytest.approx(counts["lead"])
    for stage in found.stages:
        assert found.total.stages[stage].reached <= counts[stage] + 1e-6
    parts = [*found.rows, found.unattributed]
    assert sum(row.leads for row in parts) == pytest.approx(found.total.leads)
    assert sum(row.value for row in parts) == pytest.approx(found.total.value)


def test_the_number_of_qualified_leads_agrees_with_a_join_by_person(company, sql):
    (joined,) = sql("""
        WITH known AS (
            SELECT c.kind, c."at", coalesce(i.root_id, c.person_id) AS root, c.conversion_id
            FROM journey_conversions c LEFT JOIN identities i ON i.person_id = c.person_id
        )
        SELECT count(DISTINCT m.conversion_id) AS n FROM known m
        JOIN known l ON l.root = m.root AND l.kind = 'lead' AND l."at" <= m."at"
        WHERE m.kind = 'mql'""")
    reached = company.lead_quality().total.stages["mql"].reached
    assert reached == pytest.approx(joined["n"], rel=0.03)
    assert reached > 0


@pytest.mark.parametrize("rule", ["first", "last", "linear", "declared"])
def test_every_rule_shares_out_the_same_leads(company, rule):
    found = company.lead_quality(by="channel", rule=rule)
    parts = [*found.rows, found.unattributed]
    assert sum(row.leads for row in parts) == pytest.approx(found.total.leads)
    credit = company.attribute(kind="lead", rule=rule, by="channel")
    leads = {row.keys["channel"]: row.amount.conversions for row in credit.rows}
    for row in found.rows:
        assert row.leads == pytest.approx(leads.get(row.key, 0.0), abs=1e-6)


def test_cohorts_of_quarters_stand_in_order_of_time(company):
    found = company.lead_quality(by="quarter", period="2025")
    assert [row.key for row in found.rows] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert sum(row.spend for row in found.rows) == pytest.approx(found.total.spend)


def test_television_has_spend_and_no_zero(company):
    found = company.lead_quality(by="channel")
    assert "television" not in {row.key for row in found.rows}
    assert found.not_measurable["television"] > 0
    paid = sum(row.spend or 0 for row in found.rows) + sum(found.not_measurable.values())
    assert paid == pytest.approx(found.total.spend)


def test_sign_ups_are_followed_to_orders(company):
    found = company.lead_quality(entry="signup", by="channel")
    assert found.stages == ("order",)
    assert 0 < found.total.stages["order"].rate < 1
    assert found.total.pipeline is None


def test_a_rule_solved_from_a_model_is_refused(company):
    with pytest.raises(NotDivisible, match="linear"):
        company.lead_quality(rule="markov")


def test_wrong_questions_are_refused(company):
    with pytest.raises(Unknown, match="campaign"):
        company.lead_quality(by="planet")
    with pytest.raises(Unknown, match="signup"):
        company.lead_quality(entry="won")
    with pytest.raises(OutOfRange):
        company.lead_quality(within_days=0)


def test_without_leads_it_says_what_to_load(ws, load_text):
    load_text("spend", SPEND)
    ws.refresh()
    with pytest.raises(Missing, match="mql"):
        ws.lead_quality()


def test_the_answer_is_plain_json(company):
    told = json.loads(json.dumps(company.lead_quality().to_json()))
    assert told["rows"][0]["stages"]["won"]["low"] is None or told["judged_after_days"]["won"]
