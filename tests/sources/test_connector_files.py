"""Every file of the connectors' seeds, and other people's data: loaded right or refused in words.

The expected totals are taken from the raw files by the standard library alone.
"""

from __future__ import annotations

import csv
import fnmatch
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from northing.errors import NorthingError
from northing.sources import EXPORTS, ReadDefaults, Reading, plan_folder, read_file

DEFAULTS = ReadDefaults(
    today=date(2026, 12, 31),
    currencies={one.source: "USD" for one in EXPORTS.values() if one.source},
)
MICRO = Decimal("0.000001")
Row = Mapping[str, str]


def raw(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k.lower(): v for k, v in row.items() if k} for row in csv.DictReader(file)]


def kept_orders(row: Row) -> bool:
    states = (row.get("test", ""), row.get("_fivetran_deleted", ""))
    return "TRUE" not in states and not row["cancelled_at"].strip()


def not_deleted(row: Row) -> bool:
    return row.get("status") != "deleted"


def always(row: Row) -> bool:
    return True


def of_type(*words: str) -> Callable[[Row], bool]:
    return lambda row: row["type"].lower().startswith(words)


# File → table, rows that count, column that is added up ↔ the raw one, and its scale.
FACTS: Mapping[str, tuple[str, Callable[[Row], bool], str, str, Decimal]] = {
    "*/amazon_ads_campaign_level_report*": ("spend", always, "amount", "cost", Decimal(1)),
    "*/apple_search_campaign_report*": (
        "spend", always, "amount", "local_spend_amount", Decimal(1),
    ),
    "*/facebook_ads_basic_ad_data.csv": (
        "spend", lambda row: not row["spend"].endswith("."), "amount", "spend", Decimal(1),
    ),
    "*google_ads*/*campaign_stats*": ("spend", always, "amount", "cost_micros", MICRO),
    "dbt_ad_reporting/google_ads_campaign_stats*": (
        "spend", always, "amount", "cost_micros", MICRO,
    ),
    "*/linkedin_ad_analytics_by_campaign*": (
        "spend", always, "amount", "cost_in_local_currency", Decimal(1),
    ),
    "*/microsoft_ads_campaign_performance*": ("spend", always, "amount", "spend", Decimal(1)),
    "*/pinterest_campaign_report*": ("spend", always, "amount", "spend_in_micro_dollar", MICRO),
    "*/reddit_ads_campaign_report*": ("spend", always, "amount", "spend", MICRO),
    "*/snapchat_campaign_hourly_report*": ("spend", always, "amount", "spend", MICRO),
    "*/tiktok_campaign_report_hourly*": ("spend", always, "amount", "spend", Decimal(1)),
    "*/twitter_campaign_report*": (
        "spend", always, "amount", "billed_charge_local_micro", MICRO,
    ),
    "dbt_ga4_export/event_data.csv": ("touches", always, "", "", Decimal(1)),
    "dbt_google_play/earnings.csv": (
        "orders", always, "revenue", "amount_merchant_currency_", Decimal(1),
    ),
    "dbt_google_play/stats_store_performance_traffic_source.csv": (
        "sessions", always, "sessions", "store_listing_visitors", Decimal(1),
    ),
    "dbt_hubspot/contact_data.csv": (
        "conversions", lambda row: row["_fivetran_deleted"] != "TRUE", "", "", Decimal(1),
    ),
    "dbt_hubspot/deal_stage_data.csv": ("deals", always, "", "", Decimal(1)),
    "dbt_klaviyo/event*.csv": (
        "touches", of_type("received", "opened", "clicked"), "", "", Decimal(1),
    ),
    "dbt_mailchimp/*_recipient_activity.csv": (
        "touches", lambda row: row["action"] in ("open", "click"), "", "", Decimal(1),
    ),
    "dbt_salesforce/sf_lead_data.csv": ("conversions", always, "", "", Decimal(1)),
    "dbt_salesforce/sf_opportunity_data.csv": (
        "deals", lambda row: row["is_deleted"] != "true", "amount", "amount", Decimal(1),
    ),
    "dbt_salesforce/sf_opportunity_history_data.csv": (
        "deals", lambda row: row["is_deleted"] != "true", "amount", "amount", Decimal(1),
    ),
    "dbt_shopify/shopify_order_data.csv": (
        "orders", kept_orders, "revenue", "total_price", Decimal(1),
    ),
    "dbt_shopify/shopify_gql_order_data.csv": (
        "orders", kept_orders, "revenue", "total_price_set_shop_amount", Decimal(1),
    ),
    "dbt_zendesk/ticket_data.csv": ("feedback", not_deleted, "", "", Decimal(1)),
}  # fmt: skip

