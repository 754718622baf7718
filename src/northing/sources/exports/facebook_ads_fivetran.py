"""Meta Ads as Fivetran lands it: spend by advertisement and day, with names beside."""

from northing.sources.export import Export, Join, Part, part
from northing.sources.mapping import ColumnRule, TableMapping
from northing.sources.warehouse import names_of, other_grain

SPEND = """
WITH ad AS (
    SELECT CAST(id AS VARCHAR) AS id, arg_max(name, coalesce(updated_time, '')) AS name,
           arg_max(CAST(campaign_id AS VARCHAR), coalesce(updated_time, '')) AS campaign_id
    FROM ad_history GROUP BY ALL
),
campaign AS (
    SELECT CAST(id AS VARCHAR) AS id, arg_max(name, coalesce(updated_time, '')) AS name
    FROM campaign_history GROUP BY ALL
)
SELECT basic_ad.date, basic_ad.account_id, basic_ad.impressions, basic_ad.inline_link_clicks,
       basic_ad.spend, coalesce(campaign.name, ad.campaign_id) AS campaign,
       coalesce(ad.name, CAST(basic_ad.ad_id AS VARCHAR)) AS content
FROM basic_ad
LEFT JOIN ad ON ad.id = CAST(basic_ad.ad_id AS VARCHAR)
LEFT JOIN campaign ON campaign.id = ad.campaign_id
"""
MAPPING = """
date = "date"
channel = { constant = "paid_social" }
amount = "spend"
impressions = "impressions"
clicks = "inline_link_clicks"
account = "account_id"
"""

ENTRY = Export(
    title="Meta Ads through Fivetran",
    place="the warehouse tables facebook_ads.basic_ad, ad_history and campaign_history",
    source="meta_ads",
    joins=(
        Join(
            {
                "basic_ad": part("ad_id date account_id impressions inline_link_clicks spend"),
                "ad_history": part("id ad_set_id campaign_id creative_id name", "updated_time"),
                "campaign_history": Part(
                    {name: (name,) for name in ("id", "account_id", "name")},
                    {"updated_time": ("updated_time",)},
                    named=("campaign_history",),
                ),
            },
            SPEND,
            TableMapping(
                table="spend",
                columns={
                    "date": ColumnRule(columns=("date",)),
                    "channel": ColumnRule(constant="paid_social"),
                    "campaign": ColumnRule(columns=("campaign",)),
                    "content": ColumnRule(columns=("content",)),
                    "amount": ColumnRule(columns=("spend",)),
                    "impressions": ColumnRule(columns=("impressions",)),
                    "clicks": ColumnRule(columns=("inline_link_clicks",)),
                    "account": ColumnRule(columns=("account_id",)),
                },
                match=False,
            ),
        ),
    ),
    asides=(
        other_grain(
            "spend by country or region",
            "basic_ad (advertisement by day)",
            (("spend",), ("inline_link_clicks",), ("frequency",), ("country", "region")),
            MAPPING,
        ),
        names_of("actions by type and day", "basic_ad", "action_type", "date", "value", "index"),
        names_of("names of advertisements", "basic_ad", "ad_set_id", "creative_id", "name"),
    ),
)
