"""Pinterest Ads as Fivetran lands it: the campaign report by day, in micros."""

from northing.sources.export import Export
from northing.sources.warehouse import MICROS, SPEND, other_grain, spend_join

# Paid and earned impressions and clicks stand in two columns; an empty one is none.
BOTH = SPEND.replace(
    "SELECT report.* EXCLUDE (account, currency, campaign),",
    """SELECT report.* EXCLUDE (account, currency, campaign, impressions, clicks),
       TRY_CAST(report.impressions AS BIGINT)
           + coalesce(TRY_CAST(report.impression_2 AS BIGINT), 0) AS impressions,
       TRY_CAST(report.clicks AS BIGINT)
           + coalesce(TRY_CAST(report.clickthrough_2 AS BIGINT), 0) AS clicks,""",
)
MAPPING = """
date = "date"
channel = { constant = "paid_social" }
amount = { column = "spend_in_micro_dollar", scale = 0.000001 }
impressions = "impression_1"
clicks = "clickthrough_1"
account = "advertiser_id"
"""

ENTRY = Export(
    title="Pinterest Ads through Fivetran",
    place="the warehouse tables pinterest.campaign_report and advertiser_history",
    source="pinterest_ads",
    joins=(
        spend_join(
            {
                "date": "date",
                "campaign_id": "campaign_id",
                "amount": "spend_in_micro_dollar",
                "campaign": "campaign_name",
                "account": "advertiser_id",
                "impressions": "impression_1",
                "clicks": "clickthrough_1",
                "platform_conversions": "total_conversions",
                "platform_value": "total_conversions_value_in_micro_dollar",
            },
            marks="campaign_name campaign_status impression_2 clickthrough_2",
            channel="paid_social",
            campaigns={
                "id": "id",
                "name": "name",
                "account": "advertiser_id",
                "version": "created_time",
                "file": "campaign_history",
            },
            accounts={
                "id": "id",
                "currency": "currency",
                "version": "updated_time",
                "file": "advertiser_history",
            },
            scale=MICROS,
            sql=BOTH,
        ),
    ),
    asides=(
        other_grain(
            "reports by advertiser, ad group, keyword, pin or targeting",
            "campaign_report (campaign by day)",
            (("spend_in_micro_dollar",), ("impression_1",), ("date",)),
            MAPPING,
        ),
    ),
)
