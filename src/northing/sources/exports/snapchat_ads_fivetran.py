"""Snapchat Ads as Fivetran lands it: the campaign report by hour, in micros."""

from decimal import Decimal

from northing.sources.export import Export
from northing.sources.warehouse import MICROS, other_grain, spend_join

MAPPING = """
date = "date"
channel = { constant = "paid_social" }
amount = { column = "spend", scale = 0.000001 }
impressions = "impressions"
clicks = "swipes"
"""

ENTRY = Export(
    title="Snapchat Ads through Fivetran",
    place="the warehouse tables snapchat_ads.campaign_hourly_report and campaign_history",
    source="snapchat_ads",
    joins=(
        spend_join(
            {
                "date": "date",
                "campaign_id": "campaign_id",
                "amount": "spend",
                "impressions": "impressions",
                "clicks": "swipes",
                "platform_conversions": "conversion_purchases",
                "platform_value": "conversion_purchases_value",
            },
            marks="swipes screen_time_millis story_opens",
            channel="paid_social",
            campaigns={
                "id": "id",
                "name": "name",
                "account": "ad_account_id",
                "version": "_fivetran_synced",
            },
            scale=MICROS,
            value_scale=Decimal(1),
        ),
    ),
    asides=(
        other_grain(
            "reports by advertisement, ad squad, country or region",
            "campaign_hourly_report (campaign by hour, taken by day)",
            (("spend",), ("swipes",), ("impressions",), ("conversion_purchases_value",)),
            MAPPING,
        ),
    ),
)
