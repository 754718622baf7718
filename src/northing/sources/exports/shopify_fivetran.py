"""Shopify as Fivetran lands it: orders, and refunds as negative ones."""

from northing.sources.export import Aside, Export, Join, part
from northing.sources.mapping import ColumnRule, TableMapping

COUNTED = """lower(coalesce(CAST(test AS VARCHAR), 'false')) <> 'true'
  AND trim(coalesce(CAST(cancelled_at AS VARCHAR), '')) = ''
  AND lower(coalesce(CAST(_fivetran_deleted AS VARCHAR), 'false')) <> 'true'"""
REST = f"""
SELECT CAST(id AS VARCHAR) AS id, email, created_at, total_price AS revenue, currency,
       shipping_address_country_code AS country
FROM "order" WHERE {COUNTED}
"""
GRAPH = f"""
SELECT CAST(id AS VARCHAR) AS id, email, created_at, total_price_set_shop_amount AS revenue,
       total_price_set_shop_currency_code AS currency, shipping_address_country_code AS country
FROM "order" WHERE {COUNTED}
UNION ALL
SELECT 'refund-' || CAST(refund.id AS VARCHAR), buyer.email, refund.created_at,
       '-' || CAST(total_refunded_set_shop_amount AS VARCHAR),
       total_refunded_set_shop_currency_code, buyer.shipping_address_country_code
FROM refund JOIN "order" AS buyer ON CAST(buyer.id AS VARCHAR) = CAST(refund.order_id AS VARCHAR)
WHERE CAST(total_refunded_set_shop_amount AS DECIMAL(18, 4)) <> 0
  AND lower(coalesce(CAST(buyer.test AS VARCHAR), 'false')) <> 'true'
  AND trim(coalesce(CAST(buyer.cancelled_at AS VARCHAR), '')) = ''
"""
OTHERS = "test cancelled_at _fivetran_deleted shipping_address_country_code"
ORDERS = TableMapping(
    table="orders",
    columns={
        "order_id": ColumnRule(columns=("id",)),
        "person_id": ColumnRule(columns=("email",)),
        "at": ColumnRule(columns=("created_at",), time_zone="UTC"),
        "revenue": ColumnRule(columns=("revenue",)),
        "currency": ColumnRule(columns=("currency",)),
        "country": ColumnRule(columns=("country",)),
    },
    match=False,
    about="Revenue is each order's total, with tax and shipping; cancelled, deleted and test "
    "orders are left out.",
)

ENTRY = Export(
    title="Shopify through Fivetran",
    place="the warehouse tables shopify.order and refund",
    source="shopify",
    joins=(
        Join(
            {
                "order": part(
                    "id email currency total_price created_at financial_status order_number", OTHERS
                ),
            },
            REST,
            ORDERS,
        ),
        Join(
            {
                "order": part(
                    "id email created_at total_price_set_shop_amount"
                    " total_price_set_shop_currency_code",
                    OTHERS,
                ),
                "refund": part(
                    "id order_id created_at total_refunded_set_shop_amount"
                    " total_refunded_set_shop_currency_code"
                ),
            },
            GRAPH,
            ORDERS,
        ),
    ),
    asides=(
        Aside(
            "checkouts that were abandoned",
            (("abandoned_checkout_url",),),
            "They are no orders: nothing was bought.",
        ),
        Aside(
            "payments of orders",
            (("order_id",), ("gateway",), ("kind",), ("status",)),
            "Load the table order instead: an order and its payment would count twice.",
        ),
        Aside(
            "tenders of orders",
            (("order_id",), ("payment_method",), ("remote_reference",)),
            "Load the table order instead: an order and its payment would count twice.",
        ),
        Aside(
            "refunds",
            (("order_id",), ("total_refunded_set_shop_amount",)),
            "Load the folder in which they stand beside the table order: northing load FOLDER.",
        ),
    ),
)
