"""Real files through the mappings in `examples/`, against direct sums over them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from northing.sources import ReadDefaults, Reading, load_mapping, read_file

DEFAULTS = ReadDefaults(today=date(2026, 6, 30), time_zone="UTC")


def read(path: Path, repository: Path, mapping: str) -> list[Reading]:
    return read_file(
        path,
        mapping=load_mapping(repository / "examples" / f"{mapping}.toml"),
        defaults=DEFAULTS,
        allow_sql=True,
    )


def table_of(reading: Reading) -> pa.Table:
    return pa.concat_tables([rows.table for rows in reading.batches()])


def refused_by(reading: Reading) -> Counter[str]:
    return Counter(
        reason for rows in reading.batches() for reason in rows.refused.column("reason").to_pylist()
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_olist_leads_deals_and_revenue_by_channel(shared_data: Path, repository: Path) -> None:
    folder = shared_data / "olist"
    leads_file = folder / "olist_marketing_qualified_leads_dataset.csv"
    leads, touches, won = read(leads_file, repository, "olist")
    origin = {row["mql_id"]: row["origin"] or None for row in rows_of(leads_file)}
    deals = rows_of(folder / "olist_closed_deals_dataset.csv")
    prices: dict[str, Decimal] = defaultdict(Decimal)
    items = 0
    sellers = {row["seller_id"] for row in deals}
    for row in rows_of(folder / "olist_order_items_dataset.csv"):
        if row["seller_id"] in sellers:
            prices[row["seller_id"]] += Decimal(row["price"])
            items += 1

    by_channel = Counter(table_of(leads).column("declared_channel").to_pylist())
    assert by_channel == Counter(origin.values())
    assert by_channel["paid_search"] == 1586

    won_rows = table_of(won).to_pylist()
    assert Counter(row["declared_channel"] for row in won_rows) == Counter(
        origin[row["mql_id"]] for row in deals
    )
    assert sum(row["declared_channel"] == "paid_search" for row in won_rows) == 195
    revenue: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in deals:
        revenue[origin[row["mql_id"]]] += prices[row["seller_id"]]
    read_revenue: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in won_rows:
        read_revenue[row["declared_channel"]] += row["value"]
    assert read_revenue == revenue
    assert (sum(read_revenue.values()), items) == (Decimal("24335.84"), 203)
    assert {row["currency"] for row in won_rows} == {"BRL"}

    without = sum(channel is None for channel in origin.values())
    assert table_of(touches).num_rows == len(origin) - without
    assert refused_by(touches) == {"channel is missing.": without}


def test_journeys_qualify_impressions_and_conversions(shared_data: Path, repository: Path) -> None:
    path = shared_data / "attribution_journeys_2018" / "attribution_data.csv"
    touches, conversions = read(path, repository, "attribution_journeys")
    assert table_of(touches).num_rows == 62_483
    assert set(table_of(touches).column("kind").to_pylist()) == {"impression"}
    read_conversions = table_of(conversions)
    assert read_conversions.num_rows == 1_838
    assert sum(read_conversions.column("value").to_pylist()) == Decimal("11423.5")
    assert len(set(read_conversions.column("conversion_id").to_pylist())) == 1_838
    assert refused_by(touches) + refused_by(conversions) == Counter()


def test_ga360_sessions_and_nested_transactions(shared_data: Path, repository: Path) -> None:
    path = shared_data / "ga360_sample" / "ga_sample.parquet"
    touches, orders = read(path, repository, "ga360")
    assert table_of(touches).num_rows == 2_556
    assert len(set(table_of(touches).column("person_id").to_pylist())) == 2_293
    read_orders = table_of(orders)
    assert read_orders.num_rows == 45
    assert len(set(read_orders.column("order_id").to_pylist())) == 45
    assert sum(read_orders.column("revenue").to_pylist()) == Decimal("8902.00")
    assert {at.date() for at in read_orders.column("at").to_pylist()} <= {
        date(2017, 8, 1),
        date(2017, 8, 2),
    }


def test_fivetran_google_ads_by_campaign(shared_data: Path, repository: Path) -> None:
    folder = shared_data / "fivetran_seeds" / "dbt_ad_reporting"
    stats = folder / "google_ads_campaign_stats_data.csv"
    (spend,) = read(stats, repository, "fivetran_google_ads")
    names = {
        row["id"]: row["name"] for row in rows_of(folder / "google_ads_campaign_history_data.csv")
    }
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of(stats):
        name = names.get(row["id"], row["id"])
        expected[name] += Decimal(row["cost_micros"]) / 1_000_000
    read_spend: dict[str, Decimal] = defaultdict(Decimal)
    for row in table_of(spend).to_pylist():
        read_spend[row["campaign"]] += row["amount"]
    assert read_spend == {name: round(value, 4) for name, value in expected.items()}
    assert set(table_of(spend).column("currency").to_pylist()) == {"USD"}


def test_fivetran_hubspot_leads_and_stages(shared_data: Path, repository: Path) -> None:
    folder = shared_data / "fivetran_seeds" / "dbt_hubspot"
    leads, deals = read(folder / "contact_data.csv", repository, "fivetran_hubspot")
    kept = [r for r in rows_of(folder / "contact_data.csv") if r["_fivetran_deleted"] == "FALSE"]
    assert table_of(leads).num_rows == len(kept)
    assert table_of(deals).num_rows == len(rows_of(folder / "deal_stage_data.csv"))


@pytest.mark.parametrize(
    "name", ["GoogleAds_DataAnalytics_Sales_Uncleaned.csv", "partly_cleaned_variant.csv"]
)
def test_dirty_ads_load_and_say_what_was_refused(
    shared_data: Path, repository: Path, name: str
) -> None:
    path = shared_data / "dirty_google_ads" / name
    (spend,) = read(path, repository, "dirty_google_ads")
    truth = {
        row["Ad_ID"]: row
        for row in rows_of(path.with_name("GoogleAds_DataAnalytics_Sales_Uncleaned.csv"))
    }
    loaded = table_of(spend).to_pylist()
    turned = sum("/" in row["Ad_Date"] for row in rows_of(path))
    good = {row["Ad_ID"] for row in rows_of(path) if row["Cost"] and "/" not in row["Ad_Date"]}
    assert {row["content"] for row in loaded} == good
    for row in loaded:
        day, month, year = truth[row["content"]]["Ad_Date"].split("-")
        assert row["date"] == date(int(year), int(month), int(day))
        assert row["amount"] == Decimal(truth[row["content"]]["Cost"].lstrip("$"))
    reasons: Any = refused_by(spend)
    assert sum(reasons.values()) == len(truth) - len(good)
    assert sum(count for reason, count in reasons.items() if "format" in reason) == turned


def test_turned_dates_are_a_question_without_a_mapping(shared_data: Path, repository: Path) -> None:
    from northing.errors import AmbiguousFile

    path = shared_data / "dirty_google_ads" / "partly_cleaned_variant.csv"
    mapping = load_mapping(
        {
            "currency": "USD",
            "table": [
                {
                    "table": "spend",
                    "columns": {
                        "date": "Ad_Date",
                        "channel": {"constant": "paid_search"},
                        "amount": "Cost",
                    },
                }
            ],
        }
    )
    with pytest.raises(AmbiguousFile, match="turned around"):
        read_file(path, mapping=mapping, defaults=DEFAULTS)


def test_tidy_ads_of_several_platforms(shared_data: Path, repository: Path) -> None:
    path = shared_data / "dirty_google_ads" / "global_ads_performance_dataset.csv"
    (spend,) = read(path, repository, "global_ads")
    total = sum(Decimal(row["ad_spend"]) for row in rows_of(path))
    assert sum(table_of(spend).column("amount").to_pylist()) == total
    assert refused_by(spend) == Counter()


def test_examples_hold_no_rows(repository: Path) -> None:
    for path in (repository / "examples").glob("*.toml"):
        load_mapping(path)
        assert path.stat().st_size < 4_000
