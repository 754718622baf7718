"""Google Search Console: clicks and impressions of the site's search results, by date."""

from northing.sources.export import Aside, Export
from northing.sources.mapping import ColumnRule, TableMapping

DATE = ("Date", "Datum", "Fecha", "Data", "data_date")
CLICKS = ("Clicks", "Klicks", "Clics", "Clic", "Cliques", "Klikken")
IMPRESSIONS = ("Impressions", "Impressionen", "Impresiones", "Impressioni", "Impressões")
POSITION = ("Position", "Posición", "Posizione", "Posição", "Positie", "sum_position")
ADVICE = (
    "It has no dates: 'Clicks' and 'Impressions' are sums over a whole period. Load the file "
    "Dates.csv (Chart.csv) of the same download instead."
)


def _without_dates(what: str, *headings: str) -> Aside:
    return Aside(what, (headings, CLICKS, IMPRESSIONS, POSITION), ADVICE)


ENTRY = Export(
    title="Google Search Console, performance by date",
    place="Performance → Search results → Export → Download CSV: Dates.csv (or Chart.csv)",
    source="search_console",
    tables=(
        TableMapping(
            table="engagement",
            signature=(DATE, CLICKS, IMPRESSIONS, POSITION),
            columns={
                "date": ColumnRule(columns=DATE),
                "network": ColumnRule(constant="google_search"),
                "content": ColumnRule(constant="all queries"),
                "impressions": ColumnRule(columns=IMPRESSIONS),
                "clicks": ColumnRule(columns=CLICKS),
            },
            match=False,
        ),
        TableMapping(
            table="engagement",
            signature=(DATE, CLICKS, IMPRESSIONS, POSITION, ("Query", "query", "Top queries")),
            columns={
                "date": ColumnRule(columns=DATE),
                "network": ColumnRule(constant="google_search"),
                "content": ColumnRule(columns=("Query", "query", "Top queries")),
                "impressions": ColumnRule(columns=IMPRESSIONS),
                "clicks": ColumnRule(columns=CLICKS),
            },
            match=False,
        ),
    ),
    asides=(
        _without_dates(
            "clicks by query",
            "Top queries",
            "Häufigste Suchanfragen",
            "Requêtes les plus fréquentes",
        ),
        _without_dates(
            "clicks by page", "Top pages", "Die häufigsten Seiten", "Pages les plus populaires"
        ),
        _without_dates("clicks by country or device", "Country", "Device", "Land", "Gerät"),
    ),
)
