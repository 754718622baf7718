"""Mailchimp as Fivetran lands it: what recipients did with mailings, as touches."""

from northing.sources.export import Export, Join, Part, part
from northing.sources.mapping import ColumnRule, TableMapping
from northing.sources.warehouse import names_of

TOUCHES = """
WITH who AS (SELECT id, min(email_address) AS email FROM member GROUP BY ALL)
SELECT coalesce(who.email, activity.member_id) AS person, activity.timestamp, action,
       coalesce(campaign.title, activity.campaign_id) AS campaign
FROM activity
LEFT JOIN who ON who.id = activity.member_id
LEFT JOIN campaign ON campaign.id = activity.campaign_id
WHERE action IN ('open', 'click')
"""


def _touches(activity: str, titles: Part) -> Join:
    return Join(
        {
            "activity": Part(
                {
                    "action": ("action",),
                    "campaign_id": (activity,),
                    "member_id": ("member_id",),
                    "timestamp": ("timestamp",),
                }
            ),
            "member": part("id email_address unique_email_id"),
            "campaign": titles,
        },
        TOUCHES,
        TableMapping(
            table="touches",
            columns={
                "person_id": ColumnRule(columns=("person",)),
                "at": ColumnRule(columns=("timestamp",), time_zone="UTC"),
                "channel": ColumnRule(constant="email"),
                "campaign": ColumnRule(columns=("campaign",)),
                "kind": ColumnRule(columns=("action",)),
            },
            match=False,
            about="Opens and clicks; bounces are no touches.",
        ),
    )


ENTRY = Export(
    title="Mailchimp through Fivetran",
    place="the warehouse tables mailchimp.campaign_recipient_activity, "
    "automation_recipient_activity, member, campaign and automation_email",
    source="mailchimp",
    joins=(
        _touches("campaign_id", part("id title subject_line segment_text")),
        _touches("automation_email_id", part("id title automation_id delay_action")),
    ),
    asides=(
        names_of(
            "campaigns", "campaign_recipient_activity", "archive_url", "subject_line", "list_id"
        ),
        names_of("members", "campaign_recipient_activity", "email_address", "unique_email_id"),
        names_of(
            "recipients", "campaign_recipient_activity", "member_id", "campaign_id", "list_id"
        ),
    ),
)
