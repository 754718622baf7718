"""What systems state is set beside Northing's totals; a cause is named only where data bear it."""

from __future__ import annotations

import json

import pytest
from clean_company import make_clean

from northing.workspace.health import SYSTEMS
from northing.workspace.workspace import Workspace


def load_lines(ws: Workspace, table: str, *lines: str) -> None:
    path = ws.folder.parent / f"{table}-{len(ws.batches.all())}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ws.load(table, path)


def of(ws: Workspace, id_: str, period: str = "2026-02..2026-03"):
    first, last = "2026-02-01..2026-03-31".split("..")
    span = f"{first}..{last}" if period == "2026-02..2026-03" else period
    return next(one for one in ws.reconcile(span).statements if one.id == id_)


@pytest.fixture
def ws(tmp_path):
    return make_clean(tmp_path)


LEDGER = "month,account,cost_centre,actual,revenue,currency"


def test_every_system_states_something_of_the_simulated_company(demo):
    agreement = demo.reconcile("2026-Q1")
    assert {one.system for one in agreement.statements} == set(SYSTEMS)
    told = agreement.to_json()
    assert json.loads(json.dumps(told)) == told
    ids = [one.id for one in agreement.statements]
    assert len(set(ids)) == len(ids)


def test_finance_sees_what_the_silent_source_did_not_report(demo, truth):
    silence = truth["planted"]["silent_source"]
    media = next(one for one in demo.reconcile("2026-Q1").statements if one.id == "finance/media")
    assert media.agrees is False
    assert media.difference == pytest.approx(silence["spend_missing"], abs=0.5)
    (cause,) = media.causes
    assert cause.kind == "silence"
    assert silence["source"] in cause.sentence
    assert silence["first"] in cause.sentence


def test_no_cause_is_named_in_a_quarter_without_the_silence(demo):
    media = next(one for one in demo.reconcile("2025-Q4").statements if one.id == "finance/media")
    assert media.agrees
    assert media.causes == ()


def test_claims_of_platforms_stand_one_by_one_and_need_not_agree(demo, truth):
    statements = demo.reconcile("2026-Q1").statements
    claims = {one.key.removeprefix("claims/"): one for one in statements
              if one.key.startswith("claims/")}  # fmt: skip
    assert set(claims) == set(truth["platforms"])
    for one in claims.values():
        assert one.agrees is None
        assert one.northing < one.stated
        assert one.unexplained == pytest.approx(0, abs=1e-6)


def test_crm_and_shop_agree_where_nothing_stands_between(demo):
    for one in demo.reconcile("2026-Q1").statements:
        if one.system in ("crm", "shop"):
            assert one.agrees, one


def test_an_order_without_a_rate_is_the_cause_of_one_order_less(ws):
    load_lines(ws, "orders", "order_id,person_id,at,revenue,currency",
               "x1,p1,2026-03-05T10:30:00Z,80.00,USD")  # fmt: skip
    ws.refresh()
    orders = of(ws, "shop/orders")
    assert (orders.stated, orders.northing) == (60, 59)
    (cause,) = orders.causes
    assert cause.kind == "quarantine"
    assert "80.00 USD" in cause.sentence
    assert orders.unexplained == 0


def test_a_cost_without_a_rate_is_stated_in_its_own_currency(ws):
    load_lines(ws, "spend", "date,channel,campaign,amount,currency,source,account",
               "2026-03-05,search,Spring,70.00,USD,search_ads,us")  # fmt: skip
    ws.refresh()
    cost = of(ws, "platforms/cost/search_ads/USD")
    assert (cost.stated, cost.northing, cost.agrees) == (70, 0, False)


def test_a_ledger_with_tax_is_known_by_the_same_rate_in_every_month(ws):
    february, march = 28 * 10 + 20 * 5, 31 * 10 + 22 * 5
    load_lines(ws, "finance", LEDGER, *(
        f"2026-{month},media,marketing,{1.19 * spent:.2f},,EUR"
        for month, spent in (("02-01", february), ("03-01", march))))  # fmt: skip
    ws.refresh()
    (cause,) = of(ws, "finance/media").causes
    assert cause.kind == "tax"
    assert "19 %" in cause.sentence


def test_one_month_at_a_tax_like_ratio_names_no_tax(ws):
    february, march = 28 * 10 + 20 * 5, 31 * 10 + 22 * 5
    load_lines(ws, "finance", LEDGER, *(
        f"2026-{month},media,marketing,{ratio * spent:.2f},,EUR"
        for month, spent, ratio in (("02-01", february, 1.19), ("03-01", march, 1.0))))  # fmt: skip
    ws.refresh()
    assert of(ws, "finance/media").causes == ()


def test_a_ledger_before_returns_is_known_by_their_sum(ws):
    load_lines(ws, "orders", "order_id,person_id,at,revenue,currency",
               "r1,p1,2026-03-06T10:30:00Z,-50.00,EUR")  # fmt: skip
    load_lines(ws, "finance", LEDGER, "2026-02-01,income,company,,1400.00,EUR",
               "2026-03-01,income,company,,1550.00,EUR")  # fmt: skip
    ws.refresh()
    revenue = of(ws, "finance/revenue")
    assert revenue.difference == 50
    (cause,) = revenue.causes
    assert (cause.kind, cause.amount) == ("returns", 50)


def test_finance_is_asked_for_whole_months_only(ws):
    load_lines(ws, "finance", LEDGER, "2026-02-01,media,marketing,380.00,,EUR")
    ws.refresh()
    media = of(ws, "finance/media", "2026-01-20..2026-03-10")
    assert media.period == "2026-02"
    assert media.agrees
    assert not [one for one in ws.reconcile("2026-02-03..2026-02-20").statements
                if one.system == "finance"]  # fmt: skip


def test_systems_of_which_nothing_was_loaded_are_named(ws):
    assert set(ws.reconcile("2026-02").not_stated) >= {"crm", "finance", "web_analytics"}
