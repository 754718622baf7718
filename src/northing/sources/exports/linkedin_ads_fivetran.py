"""LinkedIn Ads as Fivetran lands it: analytics by campaign and day, in local currency."""

from northing.sources.export import Export
from northing.sources.warehouse import names_of, other_grain, spend_join

MAPPING = """
date = "day"
channel = { constant = "paid_social" }
amount = "cost_in_local_currency"
impressions = "impressions"
clicks = "clicks"
"""

ENTRY = Export(
    title="LinkedIn Ads through Fivetran",
    place="the warehouse tables linkedin_ads.ad_analytics_by_campaign, campaign_history and "
    "account_history",
    source="linkedin_ads",
    joins=(
        spend_join(
            {
                "date": "day",
                "campaign_id": "campaign_id",
                "amount": "cost_in_local_currency",
                "impressions": "impressions",
                "clicks": "clicks",
                "platform_conversions": "external_website_conversions",
                "platform_value": "conversion_value_in_local_currency",
            },
            channel="paid_social",
            campaigns={
                "id": "id",
                "name": "name",
                "account": "account_id",
                "version": "last_modified_time",
                "file": "campaign_history",
            },
            accounts={
                "id": "id",
                "currency": "currency",
                "version": "last_modified_time",
                "file": "account_history",
            },
        ),
    ),
    asides=(
        other_grain(
            "analytics by creative, or by month and the members' country or region",
            "ad_analytics_by_campaign (campaign by day)",
            (("cost_in_local_currency",), ("creative_id", "member_country", "member_region")),
            MAPPING,
        ),
        names_of(
            "names of campaigns or campaign groups",
            "ad_analytics_by_campaign",
            "last_modified_time",
            "account_id",
            "name",
            named=("linkedin",),
        ),
    ),
)
