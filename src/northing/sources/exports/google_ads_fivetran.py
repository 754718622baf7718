"""Google Ads as Fivetran lands it: statistics by campaign, device and day, in micros."""

from decimal import Decimal

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

ENTRY = Export(
    title="Google Ads through Fivetran, campaign_stats",
    place="the warehouse table google_ads.campaign_stats",
    source="google_ads",
    tables=(
        TableMapping(
            table="spend",
            signature=(("cost_micros",), ("base_campaign",), ("ad_network_type",), ("id",)),
            columns={
                "date": ColumnRule(columns=("date",)),
                "channel": ColumnRule(
                    columns=("ad_network_type",),
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
                "campaign": ColumnRule(columns=("id",)),
                "device": ColumnRule(
                    columns=("device",),
                    values={"MOBILE": "mobile", "DESKTOP": "desktop", "TABLET": "tablet"},
                ),
                "amount": ColumnRule(columns=("cost_micros",), scale=Decimal("0.000001")),
                "impressions": ColumnRule(columns=("impressions",)),
                "clicks": ColumnRule(columns=("clicks",)),
                "platform_conversions": ColumnRule(columns=("conversions",)),
                "platform_value": ColumnRule(columns=("conversions_value",)),
                "account": ColumnRule(columns=("customer_id",)),
            },
            match=False,
            about="Campaigns are named by their ids; their names stand in campaign_history, "
            "which a mapping with `sql` can join.",
        ),
    ),
)
