"""Salesforce: opportunities, their history, leads and campaign members, from reports or export."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

OPPORTUNITY = ("Opportunity ID", "OpportunityId", "Opportunity ID (18)", "Opportunity-ID")
STAGES = {"Closed Won": "won", "Closed Lost": "lost", "Gewonnen": "won", "Verloren": "lost"}
AMOUNT = ("Amount", "Betrag", "Montant", "Importe", "Amount (converted)")
CURRENCY = ("Amount Currency", "CurrencyIsoCode", "Opportunity Currency", "Currency")
ACCOUNT = ("Account ID", "AccountId", "Account Name", "Accountname")
CLOSE = ("Close Date", "CloseDate", "Schlusstermin", "Date de clôture")
STAGE = ("Stage", "StageName", "Phase", "Étape", "Etapa")

ENTRY = Export(
    title="Salesforce: opportunities, opportunity history, leads, campaign members",
    place="Reports → Export → Details only, CSV, with the record's id; or Setup → Data Export",
    source="salesforce",
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
