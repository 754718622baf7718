"""Salesforce: opportunities, their history, leads and campaign members, from reports or export."""

from northing.sources.export import Export, Join, part
from northing.sources.mapping import ColumnRule, TableMapping

OPPORTUNITY = ("Opportunity ID", "OpportunityId", "Opportunity ID (18)", "Opportunity-ID")
STAGES = {"Closed Won": "won", "Closed Lost": "lost", "Gewonnen": "won", "Verloren": "lost"}
AMOUNT = ("Amount", "Betrag", "Montant", "Importe", "Amount (converted)")
CURRENCY = ("Amount Currency", "CurrencyIsoCode", "Opportunity Currency", "Currency")
ACCOUNT = ("Account ID", "AccountId", "Account Name", "Accountname")
# As Fivetran lands them: a deleted opportunity is left out; one without a history stands as it is.
PRESENT = """
SELECT id, coalesce(last_modified_date, system_modstamp, created_date) AS at,
       CASE WHEN lower(CAST(is_won AS VARCHAR)) = 'true' THEN 'won'
            WHEN lower(CAST(is_closed AS VARCHAR)) = 'true' THEN 'lost'
            ELSE stage_name END AS stage,
       amount, currency_iso_code, close_date, account_id
FROM opportunity WHERE lower(coalesce(CAST(is_deleted AS VARCHAR), 'false')) <> 'true'
"""
CHANGES = f"""
{
    PRESENT.replace(
        "coalesce(last_modified_date, system_modstamp, created_date)", "_fivetran_start"
    ).replace("FROM opportunity", "FROM opportunity_history")
}
UNION ALL
SELECT * FROM ({PRESENT}) AS present WHERE id NOT IN (SELECT id FROM opportunity_history)
"""
FIELDS = "amount currency_iso_code account_id is_deleted is_closed"
OPPORTUNITIES = part(
    "id stage_name is_won close_date created_date forecast_category",
    f"last_modified_date system_modstamp {FIELDS}",
)
LANDED = TableMapping(
    table="deals",
    columns={
        "deal_id": ColumnRule(columns=("id",)),
        "at": ColumnRule(columns=("at",), time_zone="UTC"),
        "stage": ColumnRule(columns=("stage",)),
        "amount": ColumnRule(columns=("amount",)),
        "currency": ColumnRule(columns=("currency_iso_code",)),
        "expected_close": ColumnRule(columns=("close_date",), time_zone="UTC"),
        "account_id": ColumnRule(columns=("account_id",)),
    },
    match=False,
    about="Deleted opportunities are left out.",
)
CLOSE = ("Close Date", "CloseDate", "Schlusstermin", "Date de clôture")
STAGE = ("Stage", "StageName", "Phase", "Étape", "Etapa")

ENTRY = Export(
    title="Salesforce: opportunities, opportunity history, leads, campaign members",
    place="Reports → Export → Details only, CSV, with the record's id; or Setup → Data Export; or "
    "the warehouse tables salesforce.opportunity and opportunity_history",
    source="salesforce",
    joins=(
        Join(
            {
                "opportunity_history": part(
                    "id _fivetran_start stage_name is_won close_date created_date"
                    " forecast_category",
                    FIELDS,
                ),
                "opportunity": OPPORTUNITIES,
            },
            CHANGES,
            LANDED,
        ),
        Join({"opportunity": OPPORTUNITIES}, PRESENT, LANDED),
    ),
    tables=(
        TableMapping(
            table="deals",
            signature=(
                (*OPPORTUNITY, "Id"),
                STAGE,
                CLOSE,
                ("Opportunity Name", "Opportunity Owner", "ForecastCategory", "IsClosed", "IsWon"),
            ),
            columns={
                "deal_id": ColumnRule(columns=(*OPPORTUNITY, "Id")),
                "at": ColumnRule(
                    columns=(
                        "Last Modified Date",
                        "LastModifiedDate",
                        "Last Stage Change Date",
                        "Created Date",
                        "CreatedDate",
                    )
                ),
                "stage": ColumnRule(columns=STAGE, values=STAGES),
                "amount": ColumnRule(columns=AMOUNT),
                "currency": ColumnRule(columns=CURRENCY),
                "expected_close": ColumnRule(columns=CLOSE),
                "segment": ColumnRule(columns=("Customer Segment", "Type")),
                "account_id": ColumnRule(columns=ACCOUNT),
            },
            match=False,
        ),
        TableMapping(
            table="deals",
            signature=(
                OPPORTUNITY,
                ("To Stage", "StageName"),
                ("From Stage", "Stage Duration", "ForecastCategory"),
                ("Last Modified", "CreatedDate", "Edit Date"),
            ),
            columns={
                "deal_id": ColumnRule(columns=OPPORTUNITY),
                "at": ColumnRule(columns=("Last Modified", "Edit Date", "CreatedDate")),
                "stage": ColumnRule(columns=("To Stage", "StageName"), values=STAGES),
                "amount": ColumnRule(columns=AMOUNT),
                "currency": ColumnRule(columns=CURRENCY),
                "expected_close": ColumnRule(columns=CLOSE),
                "account_id": ColumnRule(columns=ACCOUNT),
            },
            match=False,
        ),
        TableMapping(
            table="conversions",
            signature=(
                ("Lead ID", "Id"),
                ("Lead Source", "LeadSource", "Leadquelle"),
                ("Lead Status", "Status", "Leadstatus"),
                ("Company / Account", "IsConverted", "Converted", "ConvertedDate", "Lead Owner"),
            ),
            columns={
                "conversion_id": ColumnRule(columns=("Lead ID", "Id")),
                "person_id": ColumnRule(columns=("Email", "E-Mail")),
                "at": ColumnRule(columns=("Created Date", "CreatedDate", "Create Date")),
                "kind": ColumnRule(constant="lead"),
                "country": ColumnRule(columns=("Country", "CountryCode", "Land")),
                "declared_channel": ColumnRule(columns=("Lead Source", "LeadSource")),
                "declared_by": ColumnRule(constant="crm"),
            },
            match=False,
        ),
        TableMapping(
            table="touches",
            signature=(
                ("Campaign Name", "Kampagnenname"),
                ("Member Status", "Campaign Member Status"),
                ("Email", "E-Mail"),
                ("Member First Responded Date", "First Responded Date", "Member Type", "Responded"),
            ),
            columns={
                "person_id": ColumnRule(columns=("Email", "E-Mail")),
                "at": ColumnRule(
                    columns=(
                        "Member First Responded Date",
                        "First Responded Date",
                        "Member First Associated Date",
                        "Created Date",
                    )
                ),
                "channel": ColumnRule(columns=("Campaign Type", "Type")),
                "campaign": ColumnRule(columns=("Campaign Name", "Kampagnenname")),
                "kind": ColumnRule(columns=("Member Status", "Campaign Member Status")),
            },
            match=False,
        ),
    ),
)
