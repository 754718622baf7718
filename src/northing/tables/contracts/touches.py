"""Every visit, click, event, call or mail that a person had with the company."""

from northing.tables.contract import Append, Column, Contract

ENTRY = Contract(
    title="one row a touch",
    columns=(
        Column(
            "person_id",
            "person",
            "Who; hashed with the workspace key while loading.",
            required=True,
            synonyms=(
                "customer_id",
                "user_id",
                "visitor_id",
                "cookie",
                "cookie_id",
                "client_id",
                "contact_id",
                "email",
                "fullVisitorId",
                "anonymous_id",
            ),
        ),
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
            ),
        ),
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
        Column(
            "content",
            "text",
            "Advertisement, creative or page variant.",
            synonyms=("utm_content", "ad_name", "ad", "creative"),
        ),
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
        Column(
            "kind",
            "text",
            "visit, click, impression, event, call, mail …",
            synonyms=("interaction", "event_type", "touch_type"),
        ),
        Column(
            "source",
            "text",
            "Which system says so.",
            synonyms=("platform", "data_source"),
        ),
    ),
    load=Append(key=("person_id", "at", "channel", "campaign", "content", "kind", "source")),
    at="at",
    person_level=True,
)
