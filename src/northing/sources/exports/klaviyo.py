"""Klaviyo: campaign performance, one row a campaign."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

FIGURES = {
    "date": ColumnRule(columns=("Send Time", "Send Date")),
    "content": ColumnRule(columns=("Campaign Name",)),
    "delivered": ColumnRule(columns=("Successful Deliveries", "Delivered")),
    "opens": ColumnRule(columns=("Unique Opens",)),
    "clicks": ColumnRule(columns=("Unique Clicks",)),
    "unsubscribes": ColumnRule(columns=("Unsubscribes",)),
}
MARKS = (
    ("Campaign Name",),
    ("Send Time", "Send Date"),
    ("Unique Opens",),
    ("Unique Placed Order", "Placed Order Rate", "Spam Complaints", "Campaign ID"),
)
ABOUT = "Opens and clicks are unique ones: people, not events."

ENTRY = Export(
    title="Klaviyo, campaign performance",
    place="Campaigns → Options → Export; or Analytics → Custom reports → Campaign performance",
    source="klaviyo",
    tables=(
        TableMapping(
            table="engagement",
            signature=(*MARKS, ("Campaign Channel", "Channel")),
            columns={
                **FIGURES,
                "network": ColumnRule(
                    columns=("Campaign Channel", "Channel"),
                    values={"Email": "email", "SMS": "sms", "Push": "push"},
                ),
            },
            match=False,
            about=ABOUT,
        ),
        TableMapping(
            table="engagement",
            signature=MARKS,
            columns={**FIGURES, "network": ColumnRule(constant="email")},
            match=False,
            about=ABOUT,
        ),
    ),
)
