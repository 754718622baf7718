"""Every visit, click, event, call or mail that a person had with the company."""

from northing.tables import columns
from northing.tables.columns import required
from northing.tables.contract import Append, Column, Contract

ENTRY = Contract(
    title="one row a touch",
    columns=(
        required(columns.PERSON_ID),
        Column(
            "at",
            "instant",
            required=True,
            synonyms=(
                "timestamp",
                "time",
                "event_time",
                "occurred_at",
                "datetime",
                "session_start",
                "visited_at",
                "event_timestamp",
                "touched_at",
                "clicked_at",
                "Zeitpunkt",
                "Zeitstempel",
                "horodatage",
                "date et heure",
                "fecha y hora",
                "data e ora",
                "data e hora",
                "datum en tijd",
                "data i godzina",
            ),
        ),
        required(columns.CHANNEL),
        columns.CAMPAIGN,
        columns.CONTENT,
        columns.COUNTRY,
        columns.DEVICE,
        Column(
            "kind",
            "text",
            "visit, click, impression, event, call, mail …",
            synonyms=("interaction", "event_type", "touch_type"),
        ),
        columns.SOURCE,
    ),
    load=Append(key=("person_id", "at", "channel", "campaign", "content", "kind", "source")),
    at="at",
    delivered_by=("source",),
    person_level=True,
)
