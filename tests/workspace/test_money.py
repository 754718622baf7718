"""Money: large, in many currencies, restated, returned; never dropped in silence."""

from __future__ import annotations

import zipfile
from decimal import Decimal

import pytest

from northing.errors import AmbiguousFile
from northing.workspace.workspace import Workspace


def total(ws, table, name="amount"):
    sql = f"SELECT sum({name}) AS n FROM facts"
    return ws.engine.query(sql, facts=ws.dataset(table))["n"][0].as_py()


def set_setting(ws: Workspace, old: str, new: str) -> Workspace:
    path = ws.folder / "northing.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return Workspace(ws.folder)


@pytest.mark.parametrize(
    ("amount", "rate", "expected"),
    [
        ("1500000.00", "0.9", "1350000.0000"),
        ("90000.00", "120", "10800000.0000"),
        ("99999999999.99", "100.5", "10049999999998.9950"),
    ],
)
def test_large_amounts_are_converted(ws, load_text, amount, rate, expected):
    load_text("fx", f"date,currency,rate\n2026-01-05,USD,{rate}")
    load_text("spend", f"date,channel,amount,currency\n2026-01-05,email,{amount},USD")
    ws.refresh()
    assert total(ws, "spend_daily") == Decimal(expected)


def test_an_amount_that_would_not_fit_waits_and_blocks_nothing(ws, load_text):
    load_text("fx", "date,currency,rate\n2026-01-05,USD,5000")
    load_text(
        "spend",
        """date,channel,amount,currency
           2026-01-05,email,99999999999.00,USD
           2026-01-05,email,1.00,EUR""",
    )
    ws.refresh()
    assert total(ws, "spend_daily") == 1
    assert [(row["rows"], row["waits"]) for row in ws.quarantine()] == [(1, True)]


def test_only_the_rows_that_waited_are_tried_again(ws, tmp_path, load_text):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        header = "date,channel,amount,currency\n"
        archive.writestr("a.csv", f"{header}2026-01-05,search,100,EUR\n2026-01-06,search,50,EUR\n")
        archive.writestr("b.csv", f"{header}2026-01-05,social,10,USD\n2026-01-06,social,20,EUR\n")
    ws.load("spend", path)
    ws.refresh()
    assert total(ws, "spend_daily") == 170
    load_text("fx", "date,currency,rate\n2026-01-05,USD,0.9")
    ws.refresh()
    assert total(ws, "spend_daily") == 179
    assert ws.quarantine() == []


def test_another_reporting_currency_judges_every_row_anew(ws, load_text):
    load_text(
        "spend",
        """date,channel,amount,currency
           2026-01-05,email,100.00,EUR
           2026-01-05,email,50.00,USD""",
    )
    ws.refresh()
    assert total(ws, "spend_daily") == 100
    ws = set_setting(ws, 'currency = "EUR"', 'currency = "USD"')
    ws.refresh()
    assert total(ws, "spend_daily") == 50
    assert ["EUR to USD" in row["reason"] for row in ws.quarantine()] == [True]


def test_a_deal_keeps_its_value_where_its_own_day_has_no_rate(ws, load_text):
    load_text("fx", "date,currency,rate\n2026-03-01,USD,0.5")
    load_text(
        "deals",
        """deal_id,at,stage,amount,currency
           d1,2026-01-05T10:00:00Z,opportunity,,USD
           d1,2026-03-02T10:00:00Z,negotiation,100.00,USD
           d1,2026-04-20T10:00:00Z,won,,USD""",
    )
    ws.refresh()
    values = ws.engine.query(
        "SELECT kind, value FROM c ORDER BY kind", c=ws.dataset("journey_conversions")
    ).to_pylist()
    assert [(row["kind"], row["value"]) for row in values] == [("opportunity", 50), ("won", 50)]


def test_stages_in_any_script_mean_what_the_settings_say(ws, load_text):
    ws = set_setting(ws, 'won = ["won", "closedwon"]', 'won = ["成約"]')
    load_text(
        "deals",
        """deal_id,at,stage,amount,currency
           a,2026-01-05T10:00:00Z,商談中,1,EUR
           b,2026-01-05T10:00:00Z,成約,2,EUR
           c,2026-01-05T10:00:00Z,Переговоры,3,EUR
           d,2026-01-05T10:00:00Z,Closed Lost,4,EUR""",
    )
    ws.refresh()
    found = ws.engine.query(
        "SELECT kind, deal_id FROM c ORDER BY kind, deal_id", c=ws.dataset("journey_conversions")
    ).to_pylist()
    assert [(row["kind"], row["deal_id"]) for row in found] == [
        ("lost", "d"),
        ("opportunity", "a"),
        ("opportunity", "b"),
        ("opportunity", "c"),
        ("won", "b"),
    ]


ORDER_LINES = """order_id,at,revenue,currency
    1001,2026-03-03 10:00:00,100,EUR
    1002,2026-03-04 10:00:00,50,EUR
    1002,2026-03-04 10:00:00,25,EUR
    1003,2026-03-05 09:00:00,9,EUR
    1003,2026-03-05 09:00:00,9,EUR"""


def test_order_lines_are_a_question_and_never_lost(ws, load_text):
    with pytest.raises(AmbiguousFile, match="repeats") as asked:
        load_text("orders", ORDER_LINES)
    assert "1 of the orders" in str(asked.value)
    assert ws.batches.all() == []
    load_text("orders", ORDER_LINES, mapping={"repeats": "sum"})
    ws.refresh()
    # The very same row twice is one row until the mapping says that rows are parts.
    assert total(ws, "orders_daily", "revenue") == 193


