"""Google Ads as Fivetran lands it: statistics by campaign, device and day, in micros."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule
from northing.sources.warehouse import MICROS, names_of, other_grain, spend_join

MAPPING = """
date = "date"
channel = { constant = "paid_search" }
amount = { column = "cost_micros", scale = 0.000001 }
impressions = "impressions"
clicks = "clicks"
account = "customer_id"
"""

ENTRY = Export(
    title="Google Ads through Fivetran",
    place="the warehouse tables google_ads.campaign_stats, campaign_history and account_history",
    source="google_ads",
    joins=(
        spend_join(
            {
                "date": "date",
                "campaign_id": "id",
                "amount": "cost_micros",
                "account": "customer_id",
                "network": "ad_network_type",
                "impressions": "impressions",
                "clicks": "clicks",
                "device": "device",
                "platform_conversions": "conversions",
                "platform_value": "conversions_value",
            },
            marks="base_campaign ad_network_type",
            channel=ColumnRule(
                columns=("network",),
                values={
                    "SEARCH": "paid_search",
                    "SEARCH_PARTNERS": "paid_search",
                    "CONTENT": "display",
                    "YOUTUBE_SEARCH": "video",
                    "YOUTUBE_WATCH": "video",
                    "YOUTUBE": "video",
                    "MIXED": "performance_max",
                },
            ),
            campaigns={
                "id": "id",
                "name": "name",
                "version": "updated_at",
                "account": "customer_id",
                "file": "campaign_history",
            },
            accounts={
                "id": "id",
                "currency": "currency_code",
                "version": "updated_at",
                "file": "account_history",
            },
            scale=MICROS,
            value_scale=None,
        ),
    ),
    asides=(
        other_grain(
            "statistics by account, ad group, ad, keyword or search term",
            "campaign_stats (campaign by day)",
            (("cost_micros",), ("date",), ("impressions",), ("customer_id",)),
            MAPPING,
        ),
        names_of("names of campaigns", "campaign_stats", "id", "name", "advertising_channel_type"),
        names_of(
            "names and currencies of accounts",
            "campaign_stats",
            "descriptive_name",
            "currency_code",
        ),
    ),
)
