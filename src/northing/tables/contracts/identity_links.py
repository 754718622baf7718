"""Which cookie is which person, and which person belongs to which account."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row a link",
    columns=(
        Column(
            "from_id",
            "person",
            "Cookie, device or person.",
            required=True,
            synonyms=("cookie_id", "anonymous_id"),
        ),
        Column("to_kind", "text", required=True, choices=("person", "account")),
        Column(
            "to_person", "person", "Where `to_kind` is person.", synonyms=("person_id", "user_id")
        ),
        Column(
            "to_account",
            "account",
            "Where `to_kind` is account.",
            synonyms=("account_id", "company_id"),
        ),
        Column("at", "instant", required=True),
    ),
    load=Upsert(key=("from_id", "to_kind")),
    at="at",
    person_level=True,
)
