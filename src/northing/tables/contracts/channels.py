"""Marketing channels and their spellings, edited by the user."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row a channel",
    columns=(
        Column("channel", "text", required=True),
        Column("group", "text", "Channel group."),
        Column("kind", "text", choices=("digital", "offline", "experiential")),
        Column("branded", "flag", "Whether it captures demand for the brand itself."),
        Column(
            "role", "text", "direct, marketing or sales.", choices=("direct", "marketing", "sales")
        ),
        Column(
            "leaves_touches", "flag", "False for channels such as television that no log can see."
        ),
        Column("synonyms", "text", "Spellings, separated by |."),
    ),
    load=Upsert(key=("channel",)),
)
