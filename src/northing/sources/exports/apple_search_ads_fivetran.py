"""Apple Search Ads as Fivetran lands it: the campaign report by day."""

from northing.sources.export import Export
from northing.sources.warehouse import other_grain, spend_join

MAPPING = """
date = "date"
channel = { constant = "paid_search" }
amount = "local_spend_amount"
currency = "local_spend_currency"
impressions = "impressions"
clicks = "taps"
"""

ENTRY = Export(
    title="Apple Search Ads through Fivetran",
    place="the warehouse tables apple_search_ads.campaign_report and campaign_history",
    source="apple_search_ads",
    joins=(
        spend_join(
            {
                "date": "date",
                "campaign_id": "id",
                "amount": "local_spend_amount",
                "currency": "local_spend_currency",
                "impressions": "impressions",
                "clicks": "taps",
                "platform_conversions": "conversions",
            },
            marks="lat_off_installs taps",
            named=("campaign_report",),
            channel="paid_search",
            campaigns={
                "id": "id",
                "name": "name",
                "account": "organization_id",
                "version": "modification_time",
            },
            about="The keyword report has the same headings: files are told apart by their names.",
        ),
    ),
    asides=(
        other_grain(
            "reports by ad group, advertisement, keyword or search term",
            "campaign_report (campaign by day)",
            (("local_spend_amount",), ("taps",), ("date",)),
            MAPPING,
        ),
    ),
)
