"""Sessions of the site as web analytics counts them."""

from northing.tables import columns
from northing.tables.columns import required
from northing.tables.contract import Column, Contract, ReplaceWindow

ENTRY = Contract(
    title="date × channel × campaign × landing page × country × device",
    columns=(
        Column("date", "date", required=True),
        required(columns.CHANNEL),
        columns.CAMPAIGN,
        Column("landing_page", "text", synonyms=("landing_page_path", "page")),
        columns.COUNTRY,
        columns.DEVICE,
        Column("sessions", "integer", required=True, minimum=0),
        Column("engaged", "integer", minimum=0, synonyms=("engaged_sessions",)),
        Column("conversions", "number", minimum=0, synonyms=("key_events", "transactions")),
        columns.SOURCE,
        columns.ACCOUNT,
    ),
    load=ReplaceWindow(scope=("source", "account"), on="date"),
    at="date",
    delivered_by=("source", "account"),
)
