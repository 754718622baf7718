"""Zendesk as Fivetran lands it: tickets as what customers say."""

from northing.sources.export import Export, Join, part
from northing.sources.mapping import ColumnRule, TableMapping
from northing.sources.warehouse import names_of

TICKETS = """
WITH who AS (
    SELECT CAST(id AS VARCHAR) AS id, min(email) AS email FROM "user" GROUP BY ALL
)
SELECT 'ticket-' || CAST(ticket.id AS VARCHAR) AS id, ticket.created_at,
       coalesce(nullif(ticket.description, ''), ticket.subject) AS said,
       coalesce(who.email, CAST(ticket.requester_id AS VARCHAR)) AS person,
       ticket.organization_id
FROM ticket LEFT JOIN who ON who.id = CAST(ticket.requester_id AS VARCHAR)
WHERE coalesce(ticket.status, '') <> 'deleted'
"""

ENTRY = Export(
    title="Zendesk through Fivetran",
    place="the warehouse tables zendesk.ticket and user",
    source="zendesk",
    joins=(
        Join(
            {
                "ticket": part(
                    "id created_at description requester_id subject via_channel",
                    "status organization_id",
                ),
                "user": part("id email restricted_agent"),
            },
            TICKETS,
            TableMapping(
                table="feedback",
                columns={
                    "feedback_id": ColumnRule(columns=("id",)),
                    "at": ColumnRule(columns=("created_at",), time_zone="UTC"),
                    "kind": ColumnRule(constant="ticket"),
                    "text": ColumnRule(columns=("said",)),
                    "brand": ColumnRule(constant="own"),
                    "person_id": ColumnRule(columns=("person",)),
                    "account_id": ColumnRule(columns=("organization_id",)),
                },
                match=False,
                about="Deleted tickets are left out.",
            ),
        ),
    ),
    asides=(
        names_of("users", "ticket", "email", "restricted_agent", "organization_id"),
        names_of("comments on tickets", "ticket", "ticket_id", "body", "voice_comment"),
        names_of("holidays of schedules", "ticket", "schedule_id", "start_date", "end_date"),
    ),
)
