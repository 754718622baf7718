"""TikTok Ads as Fivetran lands it: the campaign report by hour."""

from northing.sources.export import Export
from northing.sources.warehouse import names_of, other_grain, spend_join

MAPPING = """
date = "stat_time_hour"
channel = { constant = "paid_social" }
amount = "spend"
impressions = "impressions"
clicks = "clicks"
"""

ENTRY = Export(
    title="TikTok Ads through Fivetran",
    place="the warehouse tables tiktok_ads.campaign_report_hourly, campaign_history and advertiser",
    source="tiktok_ads",
    joins=(
        spend_join(
            {
                "date": "stat_time_hour",
                "campaign_id": "campaign_id",
                "amount": "spend",
                "impressions": "impressions",
                "clicks": "clicks",
                "platform_conversions": "conversion",
                "platform_value": "total_purchase_value",
            },
            channel="paid_social",
            campaigns={
                "id": "campaign_id",
                "name": "campaign_name",
                "account": "advertiser_id",
                "version": "updated_at",
            },
            accounts={"id": "id", "currency": "currency", "file": "advertiser"},
        ),
    ),
    asides=(
        other_grain(
            "reports by ad group, advertisement or country",
            "campaign_report_hourly (campaign by hour, taken by day)",
            (
                ("spend",),
                ("stat_time_hour", "stat_time_day"),
                ("real_time_conversion",),
                ("cost_per_conversion",),
            ),
            MAPPING,
        ),
        names_of("names of advertisements", "campaign_report_hourly", "ad_name", "adgroup_id"),
    ),
)