def test_the_last_row_holds_where_the_mapping_says_so(ws, load_text):
    load_text("orders", ORDER_LINES, mapping={"repeats": "last"})
    ws.refresh()
    assert total(ws, "orders_daily", "revenue") == 134


def test_the_same_row_twice_is_no_question(ws, load_text):
    load_text("orders", "order_id,at,revenue,currency\no,2026-03-03,5,EUR\no,2026-03-03,5,EUR")
    ws.refresh()
    assert total(ws, "orders_daily", "revenue") == 5


def test_a_lead_and_its_qualified_lead_may_share_an_id(ws, load_text):
    header = "conversion_id,at,kind"
    load_text("conversions", f"{header}\n1,2026-01-05,lead\n2,2026-01-05,lead")
    load_text("conversions", f"{header}\n1,2026-01-09,mql")
    ws.refresh()
    assert ws.snapshot().rows["conversions"] == 3


def test_returns_stand_once_in_every_cut(ws, load_text):
    load_text("touches", "person_id,at,channel,campaign\na,2026-01-04T10:00:00Z,email,x")
    load_text(
        "orders",
        """order_id,person_id,at,revenue,currency
           o1,a,2026-01-05T10:00:00Z,100.00,EUR
           r1,a,2026-01-06T10:00:00Z,-30.00,EUR
           r2,,2026-01-06T10:00:00Z,-5.00,EUR""",
    )
    ws.refresh()
    for by in ("channel", "content", "campaign", ["campaign", "country"]):
        table = ws.attribute(kind="return", by=by)
        assert (table.total.conversions, table.total.value) == (2, -35), by
        assert table.rows == ()
    revenue = ws.metric("revenue", by=["campaign", "country"], period="2026-01")
    assert revenue.total.value == 65


def test_what_a_restatement_replaces_is_foretold(ws, load_text):
    text = "date,channel,source,amount,currency\n2026-01-0{},search,ads,{},EUR"
    first = load_text("spend", text.format(5, 10))
    assert first.tables[0].replaced == ()
    ws.refresh()
    again = load_text("spend", text.format(5, 12))
    (replaced,) = again.tables[0].replaced
    assert (replaced.source, replaced.rows, replaced.amount) == ("ads", 1, 10)


def test_a_channel_respelt_in_a_restated_file_is_replaced(ws, load_text):
    load_text("channels", "channel,synonyms\npaid_search,Google CPC|paid search")
    load_text("spend", "date,channel,amount,currency\n2026-01-05,Paid Search,100,EUR")
    load_text("spend", "date,channel,amount,currency\n2026-01-05,google cpc,110,EUR")
    load_text("spend", "date,channel,amount,currency\n2026-01-05,radio,7,EUR")
    ws.refresh()
    assert total(ws, "spend_daily") == 117


def test_a_channel_that_turns_out_to_be_one_is_replaced_later_too(ws, load_text):
    load_text("spend", "date,channel,amount,currency\n2026-01-05,Paid Search,100,EUR")
    load_text("spend", "date,channel,amount,currency\n2026-01-05,google cpc,110,EUR")
    load_text("touches", "person_id,at,channel\na,2026-01-05T10:00:00Z,google cpc")
    load_text("touches", "person_id,at,channel\na,2026-01-05T10:00:00Z,Paid Search")
    ws.refresh()
    assert (total(ws, "spend_daily"), ws.snapshot().rows["touches"]) == (210, 2)
    load_text("channels", "channel,synonyms\npaid_search,Google CPC|paid search")
    ws.refresh()
    assert (total(ws, "spend_daily"), ws.snapshot().rows["touches"]) == (110, 1)


def test_a_dry_run_says_what_a_load_would_do_and_does_nothing(ws, load_text):
    text = "date,channel,amount,currency\n2026-01-05,email,10,EUR\n2026-01-06,email,ten,EUR"
    would = load_text("spend", text, dry_run=True)
    assert (would.rows, sum(would.refused.values())) == (1, 1)
    assert ws.batches.all() == []
    assert load_text("spend", text).rows == 1


def test_rates_that_were_just_loaded_count_when_waiting_is_foretold(ws, load_text):
    waiting = load_text("spend", "date,channel,amount,currency\n2026-01-05,email,10,USD")
    assert sum(waiting.tables[0].waits.values()) == 1
    load_text("fx", "date,currency,rate\n2026-01-05,USD,0.9")
    ready = load_text("spend", "date,channel,amount,currency\n2026-01-05,radio,10,USD")
    assert dict(ready.tables[0].waits) == {}


def test_a_deal_is_worth_its_last_amount_at_the_rate_of_the_day_it_is_won(ws, load_text):
    load_text("fx", "date,currency,rate\n2026-03-01,USD,0.5\n2026-04-20,USD,0.6")
    load_text(
        "deals",
        """deal_id,at,stage,amount,currency
           d1,2026-03-02T10:00:00Z,opportunity,100.00,USD
           d1,2026-04-20T10:00:00Z,won,,USD""",
    )
    ws.refresh()
    values = ws.engine.query(
        "SELECT kind, value FROM c ORDER BY kind", c=ws.dataset("journey_conversions")
    ).to_pylist()
    assert [(row["kind"], row["value"]) for row in values] == [("opportunity", 50), ("won", 60)]
