"""X (Twitter) Ads as Fivetran lands it: the campaign report by placement and day, in micros."""

from northing.sources.export import Export
from northing.sources.warehouse import MICROS, other_grain, spend_join

MAPPING = """
date = "date"
channel = { constant = "paid_social" }
amount = { column = "billed_charge_local_micro", scale = 0.000001 }
impressions = "impressions"
clicks = "clicks"
account = "account_id"
"""

ENTRY = Export(
    title="X (Twitter) Ads through Fivetran",
    place="the warehouse tables twitter_ads.campaign_report and campaign_history",
    source="twitter_ads",
    joins=(
        spend_join(
            {
                "date": "date",
                "campaign_id": "campaign_id",
                "amount": "billed_charge_local_micro",
                "account": "account_id",
                "impressions": "impressions",
                "clicks": "clicks",
            },
            marks="placement billed_engagements",
            channel="paid_social",
            campaigns={
                "id": "id",
                "name": "name",
                "account": "account_id",
                "version": "updated_at",
                "file": "campaign_history",
            },
            accounts={
                "id": "account_id",
                "currency": "currency",
                "version": "updated_at",
                "file": "campaign_history",
            },
            scale=MICROS,
        ),
    ),
    asides=(
        other_grain(
            "reports by line item, keyword, promoted post, place or account",
            "campaign_report (campaign by placement and day)",
            (("billed_charge_local_micro",), ("date",), ("placement",)),
            MAPPING,
        ),
    ),
)
