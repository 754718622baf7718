"""Reddit Ads as Fivetran lands it: the campaign report by day, in micros."""

from northing.sources.export import Export
from northing.sources.warehouse import MICROS, other_grain, spend_join

MAPPING = """
date = "date"
channel = { constant = "paid_social" }
amount = { column = "spend", scale = 0.000001 }
impressions = "impressions"
clicks = "clicks"
account = "account_id"
"""

ENTRY = Export(
    title="Reddit Ads through Fivetran",
    place="the warehouse tables reddit_ads.campaign_report, campaign and account",
    source="reddit_ads",
    joins=(
        spend_join(
            {
                "date": "date",
                "campaign_id": "campaign_id",
                "amount": "spend",
                "account": "account_id",
                "impressions": "impressions",
                "clicks": "clicks",
            },
            marks="ecpm comment_upvotes",
            channel="paid_social",
            campaigns={
                "id": "id",
                "name": "name",
                "account": "account_id",
                "version": "funding_instrument_id",
            },
            accounts={
                "id": "id",
                "currency": "currency",
                "version": "view_attribution_window",
                "file": "account_data",
            },
            scale=MICROS,
        ),
    ),
    asides=(
        other_grain(
            "reports by account, ad group, advertisement or country",
            "campaign_report (campaign by day)",
            (("spend",), ("account_id",), ("impressions",), ("ecpm", "region")),
            MAPPING,
        ),
    ),
)
