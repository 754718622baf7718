"""HubSpot as Fivetran lands it: contacts, and the stages that deals entered."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

ENTRY = Export(
    title="HubSpot through Fivetran: contact, deal_stage, deal",
    place="the warehouse tables hubspot.contact, hubspot.deal_stage and hubspot.deal",
    source="hubspot",
    tables=(
        TableMapping(
            table="conversions",
            signature=(("property_email",), ("property_createdate",), ("id",)),
            columns={
                "conversion_id": ColumnRule(columns=("id",)),
                "person_id": ColumnRule(columns=("property_email",)),
                "at": ColumnRule(columns=("property_createdate",), time_zone="UTC"),
                "kind": ColumnRule(constant="lead"),
                "country": ColumnRule(columns=("property_country",)),
                "declared_channel": ColumnRule(columns=("property_hs_analytics_source",)),
                "declared_by": ColumnRule(constant="crm"),
            },
            match=False,
        ),
        TableMapping(
            table="deals",
            signature=(("deal_id",), ("date_entered",), ("value",), ("_fivetran_start",)),
            columns={
                "deal_id": ColumnRule(columns=("deal_id",)),
                "at": ColumnRule(columns=("date_entered",), time_zone="UTC"),
                "stage": ColumnRule(columns=("value",)),
            },
            match=False,
            about="Stages are named by their ids, and amounts stand in the deal table; "
            "a mapping with `sql` can join both.",
        ),
        TableMapping(
            table="deals",
            signature=(("deal_id",), ("property_createdate",), ("deal_pipeline_stage_id",)),
            columns={
                "deal_id": ColumnRule(columns=("deal_id",)),
                "at": ColumnRule(
                    columns=("property_hs_lastmodifieddate", "property_createdate"),
                    time_zone="UTC",
                ),
                "stage": ColumnRule(columns=("deal_pipeline_stage_id",)),
                "amount": ColumnRule(columns=("property_amount",)),
                "currency": ColumnRule(columns=("property_deal_currency_code",)),
                "expected_close": ColumnRule(columns=("property_closedate",), time_zone="UTC"),
            },
            match=False,
            about="Stages are named by their ids; a mapping with `sql` can join their names.",
        ),
    ),
)
