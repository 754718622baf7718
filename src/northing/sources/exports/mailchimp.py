"""Mailchimp: the campaign report, one row a mailing."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

ENTRY = Export(
    title="Mailchimp, campaign report",
    place="Campaigns → Reports → Export all, or Audience → Export campaign report",
    source="mailchimp",
    tables=(
        TableMapping(
            table="engagement",
            signature=(
                ("Title", "Subject"),
                ("Send Date",),
                ("Successful Deliveries",),
                ("Unique Opens",),
                ("Abuse Complaints", "Times Forwarded", "Unique Id"),
            ),
            columns={
                "date": ColumnRule(columns=("Send Date",)),
                "network": ColumnRule(constant="email"),
                "content": ColumnRule(columns=("Title", "Subject")),
                "delivered": ColumnRule(columns=("Successful Deliveries",)),
                "opens": ColumnRule(columns=("Unique Opens",)),
                "clicks": ColumnRule(columns=("Unique Clicks",)),
                "unsubscribes": ColumnRule(columns=("Unsubscribes",)),
            },
            match=False,
            about="Opens and clicks are unique ones: people, not events.",
        ),
    ),
)
