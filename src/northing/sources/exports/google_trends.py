"""Google Trends: interest over time, one column a search term."""

from northing.sources.export import Export, Join, Part
from northing.sources.mapping import ColumnRule, TableMapping

PERIOD = (
    *("Month", "Week", "Day", "Monat", "Woche", "Tag", "Mois", "Semaine", "Jour"),
    *("Mes", "Semana", "Día", "Mese", "Settimana", "Giorno", "Mês", "Dia"),
    *("Maand", "Dag", "Miesiąc", "Tydzień", "Dzień", "Månad", "Vecka"),
)

FORM = r": \([^()]*\)$|^isPartial$"

# A heading is `term: (Country)`; the term may itself be in quotation marks.
UNFOLDED = """
WITH long AS (UNPIVOT trends ON COLUMNS(* EXCLUDE (period)) INTO NAME heading VALUE interest)
SELECT period, interest,
       trim(regexp_replace(heading, ': \\([^()]*\\)$', ''), '" ') AS term,
       nullif(regexp_extract(heading, ': \\(([^()]*)\\)$', 1), '') AS place
FROM long
WHERE heading <> 'isPartial'
"""

ENTRY = Export(
    title="Google Trends, interest over time",
    place="trends.google.com → compare terms → Interest over time → Download (multiTimeline.csv)",
    source="google_trends",
    joins=(
        Join(
            {"trends": Part(needs={"period": PERIOD}, rest=True, headings=FORM)},
            UNFOLDED,
            TableMapping(
                table="market",
                columns={
                    "period": ColumnRule(columns=("period",)),
                    "segment": ColumnRule(columns=("place",)),
                    "brand": ColumnRule(columns=("term",)),
                    "measure": ColumnRule(constant="searches"),
                    "value": ColumnRule(columns=("interest",)),
                },
                match=False,
                about="Interest from 0 to 100, against the highest point of all terms of this "
                "download: a share, not a count. `<1` is quarantined, since it is no number.",
            ),
        ),
    ),
)
