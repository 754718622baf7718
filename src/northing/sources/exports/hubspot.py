"""HubSpot: contacts and deals as its record lists export them."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

ENTRY = Export(
    title="HubSpot, contacts and deals",
    place="CRM → Contacts or Deals → Export view",
    source="hubspot",
    tables=(
        TableMapping(
            table="conversions",
            signature=(
                ("Record ID", "Record ID - Contact", "Contact ID"),
                ("Email",),
                ("Create Date", "Became a Lead Date"),
            ),
            columns={
                "conversion_id": ColumnRule(
                    columns=("Record ID", "Record ID - Contact", "Contact ID")
                ),
                "person_id": ColumnRule(columns=("Email",)),
                "account_id": ColumnRule(
                    columns=("Associated Company IDs", "Primary Associated Company ID")
                ),
                "at": ColumnRule(columns=("Became a Lead Date", "Create Date")),
                "kind": ColumnRule(constant="lead"),
                "country": ColumnRule(columns=("Country/Region", "Country")),
                "declared_channel": ColumnRule(
                    columns=("Original Traffic Source", "Original Source", "Original source")
                ),
                "declared_campaign": ColumnRule(
                    columns=(
                        "Original Traffic Source Drill-Down 1",
                        "Original Source Drill-Down 1",
                    )
                ),
                "declared_by": ColumnRule(constant="crm"),
            },
            match=False,
        ),
        TableMapping(
            table="deals",
            signature=(
                ("Record ID", "Record ID - Deal", "Deal ID"),
                ("Deal Stage",),
                ("Deal Name", "Pipeline", "Close Date"),
            ),
            columns={
                "deal_id": ColumnRule(columns=("Record ID", "Record ID - Deal", "Deal ID")),
                "at": ColumnRule(
                    columns=("Last Modified Date", "Date entered current stage", "Create Date")
                ),
                "stage": ColumnRule(
                    columns=("Deal Stage",),
                    values={"Closed Won": "won", "Closed Lost": "lost"},
                ),
                "amount": ColumnRule(columns=("Amount",)),
                "currency": ColumnRule(columns=("Currency", "Deal Currency Code")),
                "expected_close": ColumnRule(columns=("Close Date",)),
                "account_id": ColumnRule(
                    columns=("Associated Company IDs", "Primary Associated Company ID")
                ),
            },
            match=False,
        ),
    ),
)
