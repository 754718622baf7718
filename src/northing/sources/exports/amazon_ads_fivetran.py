"""Amazon Ads as Fivetran lands it: the campaign report by day."""

from northing.sources.export import Export
from northing.sources.warehouse import names_of, other_grain, spend_join

MAPPING = """
date = "date"
channel = { constant = "retail_media" }
amount = "cost"
impressions = "impressions"
clicks = "clicks"
"""

ENTRY = Export(
    title="Amazon Ads through Fivetran",
    place="the warehouse tables amazon_ads.campaign_level_report, campaign_history and profile",
    source="amazon_ads",
    joins=(
        spend_join(
            {
                "date": "date",
                "campaign_id": "campaign_id",
                "amount": "cost",
                "currency": "campaign_budget_currency_code",
                "impressions": "impressions",
                "clicks": "clicks",
                "platform_conversions": "purchases_30_d",
                "platform_value": "sales_30_d",
            },
            marks="campaign_applicable_budget_rule_id",
            channel="retail_media",
            campaigns={
                "id": "id",
                "name": "name",
                "account": "profile_id",
                "version": "last_updated_date",
                "file": "campaign_history",
            },
            accounts={"id": "id", "currency": "currency_code", "file": "profile"},
        ),
    ),
    asides=(
        other_grain(
            "reports by ad group, product, keyword or search term",
            "campaign_level_report (campaign by day)",
            (
                ("cost",),
                ("date",),
                ("impressions",),
                ("ad_group_id", "keyword_id", "ad_id"),
                ("campaign_budget_type", "campaign_bidding_strategy"),
            ),
            MAPPING,
        ),
        names_of(
            "names of campaigns", "campaign_level_report", "name", "portfolio_id", "serving_status"
        ),
    ),
)
