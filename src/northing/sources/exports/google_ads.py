"""Google Ads: the campaign report, by day, as its interface downloads it."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

CAMPAIGN = ("Campaign", "Kampagne", "Campagne", "Campaña", "Campagna", "Campanha", "Kampania")
DAY = ("Day", "Date", "Tag", "Jour", "Día", "Giorno", "Dia", "Dzień", "Dag", "Fecha", "Data")
COST = ("Cost", "Kosten", "Coût", "Coste", "Costo", "Custo", "Koszt", "Kostnad")
IMPRESSIONS = ("Impr.", "Impressions", "Impressionen", "Impresiones", "Impressioni", "Wyświetlenia")
CLICKS = ("Clicks", "Klicks", "Clics", "Clic", "Cliques", "Kliknięcia", "Klikken", "Klick")
CURRENCY = ("Currency code", "Währungscode", "Code devise", "Código de moneda", "Codice valuta")
TYPE = ("Campaign type", "Kampagnentyp", "Type de campagne", "Tipo de campaña", "Tipo di campagna")
MARKS_OF_GOOGLE = (
    *TYPE,
    *CURRENCY,
    "Campaign status",
    "Campaign state",
    "Kampagnenstatus",
    "Interactions",
    "Interaktionen",
    "Conv. value",
    "Conv.-Wert",
    "Avg. CPC",
    "Durchschn. CPC",
    "Impr.",
)

ENTRY = Export(
    title="Google Ads, campaigns by day",
    place="Campaigns → Segment: Day → Download → .csv",
    source="google_ads",
    tables=(
        TableMapping(
            table="spend",
            signature=(CAMPAIGN, COST, (*IMPRESSIONS, *CLICKS), MARKS_OF_GOOGLE),
            columns={
                "date": ColumnRule(columns=DAY),
                "channel": ColumnRule(
                    columns=TYPE,
                    values={
                        "Search": "paid_search",
                        "Suche": "paid_search",
                        "Suchnetzwerk": "paid_search",
                        "Réseau de Recherche": "paid_search",
                        "Display": "display",
                        "Video": "video",
                        "Vidéo": "video",
                        "Shopping": "shopping",
                        "Performance Max": "performance_max",
                        "Demand Gen": "demand_gen",
                        "App": "app",
                    },
                ),
                "campaign": ColumnRule(columns=CAMPAIGN),
                "amount": ColumnRule(columns=COST),
                "currency": ColumnRule(columns=CURRENCY),
                "impressions": ColumnRule(columns=IMPRESSIONS),
                "clicks": ColumnRule(columns=CLICKS),
                "platform_conversions": ColumnRule(
                    columns=("Conversions", "Conv.", "Conversiones", "Conversioni", "Konwersje")
                ),
                "platform_value": ColumnRule(
                    columns=("Conv. value", "Conversion value", "Conv.-Wert", "Valeur de conv.")
                ),
                "account": ColumnRule(columns=("Account", "Account name", "Customer ID", "Konto")),
            },
        ),
    ),
)
