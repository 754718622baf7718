"""Matomo: visits by channel and day."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

LABEL = ("Label", "Channel Type", "Kanaltyp", "Type de canal", "label")
VISITS = ("Visits", "nb_visits", "Besuche", "Visites", "Visitas", "Visite")

ENTRY = Export(
    title="Matomo, visits by channel and day",
    place="Acquisition → Overview → Channel type → Export: CSV, row limit All; by day through the "
    "Reporting API with period=day and a range of dates",
    source="matomo",
    tables=(
        TableMapping(
            table="sessions",
            signature=(
                LABEL,
                VISITS,
                (
                    "Actions",
                    "nb_actions",
                    "bounce_count",
                    "Bounces",
                    "Aktionen",
                    "Absprünge",
                    "Unique visitors",
                    "nb_uniq_visitors",
                ),
            ),
            columns={
                "date": ColumnRule(columns=("Date", "date", "Datum", "Fecha", "Data")),
                "channel": ColumnRule(
                    columns=LABEL,
                    values={
                        "Direct Entry": "direct",
                        "Direkte Zugriffe": "direct",
                        "Search Engines": "organic_search",
                        "Suchmaschinen": "organic_search",
                        "Websites": "referral",
                        "Social Networks": "organic_social",
                        "Soziale Netzwerke": "organic_social",
                    },
                ),
                "sessions": ColumnRule(columns=VISITS),
                "conversions": ColumnRule(
                    columns=("Conversions", "nb_conversions", "Visits with Conversions")
                ),
            },
            match=False,
        ),
    ),
)
