"""The waste list finds what was planted, counts it once, and leaves young money alone."""

from __future__ import annotations

import json
from datetime import date

import pytest

from northing.errors import Missing
from northing.workspace.waste_reason import CELLS, WASTE_REASONS

CHANNELS = """
    channel,role,leaves_touches
    search,marketing,true
    social,marketing,true
    email,marketing,true
    television,marketing,false
    direct,direct,true
"""
CAMPAIGNS = """
    campaign,channel
    spring,search
    autumn,search
    video,social
    launch,social
    spots,television
"""
TOUCHES = """
    person_id,at,channel,campaign,kind
    ada@example.com,2026-01-05T09:00:00Z,search,spring,click
    bob@example.com,2026-01-12T09:00:00Z,search,spring,click
    eve@example.com,2026-01-13T09:00:00Z,social,video,visit
"""
ORDERS = """
    order_id,person_id,at,revenue,currency
    o1,ada@example.com,2026-01-09T10:00:00Z,300.00,EUR
    o2,bob@example.com,2026-01-16T10:00:00Z,200.00,EUR
"""
SPEND = """
    date,channel,campaign,amount,currency,clicks
    2026-01-05,search,spring,100.00,EUR,40
    2026-01-06,search,mystery,30.00,EUR,25
    2026-01-07,search,,20.00,EUR,
    2026-01-08,social,video,50.00,EUR,10
    2026-01-12,social,video,60.00,EUR,12
    2026-01-13,social,video,15.00,EUR,13
    2026-01-19,social,video,70.00,EUR,5
    2026-02-25,social,launch,90.00,EUR,5
    2026-01-09,television,spots,500.00,EUR,
    2026-02-28,search,spring,10.00,EUR,4
"""
SESSIONS = """
    date,channel,campaign,sessions
    2026-01-05,search,spring,30
    2026-01-06,search,mystery,20
    2026-01-08,social,video,9
    2026-01-13,search,spring,5
    2026-01-19,social,video,4
"""


@pytest.fixture
def planted(ws, load_text):
    for table, text in {
        "channels": CHANNELS,
        "campaigns": CAMPAIGNS,
        "touches": TOUCHES,
        "orders": ORDERS,
        "spend": SPEND,
        "sessions": SESSIONS,
    }.items():
        load_text(table, text)
    ws.refresh()
    return ws


def told(found):
    return {(row.campaign, row.reason): row for row in found.rows}


def test_spend_of_unknown_and_unnamed_campaigns_is_found(planted):
    rows = told(planted.waste())
    assert rows["mystery", "unmatched_campaign"].amount == 30
    assert rows[None, "unmatched_campaign"].amount == 20
    assert rows[None, "unmatched_campaign"].clicks is None


def test_a_week_of_clicks_without_a_session_is_found(planted):
    row = told(planted.waste())["video", "clicks_without_sessions"]
    assert (row.amount, row.clicks, row.days) == (75, 25, 2)
    assert (row.since, row.until) == (date(2026, 1, 12), date(2026, 1, 13))


def test_a_campaign_without_credit_under_any_rule_is_found_once_old_enough(planted):
    rows = told(planted.waste())
    assert rows["video", "no_credit"].amount == 50 + 70  # the week without sessions counts above
    assert ("launch", "no_credit") not in rows
    assert planted.waste().reasons["no_credit"].too_young == 90
    assert "90.00 EUR" in " ".join(planted.waste().notes)


def test_what_earned_credit_or_leaves_no_touches_is_no_waste(planted):
    wasted = {row.campaign for row in planted.waste().rows}
    assert "spring" not in wasted
    assert "spots" not in wasted
    assert "television" in " ".join(planted.waste().notes)


def test_a_euro_is_counted_once_and_other_reasons_are_named(planted):
    found = planted.waste()
    assert found.amount == 30 + 20 + 75 + 120
    assert found.amount == sum(reason.amount for reason in found.reasons.values())
    assert found.spend == 945
    assert found.share == pytest.approx(245 / 945)
    assert told(found)["video", "clicks_without_sessions"].also == ("no_credit",)
    assert told(found)["mystery", "unmatched_campaign"].also == ("no_credit",)


def test_a_period_looks_at_its_spend_alone(planted):
    found = planted.waste("2026-02")
    assert found.rows == ()
    assert found.spend == 100


def test_what_cannot_be_judged_says_so(ws, load_text):
    load_text("spend", "date,channel,amount,currency\n2026-01-05,email,10.00,EUR")
    ws.refresh()
    reasons = ws.waste().reasons
    assert ws.waste().rows == ()
    assert all(reason.absent for reason in reasons.values())
    assert "sessions" in reasons["clicks_without_sessions"].absent


def test_without_spend_there_is_nothing_to_look_at(ws, load_text):
    load_text("orders", ORDERS)
    ws.refresh()
    with pytest.raises(Missing, match="spend"):
        ws.waste()


@pytest.mark.parametrize("name", list(WASTE_REASONS))
def test_every_reason_explains_itself_and_returns_cells(planted, name):
    from northing.workspace.analyses.asked import Asked

    reason = WASTE_REASONS[name]
    assert all(len(text) > 5 for text in (reason.title, reason.definition, reason.advice))
    assert reason.find(Asked.of(planted, None, None)).cells.schema == CELLS


def test_reasons_are_tried_in_an_order_without_ties():
    places = [reason.place for reason in WASTE_REASONS.values()]
    assert len(set(places)) == len(places)


def test_waste_of_a_whole_company_is_spend_without_credit(company, sql):
    found = company.waste()
    rows = sql("""
        SELECT campaign FROM credit_daily WHERE kind IN ('order', 'won') AND campaign IS NOT NULL
        GROUP BY campaign HAVING sum(conversions_linear) > 0""")
    credited = {row["campaign"] for row in rows}
    assert not credited & {row.campaign for row in found.rows if row.reason == "no_credit"}
    (spent,) = sql("SELECT CAST(sum(amount) AS DOUBLE) AS amount FROM spend_daily")
    assert found.spend == pytest.approx(spent["amount"])
    assert not any(row.reason == "unmatched_campaign" for row in found.rows)


def test_the_answer_is_plain_json(planted):
    answer = json.loads(json.dumps(planted.waste().to_json()))
    assert answer["rows"][0]["since"].startswith("2026-")
    assert answer["reasons"]["no_credit"]["advice"]
