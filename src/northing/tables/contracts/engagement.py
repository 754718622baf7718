"""What social networks and e-mail report."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="date × network × content",
    columns=(
        Column("date", "date", required=True),
        Column("network", "text", "Social network, or email.", required=True),
        Column("content", "text", required=True, synonyms=("post", "subject", "post_id")),
        Column("impressions", "integer", minimum=0),
        Column("reach", "integer", minimum=0),
        Column("followers", "integer", minimum=0),
        Column("engagements", "integer", minimum=0),
        Column("delivered", "integer", minimum=0),
        Column("opens", "integer", minimum=0),
        Column("clicks", "integer", minimum=0),
        Column("unsubscribes", "integer", minimum=0),
    ),
    load=Upsert(key=("date", "network", "content")),
    at="date",
    delivered_by=("network",),
)
