"""Klaviyo as Fivetran lands it: what people did with mails and messages, as touches."""

from northing.sources.export import Export, Join, part
from northing.sources.mapping import ColumnRule, TableMapping
from northing.sources.warehouse import names_of

TOUCHES = """
SELECT coalesce(person.email, event.person_id) AS person, event.timestamp,
       CASE WHEN event.type ILIKE '%sms%' THEN 'sms' ELSE 'email' END AS channel,
       coalesce(campaign.name, flow.name, event.campaign_id, event.flow_id) AS campaign,
       CASE WHEN event.type ILIKE 'clicked%' THEN 'click'
            WHEN event.type ILIKE 'opened%' THEN 'open' ELSE 'mail' END AS kind
FROM event
LEFT JOIN person ON person.id = event.person_id
LEFT JOIN campaign ON campaign.id = event.campaign_id
LEFT JOIN flow ON flow.id = event.flow_id
WHERE (event.type ILIKE 'received%' OR event.type ILIKE 'opened%' OR event.type ILIKE 'clicked%')
  AND lower(coalesce(CAST(event._fivetran_deleted AS VARCHAR), 'false')) <> 'true'
"""

ENTRY = Export(
    title="Klaviyo through Fivetran",
    place="the warehouse tables klaviyo.event, person, campaign and flow",
    source="klaviyo",
    joins=(
        Join(
            {
                "event": part(
                    "person_id campaign_id flow_id timestamp type metric_id", "_fivetran_deleted"
                ),
                "person": part("id email custom_object"),
                "campaign": part("id name campaign_type subject"),
                "flow": part("id name customer_filter"),
            },
            TOUCHES,
            TableMapping(
                table="touches",
                columns={
                    "person_id": ColumnRule(columns=("person",)),
                    "at": ColumnRule(columns=("timestamp",), time_zone="UTC"),
                    "channel": ColumnRule(columns=("channel",)),
                    "campaign": ColumnRule(columns=("campaign",)),
                    "kind": ColumnRule(columns=("kind",)),
                },
                match=False,
                about="Messages received, opened and clicked; other events, such as orders, are "
                "left to the shop that they come from.",
            ),
        ),
    ),
    asides=(
        names_of("campaigns", "event", "campaign_type", "status_label", "from_email"),
        names_of("flows", "event", "customer_filter", "trigger_type"),
    ),
)