# Files that hold something to add up, but are left: file → what the sentence says of them.
LEFT = {
    "*/amazon_ads_*_report*": "reports by ad group, product, keyword or search term",
    "*/apple_search_*_report*": "reports by ad group, advertisement, keyword or search term",
    "*/facebook_ads_*actions*": "actions by type and day",
    "*/facebook_ads_*action_values*": "actions by type and day",
    "*/facebook_ads_demographics_country_data.csv": "spend by country or region",
    "*/facebook_ads_demographics_region_data.csv": "spend by country or region",
    "*google_ads*/*_stats_data.csv": "statistics by account, ad group, ad, keyword",
    "dbt_ad_reporting/google_ads_*_stats_data.csv": "statistics by account, ad group, ad, keyword",
    "*/linkedin_*analytics_by_*": "analytics by creative, or by month",
    "*/microsoft_ads_*_daily_report*": "reports by account, ad group, ad, keyword",
    "*/pinterest_*_report_data.csv": "reports by advertiser, ad group, keyword, pin",
    "*/reddit_ads_*report_data.csv": "reports by account, ad group, advertisement or country",
    "*/snapchat_ad_*report_data.csv": "reports by advertisement, ad squad, country or region",
    "*/snapchat_campaign_geo_*": "reports by advertisement, ad squad, country or region",
    "*/tiktok_*_report_*": "reports by ad group, advertisement or country",
    "*/twitter_*_report_data.csv": "reports by line item, keyword, promoted post, place or account",
    "dbt_google_play/stats_store_performance_country.csv": "visits of the store by country",
    "dbt_google_play/*stats*": "installs, crashes, ratings or counts of subscriptions",
    "dbt_shopify/*tender_transaction*": "tenders of orders",
    "dbt_shopify/shopify*_transaction_data.csv": "payments of orders",
    "dbt_shopify/shopify_gql_refund_data.csv": "refunds",
    "dbt_shopify/*abandoned_checkout_data.csv": "checkouts that were abandoned",
}
# Reports without money of their own: they lack what spend needs.
NOT_UNDERSTOOD = (
    "*/reddit_ads_*conversions*",
    "*/twitter_account_report*",
)
ONE_ROW_A = {"dbt_ga4_export/event_data.csv": ("user_id", "param_ga_session_id")}
WAITING = {"dbt_hubspot/deal_data.csv": "stage is missing."}


def seeds(shared_data: Path) -> list[Path]:
    return sorted((shared_data / "fivetran_seeds").rglob("*.csv"))


def name_of(path: Path) -> str:
    return path.relative_to(path.parents[1]).as_posix()


def fact_of(name: str) -> tuple[str, Callable[[Row], bool], str, str, Decimal] | None:
    return next((fact for one, fact in FACTS.items() if fnmatch.fnmatch(name, one)), None)


def rows_of(reading: Reading) -> tuple[list[dict[str, object]], list[str]]:
    rows: list[dict[str, object]] = []
    refused: list[str] = []
    for piece in reading.batches():
        rows += piece.table.to_pylist()
        refused += piece.refused["reason"].to_pylist()
    return rows, refused


def wrong_with(path: Path) -> str | None:
    """What is wrong with how one file is read, or None."""
    name = name_of(path)
    fact = fact_of(name)
    try:
        (reading,) = read_file(path, defaults=DEFAULTS)
    except NorthingError as error:
        return None if fact is None and is_told(name, str(error)) else f"{name}: {error}"
    rows, refused = rows_of(reading)
    if name in WAITING:
        told = not rows and set(refused) == {WAITING[name]}
        return None if told else f"{name}: {len(rows)} rows, {refused[:2]}"
    if fact is None:
        return f"{name}: {len(rows)} rows were loaded into {reading.table}"
    table, counts, column, heading, scale = fact
    expected = [row for row in raw(path) if counts(row)]
    if name in ONE_ROW_A:
        expected = list({tuple(map(row.get, ONE_ROW_A[name])): row for row in expected}.values())
    if (reading.table, len(rows)) != (table, len(expected)):
        return f"{name}: {len(rows)} rows for {reading.table}, expected {len(expected)} for {table}"
    if column:
        total = sum(Decimal(str(row[column] or 0)) for row in rows)
        truth = sum(
            (Decimal(row[heading] or 0) * scale).quantize(Decimal("0.0001")) for row in expected
        )
        if abs(total - truth) > Decimal("0.0001") * len(rows):
            return f"{name}: {column} is {total}, expected {truth}"
    return None


def is_told(name: str, sentence: str) -> bool:
    """Whether a refusal names the file, says what it is or lacks, and what to do."""
    if Path(name).name not in sentence:
        return False
    if any(fnmatch.fnmatch(name, one) for one in NOT_UNDERSTOOD):
        return "Not understood: '" in sentence
    left = next((text for one, text in LEFT.items() if fnmatch.fnmatch(name, one)), None)
    if left is not None:
        return "is left: " in sentence and left in sentence
    is_left = re.search(r"is left: .+\. .*(load the folder|northing load FOLDER)", sentence)
    lacks = "lacks the required column" in sentence and 'table = "' in sentence
    return bool(is_left or lacks)


