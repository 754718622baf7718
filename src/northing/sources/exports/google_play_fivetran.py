"""Google Play as Fivetran lands it: earnings as orders, visits of the store by traffic source."""

from northing.sources.export import Aside, Export, Join, part
from northing.sources.mapping import ColumnRule, TableMapping

EARNINGS = """
SELECT description || ' / ' || transaction_type || ' / ' || CAST(_line AS VARCHAR) AS id,
       transaction_date, amount_merchant_currency_, merchant_currency, buyer_country
FROM earnings
"""

ENTRY = Export(
    title="Google Play through Fivetran",
    place="the warehouse tables google_play.earnings and stats_store_performance_traffic_source",
    source="google_play",
    tables=(
        TableMapping(
            table="sessions",
            signature=(
                ("date",),
                ("traffic_source",),
                ("store_listing_visitors",),
                ("store_listing_acquisitions",),
            ),
            columns={
                "date": ColumnRule(columns=("date",)),
                "channel": ColumnRule(columns=("traffic_source",)),
                "campaign": ColumnRule(
                    columns=("utm_campaign",), values={"No UTM campaign specified": ""}
                ),
                "sessions": ColumnRule(columns=("store_listing_visitors",)),
                "conversions": ColumnRule(columns=("store_listing_acquisitions",)),
                "account": ColumnRule(columns=("package_name",)),
            },
            match=False,
            about="Visitors of the store listing by day; acquisitions are its conversions.",
        ),
    ),
    joins=(
        Join(
            {
                "earnings": part(
                    "description transaction_date transaction_type amount_merchant_currency_"
                    " merchant_currency _line",
                    "buyer_country",
                )
            },
            EARNINGS,
            TableMapping(
                table="orders",
                columns={
                    "order_id": ColumnRule(columns=("id",)),
                    "at": ColumnRule(columns=("transaction_date",)),
                    "revenue": ColumnRule(columns=("amount_merchant_currency_",)),
                    "currency": ColumnRule(columns=("merchant_currency",)),
                    "country": ColumnRule(columns=("buyer_country",)),
                },
                match=False,
                about="Each charge, fee, tax and refund is a row, so that revenue is net of "
                "Google's fees.",
            ),
        ),
    ),
    asides=(
        Aside(
            "visits of the store by country",
            (("store_listing_visitors",), ("country_region",)),
            "One grain of a source is loaded, and that is stats_store_performance_traffic_source: "
            "the same visits would count twice.",
        ),
        Aside(
            "installs, crashes, ratings or counts of subscriptions, as sums over all users",
            (
                ("package_name",),
                ("date",),
                (
                    "daily_device_installs",
                    "daily_crashes",
                    "daily_average_rating",
                    "active_subscriptions",
                ),
            ),
            "No table of Northing holds them: they have neither a channel nor money.",
        ),
    ),
)
