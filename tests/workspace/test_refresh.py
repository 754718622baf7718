"""What a refresh makes of what was loaded: nothing twice, nothing lost, nothing guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from story import AMOUNTS, amounts, load_chapter

from northing.errors import Conflict, Missing, SchemaChanged
from northing.workspace.workspace import Workspace


def column(ws, table, name, order="ALL"):
    sql = f"SELECT {name} AS n FROM facts ORDER BY {order}"
    return ws.engine.query(sql, facts=ws.dataset(table))["n"].to_pylist()


def total(ws, table, name="amount", snapshot=None):
    sql = f"SELECT sum({name}) AS n FROM facts"
    return ws.engine.query(sql, facts=ws.dataset(table, snapshot))["n"][0].as_py()


def test_nothing_published_yet_says_what_to_do(ws):
    with pytest.raises(Missing, match="northing refresh"):
        ws.snapshot()


def test_a_refresh_of_nothing_publishes_empty_tables(ws):
    snapshot = ws.refresh()
    assert set(snapshot.rows.values()) == {0}


def test_the_same_file_twice_changes_nothing_and_says_so(ws, load_text):
    text = "date,channel,amount,currency\n2026-01-05,email,10.00,EUR"
    first = load_text("spend", text)
    again = load_text("spend", text)
    assert (first.already_loaded, again.already_loaded) == (False, True)
    assert again.batch == first.batch
    ws.refresh()
    assert total(ws, "spend_daily") == 10


def test_an_unchanged_refresh_publishes_nothing(ws, load_text):
    load_text("spend", "date,channel,amount,currency\n2026-01-05,email,10.00,EUR")
    assert ws.refresh().number == ws.refresh().number == 1


def test_overlapping_exports_never_count_a_touch_twice(ws, tmp_path):
    load_chapter(ws, 0, tmp_path)
    load_chapter(ws, 1, tmp_path)
    ws.refresh()
    assert amounts(ws) == AMOUNTS[1]
    assert sum(column(ws, "loads", "duplicates")) == 1


def test_batches_in_one_refresh_or_in_two_come_to_the_same(ws, tmp_path):
    for chapter in (0, 1):
        load_chapter(ws, chapter, tmp_path)
        ws.refresh()
        assert amounts(ws) == AMOUNTS[chapter]


def test_restated_spend_replaces_its_window_and_the_older_snapshot_keeps_its_own(ws, load_text):
    load_text(
        "spend",
        """date,channel,source,amount,currency
           2026-01-05,search,ads,10.00,EUR
           2026-01-06,search,ads,20.00,EUR
           2026-01-07,search,ads,40.00,EUR
           2026-01-06,social,meta,5.00,EUR""",
    )
    first = ws.refresh()
    ws.pin("board", first)
    load_text(
        "spend",
        """date,channel,source,amount,currency
           2026-01-06,search,ads,21.00,EUR
           2026-01-07,search,ads,42.00,EUR""",
    )
    second = ws.refresh()
    assert total(ws, "spend_daily", snapshot=second) == Decimal("78.0000")
    assert total(ws, "spend_daily", snapshot=first) == Decimal("75.0000")


def test_a_pinned_version_outlives_the_retention(tmp_path, load_text, ws):
    settings = ws.folder / "northing.toml"
    settings.write_text(settings.read_text().replace("retention_days = 30", "retention_days = 0"))
    ws = Workspace(ws.folder)
    first = None
    for amount in (10, 20, 30):
        path = tmp_path / f"{amount}.csv"
        path.write_text(f"date,channel,amount,currency\n2026-01-05,email,{amount}.00,EUR\n")
        ws.load("spend", path)
        snapshot = ws.refresh()
        if first is None:
            first = snapshot
            assert "spend_daily" in ws.pin("board")
    assert total(ws, "spend_daily", snapshot=first) == 10
    with pytest.raises(Conflict):
        ws.pin("board")


def test_a_missing_rate_quarantines_and_a_late_one_heals(ws, load_text):
    load_text(
        "spend",
        """date,channel,amount,currency
           2026-01-05,email,10.00,EUR
           2026-01-05,email,100.00,SEK
           2026-01-14,email,100.00,SEK""",
    )
    ws.refresh()
    assert total(ws, "spend_daily") == 10
    (waiting,) = {(row["waits"], row["table"]) for row in ws.quarantine()}
    assert waiting == (True, "spend")
    load_text("fx", "date,currency,rate\n2026-01-02,SEK,0.09")
    ws.refresh()
    # Of the two days, one has a rate not older than seven days; the other still waits.
    assert total(ws, "spend_daily") == 19
    assert [row["rows"] for row in ws.quarantine()] == [1]
    load_text("fx", "date,currency,rate\n2026-01-14,SEK,0.10")
    ws.refresh()
    assert total(ws, "spend_daily") == 29
    assert ws.quarantine() == []


def test_a_healed_row_does_not_bring_back_a_replaced_window(ws, load_text):
    load_text("spend", "date,channel,source,amount,currency\n2026-01-05,email,x,100.00,SEK")
    ws.refresh()
    load_text("spend", "date,channel,source,amount,currency\n2026-01-05,email,x,7.00,EUR")
    ws.refresh()
    load_text("fx", "date,currency,rate\n2026-01-05,SEK,0.09")
    ws.refresh()
    assert total(ws, "spend_daily") == 7


def test_an_amount_without_currency_is_never_summed(ws, load_text):
    load = load_text(
        "orders",
        """order_id,at,revenue,currency
           o1,2026-01-05T10:00:00Z,10.00,EUR
           o2,2026-01-05T11:00:00Z,99.00,
           o3,2026-01-05T12:00:00Z,99.00,EURO""",
    )
    ws.refresh()
    assert total(ws, "orders_daily", "revenue") == 10
    assert sum(load.refused.values()) == 2
    assert sum(row["rows"] for row in ws.quarantine()) == 2


def test_a_corrected_channel_table_corrects_the_past(ws, load_text):
    load_text("touches", "person_id,at,channel\na,2026-01-05T10:00:00Z,Insta Story")
    ws.refresh()
    assert column(ws, "touches", "channel") == ["insta_story"]
    load_text("channels", "channel,synonyms\npaid_social,insta story|fb")
    ws.refresh()
    assert column(ws, "touches", "channel") == ["paid_social"]


def test_campaign_spellings_meet_in_the_campaigns_name(ws, load_text):
    load_text("campaigns", "campaign,channel\nSpring sale 2026,email")
    load_text(
        "touches",
        """person_id,at,channel,campaign
           a,2026-01-05T10:00:00Z,email,spring_sale-2026
           b,2026-01-05T10:00:00Z,email,Spring%20Sale%202026
           c,2026-01-05T10:00:00Z,email,sprnig sale""",
    )
    ws.refresh()
    found = set(column(ws, "touches", "campaign"))
    assert found == {"Spring sale 2026", "sprnig sale"}


def test_the_first_declared_channel_is_kept(ws, load_text):
    header = "conversion_id,at,kind,declared_channel,value,currency"
    load_text("conversions", f"{header}\nc1,2026-01-05T10:00:00Z,lead,,1.00,EUR")
    load_text("conversions", f"{header}\nc1,2026-01-05T10:00:00Z,lead,email,2.00,EUR")
    load_text("conversions", f"{header}\nc1,2026-01-05T10:00:00Z,lead,search,3.00,EUR")
    ws.refresh()
    assert column(ws, "conversions", "declared_channel") == ["email"]
    assert column(ws, "conversions", "value") == [3]


def test_deals_make_opportunity_and_won_with_the_last_amount(ws, load_text):
    load_text(
        "deals",
        """deal_id,at,stage,amount,currency,account_id
           d1,2026-01-01T10:00:00Z,SQL,50.00,EUR,A
           d1,2026-01-05T10:00:00Z,Opportunity,80.00,EUR,A
           d1,2026-01-08T10:00:00Z,Closed Won,120.00,EUR,A
           d2,2026-01-05T10:00:00Z,Opportunity,10.00,EUR,B
           d2,2026-01-06T10:00:00Z,Closed Won,10.00,EUR,B
           d2,2026-01-07T10:00:00Z,Closed Lost,10.00,EUR,B
           d3,2026-01-02T10:00:00Z,mql,10.00,EUR,C""",
    )
    ws.refresh()
    rows = ws.engine.query(
        "SELECT kind, deal_id, date, value FROM c ORDER BY kind, deal_id",
        c=ws.dataset("journey_conversions"),
    ).to_pylist()
    assert [(row["kind"], row["deal_id"], row["date"].day, row["value"]) for row in rows] == [
        ("lost", "d2", 7, 10),
        ("opportunity", "d1", 5, 120),
        ("opportunity", "d2", 5, 10),
        ("won", "d1", 8, 120),
    ]


def test_a_kind_that_was_loaded_is_not_made_from_deals_again(ws, load_text):
    load_text("conversions", "conversion_id,at,kind,value,currency\nw1,2026-01-05,won,5.00,EUR")
    load_text("deals", "deal_id,at,stage,amount,currency\nd1,2026-01-05,won,80.00,EUR")
    ws.refresh()
    sql = "SELECT sum(value) AS n FROM c WHERE kind = 'won'"
    rows = ws.engine.query(sql, c=ws.dataset("journey_conversions"))
    assert rows["n"][0].as_py() == 5


def test_a_return_lowers_revenue_and_earns_nobody_credit(ws, load_text):
    load_text("touches", "person_id,at,channel\na,2026-01-04T10:00:00Z,email")
    load_text(
        "orders",
        """order_id,person_id,at,revenue,currency
           o1,a,2026-01-05T10:00:00Z,100.00,EUR
           r1,a,2026-01-06T10:00:00Z,-30.00,EUR""",
    )
    ws.refresh()
    assert total(ws, "orders_daily", "revenue") == 70
    assert total(ws, "credit_daily", "value_linear") == 100


def test_local_days_follow_the_reporting_time_zone(ws, load_text):
    load_text(
        "orders",
        """order_id,at,revenue,currency
           winter,2026-01-05T23:30:00Z,1.00,EUR
           summer,2026-07-05T22:30:00Z,1.00,EUR
           leap,2024-02-28T23:30:00Z,1.00,EUR""",
    )
    ws.refresh()
    assert column(ws, "orders_daily", "date") == [
        date(2024, 2, 29),
        date(2026, 1, 6),
        date(2026, 7, 6),
    ]


def test_as_of_is_the_newest_complete_day_of_the_data(ws, load_text):
    load_text("touches", "person_id,at,channel\na,2026-01-09T10:00:00Z,email")
    assert ws.refresh().as_of == date(2026, 1, 8)
    load_text("spend", "date,channel,amount,currency\n2026-01-09,email,1.00,EUR")
    assert ws.refresh().as_of == date(2026, 1, 9)


def test_a_changed_setting_runs_the_steps_that_depend_on_it(ws, load_text):
    load_text("touches", "person_id,at,channel\na,2026-01-04T10:00:00Z,email")
    load_text("orders", "order_id,person_id,at,revenue,currency\no,a,2026-03-05,9.00,EUR")
    first = ws.refresh()
    path = ws.folder / "northing.toml"
    path.write_text(path.read_text().replace("default = 90", "default = 30"))
    ws = Workspace(ws.folder)
    second = ws.refresh()
    assert second.number == first.number + 1
    changed = {name for name in first.steps if first.steps[name] != second.steps[name]}
    assert "credit" in changed
    assert "spend_daily" not in changed
    uncredited = "SELECT sum(value_linear) AS n FROM c WHERE channel IS NULL"
    assert ws.engine.query(uncredited, c=ws.dataset("credit_daily"))["n"][0].as_py() == 9


def test_a_stored_table_that_no_longer_fits_freezes_the_refresh(ws, load_text):
    load_text("spend", "date,channel,amount,currency\n2026-01-05,email,10.00,EUR")
    snapshot = ws.refresh()
    rows = ws.engine.query("SELECT * EXCLUDE (clicks) FROM s", s=ws.dataset("spend"))
    version = ws.lake.overwrite("spend", rows)
    tables = {**snapshot.tables, "spend": version}
    ws.snapshots.publish(replace(snapshot, number=2, tables=tables))
    load_text("spend", "date,channel,amount,currency\n2026-01-06,email,10.00,EUR")
    with pytest.raises(SchemaChanged, match="clicks"):
        ws.refresh()
    assert ws.snapshot().number == 2


def test_cookies_people_and_accounts_are_matched_and_the_rate_is_told(ws, load_text):
    settings = ws.folder / "northing.toml"
    settings.write_text(settings.read_text().replace('journeys = "person"', 'journeys = "account"'))
    ws = Workspace(ws.folder)
    load_text(
        "touches",
        """person_id,at,channel
           cookie-1,2026-01-01T10:00:00Z,search
           ada@example.com,2026-01-02T10:00:00Z,email
           bob@example.com,2026-01-03T10:00:00Z,events
           cookie-9,2026-01-03T10:00:00Z,social""",
    )
    load_text(
        "identity_links",
        """from_id,to_kind,to_person,to_account,at
           cookie-1,person,ada@example.com,,2026-01-02T10:00:00Z
           ada@example.com,account,,ACME,2026-01-02T10:00:00Z
           bob@example.com,account,,ACME,2026-01-02T10:00:00Z""",
    )
    load_text("deals", "deal_id,at,stage,amount,currency,account_id\nd,2026-01-09,won,90,EUR,ACME")
    ws.refresh()
    assert ws.match_rates() == {
        "touches_to_person": 0.75,
        "touches_to_account": 0.75,
        "conversions_to_journey": 1.0,
    }
    # The account's journey is everybody's: the cookie's, Ada's and Bob's touches share the deal.
    credit = ws.attribute(kind="won", rule="linear")
    assert {row.keys["channel"]: round(row.amount.value) for row in credit.rows} == {
        "search": 30,
        "email": 30,
        "events": 30,
    }


def test_links_in_a_circle_end_somewhere(ws, load_text):
    load_text("touches", "person_id,at,channel\na,2026-01-01T10:00:00Z,email")
    load_text(
        "identity_links",
        """from_id,to_kind,to_person,at
           a,person,b,2026-01-02T10:00:00Z
           b,person,a,2026-01-02T10:00:00Z""",
    )
    ws.refresh()
    assert ws.snapshot().rows["identities"] == 2


def test_nothing_to_match_has_no_rate(ws):
    ws.refresh()
    assert set(ws.match_rates().values()) == {None}


def test_as_of_cuts_every_source_alike(ws, load_text):
    load_text("orders", "order_id,at,revenue,currency\na,2026-01-05,1,EUR\nb,2026-02-05,1,EUR")
    load_text("spend", "date,channel,amount,currency\n2026-01-05,x,1,EUR\n2026-02-05,x,1,EUR")
    load_text("conversions", "conversion_id,at,kind\na,2026-01-05,lead\nb,2026-02-05,lead")
    path = ws.folder / "northing.toml"
    path.write_text(path.read_text().replace("# as_of = 2026-06-30", "as_of = 2026-01-31"))
    ws = Workspace(ws.folder)
    ws.refresh()
    assert [total(ws, "orders_daily", "revenue"), total(ws, "spend_daily")] == [1, 1]
    assert total(ws, "conversions_daily", "conversions") == 2


def test_a_snapshot_older_than_the_retention_says_so_and_cannot_be_pinned(ws, load_text):
    settings = ws.folder / "northing.toml"
    settings.write_text(settings.read_text().replace("retention_days = 30", "retention_days = 0"))
    ws = Workspace(ws.folder)
    load_text("spend", "date,channel,amount,currency\n2026-01-05,x,1,EUR")
    first = ws.refresh()
    load_text("spend", "date,channel,amount,currency\n2026-01-06,x,1,EUR")
    ws.refresh()
    with pytest.raises(Missing, match="no longer kept"):
        ws.dataset("spend_daily", first)
    with pytest.raises(Missing, match="no longer kept"):
        ws.pin("late", first)
    assert ws.snapshots.pins() == []
    with pytest.raises(Missing, match="snapshot abc"):
        ws.snapshot("abc")


def test_a_load_taken_back_leaves_as_if_it_had_never_been(ws, load_text):
    header = "date,channel,source,amount,currency"
    load_text("fx", "date,currency,rate\n2026-01-05,USD,0.9")
    load_text("spend", f"{header}\n2026-01-05,search,ads,10.00,EUR\n2026-01-05,search,x,10,USD")
    ws.refresh()
    before = amounts_of_spend(ws)
    wrong = load_text(
        "spend", f"{header}\n2026-01-05,search,ads,1000.00,EUR\n2026-01-05,y,z,no,EUR"
    )
    ws.refresh()
    assert amounts_of_spend(ws) != before
    ws.unload(wrong.batch)
    ws.refresh()
    assert amounts_of_spend(ws) == before
    assert ws.quarantine() == []
    assert wrong.batch not in column(ws, "loads", "batch")
    assert ws.refresh().number == ws.snapshot().number
    with pytest.raises(Missing, match="no load"):
        ws.unload(wrong.batch)


def test_rates_taken_back_send_their_rows_to_wait_again(ws, load_text):
    rates = load_text("fx", "date,currency,rate\n2026-01-05,USD,0.9")
    load_text("spend", "date,channel,amount,currency\n2026-01-05,search,10,USD")
    ws.refresh()
    assert total(ws, "spend_daily") == 9
    ws.unload(rates.batch)
    ws.refresh()
    assert [row["waits"] for row in ws.quarantine()] == [True]
    assert ws.snapshot().rows["spend_daily"] == 0


def amounts_of_spend(ws):
    sql = "SELECT channel, amount FROM s ORDER BY channel, amount"
    return ws.engine.query(sql, s=ws.dataset("spend_daily")).to_pylist()


def test_a_table_made_anew_is_seen_by_every_step_that_reads_it(ws, load_text):
    rates = load_text("fx", "date,currency,rate\n2026-01-05,USD,0.9")
    load_text(
        "conversions",
        """conversion_id,at,kind,person_id,account_id,value,currency
           c,2026-01-05,lead,ada,ACME,10,USD""",
    )
    ws.refresh()
    assert ws.snapshot().rows["identities"] == 1
    ws.unload(rates.batch)
    ws.refresh()
    # The conversion waits for its rate again, so what it said of its account is not known.
    assert ws.snapshot().rows["identities"] == 0
