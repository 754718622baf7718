"""Microsoft Advertising as Fivetran lands it: the campaign report by day."""

from northing.sources.export import Export
from northing.sources.warehouse import names_of, other_grain, spend_join

MAPPING = """
date = "date"
channel = { constant = "paid_search" }
amount = "spend"
currency = "currency_code"
impressions = "impressions"
clicks = "clicks"
account = "account_id"
"""

ENTRY = Export(
    title="Microsoft Advertising through Fivetran",
    place="the warehouse tables bingads.campaign_performance_daily_report and campaign_history",
    source="microsoft_ads",
    joins=(
        spend_join(
            {
                "date": "date",
                "campaign_id": "campaign_id",
                "amount": "spend",
                "account": "account_id",
                "currency": "currency_code",
                "impressions": "impressions",
                "clicks": "clicks",
                "device": "device_type",
                "platform_conversions": "conversions",
                "platform_value": "revenue",
            },
            marks="budget_association_status delivered_match_type",
            channel="paid_search",
            campaigns={
                "id": "id",
                "name": "name",
                "account": "account_id",
                "version": "modified_time",
                "file": "campaign_history",
            },
            accounts={
                "id": "id",
                "currency": "currency_code",
                "version": "last_modified_time",
                "file": "account_history",
            },
        ),
    ),
    asides=(
        other_grain(
            "reports by account, ad group, ad, keyword, search term or place",
            "campaign_performance_daily_report (campaign by day)",
            (("spend",), ("delivered_match_type",), ("top_vs_other",), ("conversions_qualified",)),
            MAPPING,
        ),
        names_of(
            "names of ad groups",
            "campaign_performance_daily_report",
            "name",
            "campaign_id",
            "modified_time",
        ),
    ),
)
