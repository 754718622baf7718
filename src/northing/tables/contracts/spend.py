"""Media spend and what platforms claim for it."""

from northing.tables import columns
from northing.tables.columns import required
from northing.tables.contract import Column, Contract, ReplaceWindow

ENTRY = Contract(
    title="date × channel × campaign (× content, country, device)",
    columns=(
        Column(
            "date",
            "date",
            required=True,
            synonyms=("day", "Tag", "Datum", "jour", "fecha", "data", "dia", "datum", "dag"),
        ),
        required(columns.CHANNEL),
        columns.CAMPAIGN,
        columns.CONTENT,
        columns.COUNTRY,
        columns.DEVICE,
        Column(
            "amount",
            "money",
            "What the platform charged; credits are negative.",
            required=True,
            synonyms=(
                "cost",
                "spend",
                "ad_spend",
                "amount_spent",
                "Kosten",
                "coût",
                "cout",
                "costo",
                "coste",
                "custo",
                "kostnad",
            ),
        ),
        required(columns.CURRENCY),
        Column("impressions", "integer", minimum=0, synonyms=("impr", "Impressionen", "Impr.")),
        Column(
            "clicks", "integer", minimum=0, synonyms=("Klicks", "clics", "clic", "klick", "klikken")
        ),
        Column(
            "platform_conversions",
            "number",
            "Claimed by the platform; never added up over platforms.",
            minimum=0,
            synonyms=("conversions", "conv", "Conv."),
        ),
        Column(
            "platform_value",
            "money",
            "Claimed by the platform, in `currency`.",
            synonyms=("conversion_value", "conv_value", "conversions_value", "Conv. value"),
        ),
        columns.SOURCE,
        columns.ACCOUNT,
    ),
    load=ReplaceWindow(scope=("source", "account"), on="date"),
    at="date",
    money_on="date",
)
