"""HubSpot as Fivetran lands it: contacts as leads, deals with the stages that they entered."""

from northing.sources.export import Export, Join, part
from northing.sources.mapping import ColumnRule, TableMapping
from northing.sources.warehouse import names_of

STAGES = """
WITH stages AS (
    SELECT CAST(stage_id AS VARCHAR) AS stage_id,
           CASE WHEN lower(CAST(closed_won AS VARCHAR)) = 'true' THEN 'won'
                WHEN lower(CAST(is_closed AS VARCHAR)) = 'true' THEN 'lost'
                ELSE label END AS name
    FROM deal_pipeline_stage
),
deals AS (
    SELECT * FROM deal
    WHERE lower(coalesce(CAST(is_deleted AS VARCHAR), 'false')) <> 'true'
      AND CAST(deal_id AS VARCHAR) NOT IN (
          SELECT CAST(merged_deal_id AS VARCHAR) FROM merged_deal WHERE merged_deal_id IS NOT NULL)
),
companies AS (
    SELECT CAST(deal_id AS VARCHAR) AS deal_id, min(CAST(company_id AS VARCHAR)) AS company_id
    FROM deal_company GROUP BY ALL
)
"""
# Where a deal has no history of stages, it stands in its present one.
NOW = """
SELECT CAST(deals.deal_id AS VARCHAR) AS deal_id,
       coalesce(property_hs_lastmodifieddate, property_createdate) AS at,
       coalesce(stages.name, CAST(deal_pipeline_stage_id AS VARCHAR)) AS stage,
       property_amount AS amount, property_deal_currency_code AS currency,
       property_closedate AS closes, companies.company_id AS account_id
FROM deals
LEFT JOIN stages ON stages.stage_id = CAST(deals.deal_pipeline_stage_id AS VARCHAR)
LEFT JOIN companies ON companies.deal_id = CAST(deals.deal_id AS VARCHAR)
"""
HISTORY = f"""
SELECT CAST(deal_stage.deal_id AS VARCHAR) AS deal_id, date_entered AS at,
       coalesce(stages.name, CAST(value AS VARCHAR)) AS stage, property_amount AS amount,
       property_deal_currency_code AS currency, property_closedate AS closes,
       companies.company_id AS account_id
FROM deal_stage
LEFT JOIN stages ON stages.stage_id = CAST(deal_stage.value AS VARCHAR)
LEFT JOIN deals ON CAST(deals.deal_id AS VARCHAR) = CAST(deal_stage.deal_id AS VARCHAR)
LEFT JOIN companies ON companies.deal_id = CAST(deal_stage.deal_id AS VARCHAR)
WHERE CAST(deal_stage.deal_id AS VARCHAR) NOT IN (
    SELECT CAST(deal_id AS VARCHAR) FROM deal
    WHERE CAST(deal_id AS VARCHAR) NOT IN (SELECT CAST(deal_id AS VARCHAR) FROM deals))
UNION ALL
SELECT * FROM ({NOW}) AS present
WHERE present.deal_id NOT IN (SELECT CAST(deal_id AS VARCHAR) FROM deal_stage)
"""
DEAL = part(
    "deal_id deal_pipeline_stage_id property_createdate",
    "is_deleted property_amount property_closedate property_hs_lastmodifieddate "
    "property_deal_currency_code",
)
BESIDE = {
    "deal_pipeline_stage": part("stage_id label closed_won", "is_closed"),
    "merged_deal": part("merged_deal_id deal_id"),
    "deal_company": part("deal_id company_id"),
}
DEALS = TableMapping(
    table="deals",
    columns={
        "deal_id": ColumnRule(columns=("deal_id",)),
        "at": ColumnRule(columns=("at",), time_zone="UTC"),
        "stage": ColumnRule(columns=("stage",)),
        "amount": ColumnRule(columns=("amount",)),
        "currency": ColumnRule(columns=("currency",)),
        "expected_close": ColumnRule(columns=("closes",), time_zone="UTC"),
        "account_id": ColumnRule(columns=("account_id",)),
    },
    match=False,
    about="Deleted deals, and those merged into others, are left out.",
)

ENTRY = Export(
    title="HubSpot through Fivetran: contact, deal_stage, deal",
    place="the warehouse tables hubspot.contact, deal, deal_stage, deal_pipeline_stage, "
    "merged_deal and deal_company",
    source="hubspot",
    joins=(
        Join(
            {
                "deal_stage": part("deal_id date_entered value _fivetran_start"),
                "deal": DEAL,
                **BESIDE,
            },
            STAGES + HISTORY,
            DEALS,
        ),
        Join({"deal": DEAL, **BESIDE}, STAGES + NOW, DEALS),
        Join(
            {
                "contact": part(
                    "id property_email property_createdate",
                    "_fivetran_deleted property_country property_hs_analytics_source",
                )
            },
            """SELECT * FROM contact
               WHERE lower(coalesce(CAST(_fivetran_deleted AS VARCHAR), 'false')) <> 'true'""",
            TableMapping(
                table="conversions",
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
        ),
    ),
    asides=(names_of("names of deal stages", "deal_stage and deal", "stage_id", "closed_won"),),
)