def test_every_seed_is_loaded_with_its_total_or_refused_with_a_reason(shared_data: Path) -> None:
    files = seeds(shared_data)
    assert len(files) == 392
    assert [wrong for path in files if (wrong := wrong_with(path))] == []


def test_each_expectation_speaks_of_a_file(shared_data: Path) -> None:
    names = [name_of(path) for path in seeds(shared_data)]
    for pattern in (*FACTS, *LEFT, *NOT_UNDERSTOOD, *WAITING):
        assert fnmatch.filter(names, pattern), pattern


def test_a_folder_of_all_ad_networks_names_its_campaigns(shared_data: Path) -> None:
    folder = shared_data / "fivetran_seeds" / "dbt_ad_reporting"
    plan = plan_folder(folder)
    joined = {one.file.name: one for one in plan.files if one.beside}
    names = {
        "google_ads_campaign_stats_data.csv": (
            "google_ads_campaign_history_data.csv",
            "cost_micros",
        ),
        "reddit_ads_campaign_report_data.csv": ("reddit_ads_campaign_data.csv", "spend"),
        "twitter_campaign_report_data.csv": (
            "twitter_campaign_history_data.csv",
            "billed_charge_local_micro",
        ),
    }
    for file, (history, amount) in names.items():
        one = joined[file]
        (reading,) = read_file(one.file, defaults=DEFAULTS, beside=one.beside)
        assert history in reading.parts.values()
        newest: dict[str, tuple[str, str]] = {}
        for row in raw(folder / history):
            seen = (row.get("updated_at", ""), row["name"])
            newest[row["id"]] = max(newest.get(row["id"], seen), seen)
        truth: dict[str, Decimal] = defaultdict(Decimal)
        for row in raw(folder / file):
            id_ = row.get("campaign_id") or row["id"]
            truth[newest.get(id_, ("", id_))[1]] += Decimal(row[amount]) * MICRO
        found: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows_of(reading)[0]:
            found[str(row["campaign"])] += Decimal(str(row["amount"]))
        assert set(found) == set(truth)
        assert all(abs(found[key] - truth[key]) < Decimal("0.01") for key in truth)


def test_what_names_campaigns_is_never_loaded_as_rows(shared_data: Path) -> None:
    folder = shared_data / "fivetran_seeds" / "dbt_hubspot"
    plan = plan_folder(folder)
    assert plan.serving["deal_pipeline_stage_data.csv"] == ("deal_stage_data.csv",)
    assert plan.serving["deal_data.csv"] == ("deal_stage_data.csv",)
    assert not {one.file.name for one in plan.files} & set(plan.serving)


OTHER_FILES = {
    "fb_ads_kag/KAG_conversion_data.csv": r"'Spent' holds the amounts.*\[table\.columns\]",
    "fb_ads_kag/KAG_conversion_data_xyz1178_only.csv": r"'Spent'.*no column 'Date', a day",
    "lead_scoring_xeducation/Leads.csv": r"lacks the required column.*Not understood: .*synonyms",
    "lead_scoring_xeducation/Leads Data Dictionary.xlsx": r"lacks the required column|no table",
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_other_peoples_files_are_refused_with_what_to_write(shared_data: Path, name: str) -> None:
    with pytest.raises(NorthingError) as refusal:
        read_file(shared_data / name, defaults=DEFAULTS)
    assert re.search(OTHER_FILES[name], str(refusal.value), re.DOTALL), str(refusal.value)


def test_the_mapping_of_a_refusal_loads_the_file(shared_data: Path, tmp_path: Path) -> None:
    from northing.sources import load_mapping

    path = shared_data / "fb_ads_kag" / "KAG_conversion_data.csv"
    with pytest.raises(NorthingError) as refusal:
        read_file(path, defaults=DEFAULTS)
    lines = [line[4:] for line in str(refusal.value).splitlines() if line.startswith("    ")]
    mapping = tmp_path / "answers.toml"
    mapping.write_text("\n".join(lines), encoding="utf-8")
    (reading,) = read_file(path, mapping=load_mapping(mapping), defaults=DEFAULTS)
    rows, refused = rows_of(reading)
    assert len(rows) + len(refused) == len(raw(path))
    counted = [row for row in raw(path) if row["spent"]]
    truth = sum(Decimal(row["spent"]) for row in counted)
    assert abs(sum(Decimal(str(row["amount"])) for row in rows) - truth) < Decimal("0.1")
