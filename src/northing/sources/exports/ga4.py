"""Google Analytics 4: traffic acquisition by day, as its reports and explorations download it."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

CHANNEL = (
    "Session default channel group",
    "Session primary channel group (Default Channel Group)",
    "Default channel group",
    "Standard-Channelgruppierung für Sitzung",
    "Groupe de canaux par défaut de la session",
    "sessionDefaultChannelGroup",
    "Session source / medium",
    "Sitzung – Quelle/Medium",
)
SESSIONS = ("Sessions", "Sitzungen", "Sesiones", "Sessioni", "Sessões", "Sesje", "Sessies")

ENTRY = Export(
    title="Google Analytics 4, sessions by day and channel",
    place="Reports → Acquisition → Traffic acquisition, dimension Date → Share → Download CSV",
    source="ga4",
    tables=(
        TableMapping(
            table="sessions",
            signature=(CHANNEL, SESSIONS),
            columns={
                "date": ColumnRule(columns=("Date", "Datum", "Fecha", "Data", "Day", "date")),
                "channel": ColumnRule(columns=CHANNEL),
                "campaign": ColumnRule(
                    columns=("Session campaign", "Kampagne der Sitzung", "sessionCampaignName")
                ),
                "landing_page": ColumnRule(
                    columns=("Landing page", "Landing page + query string", "Landingpage")
                ),
                "country": ColumnRule(columns=("Country ID", "Country", "Land", "Pays", "País")),
                "device": ColumnRule(columns=("Device category", "Gerätekategorie", "Device")),
                "sessions": ColumnRule(columns=SESSIONS),
                "engaged": ColumnRule(
                    columns=("Engaged sessions", "Sitzungen mit Interaktionen", "engagedSessions")
                ),
                "conversions": ColumnRule(columns=("Key events", "Conversions", "keyEvents")),
            },
        ),
        TableMapping(
            table="sessions",
            signature=(CHANNEL, SESSIONS, ("Nth day",)),
            columns={
                "date": ColumnRule(columns=("Nth day",), format=("nth_day",)),
                "channel": ColumnRule(columns=CHANNEL),
                "sessions": ColumnRule(columns=SESSIONS),
                "engaged": ColumnRule(columns=("Engaged sessions",)),
                "conversions": ColumnRule(columns=("Key events", "Conversions")),
            },
        ),
    ),
)
