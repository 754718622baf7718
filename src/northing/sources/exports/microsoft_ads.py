"""Microsoft Advertising: the campaign performance report, by day."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

DAY = ("Gregorian date", "Time period", "TimePeriod", "Day", "Datum", "Zeitraum")
CAMPAIGN = ("Campaign name", "Campaign", "Kampagnenname", "Nom de la campagne")
SPEND = ("Spend", "Ausgaben", "Dépense", "Gasto", "Spesa")

ENTRY = Export(
    title="Microsoft Advertising, campaigns by day",
    place="Reports → Performance → Campaign, unit of time: Day → Download → CSV",
    source="microsoft_ads",
    tables=(
        TableMapping(
            table="spend",
            signature=(
                CAMPAIGN,
                SPEND,
                (
                    "Gregorian date",
                    "Time period",
                    "Delivered match type",
                    "Top vs. other",
                    "Bid match type",
                    "Ad distribution",
                    "Average CPC",
                    "Impr. share",
                ),
            ),
            columns={
                "date": ColumnRule(columns=DAY),
                "channel": ColumnRule(constant="paid_search"),
                "campaign": ColumnRule(columns=CAMPAIGN),
                "device": ColumnRule(
                    columns=("Device type", "Device", "Gerätetyp"),
                    values={
                        "Computer": "desktop",
                        "Smartphone": "mobile",
                        "Tablet": "tablet",
                    },
                ),
                "country": ColumnRule(columns=("Country/region", "Country")),
                "amount": ColumnRule(columns=SPEND),
                "currency": ColumnRule(columns=("Currency code", "Currency", "Währungscode")),
                "impressions": ColumnRule(columns=("Impressions", "Impr.", "Impressionen")),
                "clicks": ColumnRule(columns=("Clicks", "Klicks", "Clics")),
                "platform_conversions": ColumnRule(columns=("Conversions", "Conv.")),
                "platform_value": ColumnRule(columns=("Revenue", "Umsatz", "Revenu")),
                "account": ColumnRule(columns=("Account name", "Account", "Kontoname")),
            },
            match=False,
        ),
    ),
)
