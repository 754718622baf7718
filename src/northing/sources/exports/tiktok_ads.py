"""TikTok Ads Manager: the campaign report, by day."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

CAMPAIGN = ("Campaign name", "Kampagnenname", "Nom de la campagne", "Nombre de la campaña")
MARKS_OF_TIKTOK = (
    "Clicks (destination)",
    "CTR (destination)",
    "CPC (destination)",
    "Clicks (Destination)",
    "Destination clicks",
    "Conversion rate (CVR)",
    "Secondary goal result",
    "Video views at 100%",
    "2-second video views",
    "Klicks (Ziel)",
)

ENTRY = Export(
    title="TikTok Ads, campaigns by day",
    place="TikTok Ads Manager → Reporting → Custom report, dimensions Campaign and By day → Export",
    source="tiktok_ads",
    tables=(
        TableMapping(
            table="spend",
            signature=(CAMPAIGN, ("Cost", "Total cost", "Kosten", "Coût"), MARKS_OF_TIKTOK),
            columns={
                "date": ColumnRule(columns=("By Day", "Date", "Day", "Stat time day", "Datum")),
                "channel": ColumnRule(constant="paid_social"),
                "campaign": ColumnRule(columns=CAMPAIGN),
                "content": ColumnRule(columns=("Ad name",)),
                "country": ColumnRule(columns=("Country/Region", "Country")),
                "amount": ColumnRule(columns=("Cost", "Total cost", "Kosten", "Coût")),
                "currency": ColumnRule(columns=("Currency", "Währung", "Devise")),
                "impressions": ColumnRule(columns=("Impressions", "Impression", "Impressionen")),
                "clicks": ColumnRule(
                    columns=(
                        "Clicks (destination)",
                        "Destination clicks",
                        "Klicks (Ziel)",
                        "Clicks",
                        "Clicks (all)",
                    )
                ),
                "platform_conversions": ColumnRule(columns=("Conversions", "Conversion")),
                "platform_value": ColumnRule(
                    columns=("Total complete payment value", "Total purchase value")
                ),
                "account": ColumnRule(columns=("Account name", "Advertiser name")),
            },
            match=False,
        ),
    ),
)
