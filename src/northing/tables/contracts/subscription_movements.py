"""Monthly recurring revenue gained, grown, shrunk and lost."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="account × month × kind",
    columns=(
        Column(
            "account_id",
            "account",
            "The company or household behind the person.",
            required=True,
            synonyms=("company_id", "account", "organisation_id", "organization_id"),
        ),
        Column("month", "month", required=True),
        Column(
            "kind",
            "text",
            required=True,
            choices=("new", "expansion", "contraction", "churn", "reactivation"),
        ),
        Column(
            "mrr",
            "money",
            "Always positive; the kind says which way.",
            required=True,
            minimum=0,
        ),
        Column(
            "currency",
            "currency",
            "ISO 4217.",
            required=True,
            synonyms=("currency_code", "Währung", "devise"),
        ),
    ),
    load=Upsert(key=("account_id", "month", "kind")),
    at="month",
    money_on="month",
)
