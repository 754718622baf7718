"""Sessions of the site as web analytics counts them."""

from northing.tables.contract import Column, Contract, ReplaceWindow

ENTRY = Contract(
    title="date × channel × campaign × landing page × country × device",
    columns=(
        Column("date", "date", required=True),
        Column(
            "channel",
            "channel",
            "Marketing channel, spelt as in `channels`.",
            required=True,
            synonyms=(
                "channel_name",
                "default_channel_group",
                "channelGrouping",
                "origin",
                "traffic_source",
            ),
        ),
        Column(
            "campaign",
            "campaign",
            "Campaign name.",
            synonyms=(
                "campaign_name",
                "utm_campaign",
                "Campagne",
                "Kampagne",
                "Campana",
                "Campagna",
            ),
        ),
        Column("landing_page", "text", synonyms=("landing_page_path", "page")),
        Column(
            "country",
            "text",
            "ISO 3166-1 alpha-2 where the source has it.",
            synonyms=("country_code", "region_country", "Land", "Pays"),
        ),
        Column(
            "device",
            "text",
            "desktop, mobile, tablet …",
            synonyms=("device_category", "device_type", "Geraet", "Gerät"),
        ),
        Column("sessions", "integer", required=True, minimum=0),
        Column("engaged", "integer", minimum=0, synonyms=("engaged_sessions",)),
        Column("conversions", "number", minimum=0, synonyms=("key_events", "transactions")),
        Column(
            "source",
            "text",
            "Which system says so.",
            synonyms=("platform", "data_source"),
        ),
        Column(
            "account",
            "text",
            "Advertising account or property at the source.",
            synonyms=("ad_account", "customer_id_ads", "account_name", "property"),
        ),
    ),
    load=ReplaceWindow(scope=("source", "account"), on="date"),
    at="date",
)
