"""LinkedIn Campaign Manager: the campaign performance report, by day."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

DAY = ("Start Date (in UTC)", "Date (in UTC)", "Startdatum (UTC)", "Date de début (UTC)", "Day")
CAMPAIGN = ("Campaign Name", "Kampagnenname", "Nom de la campagne", "Nombre de la campaña")
SPENT = ("Total Spent", "Gesamtausgaben", "Montant total dépensé", "Total gastado")
MARKS_OF_LINKEDIN = (
    "Start Date (in UTC)",
    "Campaign Group Name",
    "Campaign Group ID",
    "Total Engagements",
    "Total Social Actions",
    "Lead Forms Opened",
    "Kampagnengruppe",
)

ENTRY = Export(
    title="LinkedIn Campaign Manager, campaigns by day",
    place="Campaign Manager → Analyze → Export → Campaign performance, time breakdown: Daily",
    source="linkedin_ads",
    tables=(
        TableMapping(
            table="spend",
            signature=(CAMPAIGN, SPENT, MARKS_OF_LINKEDIN),
            columns={
                "date": ColumnRule(columns=DAY),
                "channel": ColumnRule(constant="paid_social"),
                "campaign": ColumnRule(columns=CAMPAIGN),
                "content": ColumnRule(columns=("Ad Name", "Creative Name", "Ad ID")),
                "amount": ColumnRule(columns=SPENT),
                "currency": ColumnRule(columns=("Currency", "Währung", "Devise", "Moneda")),
                "impressions": ColumnRule(columns=("Impressions", "Impressionen", "Impresiones")),
                "clicks": ColumnRule(columns=("Clicks", "Klicks", "Clics")),
                "platform_conversions": ColumnRule(columns=("Conversions", "Konversionen")),
                "platform_value": ColumnRule(columns=("Total Conversion Value",)),
                "account": ColumnRule(columns=("Account Name", "Kontoname", "Nom du compte")),
            },
            match=False,
            about="Each row stands on its start date: download with a daily breakdown.",
        ),
    ),
)
