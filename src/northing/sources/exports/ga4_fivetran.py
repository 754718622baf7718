"""Google Analytics 4 events as Fivetran lands them: the first event of each session is a visit."""

from northing.sources.export import Export, Join, part
from northing.sources.mapping import ColumnRule, TableMapping

# A later event of the same session is no visit of its own.
VISITS = """
WITH placed AS (
    SELECT coalesce(user_id, user_pseudo_id) AS person, timestamp, device_category, geo_country,
           coalesce(collected_traffic_source_manual_source, param_source,
                    traffic_source_source) AS came_from,
           coalesce(collected_traffic_source_manual_medium, param_medium,
                    traffic_source_medium) AS medium,
           param_campaign, param_ga_session_id AS session
    FROM event
),
visits AS (
    SELECT *, row_number() OVER (PARTITION BY person, coalesce(session, CAST(timestamp AS VARCHAR))
                                 ORDER BY timestamp) AS place
    FROM placed
)
SELECT person, timestamp, device_category, geo_country, param_campaign,
       CASE WHEN came_from IS NULL AND medium IS NULL THEN 'direct'
            ELSE concat_ws(' / ', came_from, medium) END AS channel
FROM visits WHERE place = 1
"""

ENTRY = Export(
    title="Google Analytics 4 events through Fivetran",
    place="the warehouse table ga4_export.event",
    source="ga4",
    joins=(
        Join(
            {
                "event": part(
                    "user_pseudo_id name timestamp event_dimensions_hostname",
                    "user_id device_category geo_country param_campaign param_ga_session_id"
                    " param_source param_medium traffic_source_source traffic_source_medium"
                    " collected_traffic_source_manual_source"
                    " collected_traffic_source_manual_medium",
                )
            },
            VISITS,
            TableMapping(
                table="touches",
                columns={
                    "person_id": ColumnRule(columns=("person",)),
                    "at": ColumnRule(columns=("timestamp",), time_zone="UTC"),
                    "channel": ColumnRule(columns=("channel",)),
                    "campaign": ColumnRule(columns=("param_campaign",)),
                    "country": ColumnRule(columns=("geo_country",)),
                    "device": ColumnRule(columns=("device_category",)),
                    "kind": ColumnRule(constant="visit"),
                },
                match=False,
                about="One visit a session, at its first event.",
            ),
        ),
    ),
)
