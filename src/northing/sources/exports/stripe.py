"""Stripe: payments and invoices as orders, subscriptions as movements of recurring revenue."""

from northing.sources.export import Export, Join, Part
from northing.sources.mapping import ColumnRule, TableMapping

PAID = "Status in ('Paid', 'paid', 'succeeded', 'Succeeded')"

MOVEMENTS = """
WITH monthly AS (
    SELECT coalesce(customer, email) AS account_id, started, ended, currency,
           lower(span) AS span, CAST(amount AS DECIMAL(18, 4))
               * coalesce(CAST(quantity AS DECIMAL(18, 4)), 1) AS price
    FROM subscriptions
    WHERE coalesce(status, '') NOT IN ('incomplete', 'incomplete_expired', 'trialing')
),
priced AS (
    SELECT *, CASE span WHEN 'year' THEN price / 12 WHEN 'week' THEN price * 52 / 12
                        WHEN 'day' THEN price * 365 / 12 ELSE price END AS mrr
    FROM monthly
)
SELECT account_id, substr(started, 1, 10) AS day, 'new' AS kind,
       CAST(round(mrr, 4) AS VARCHAR) AS mrr, currency FROM priced
UNION ALL
SELECT account_id, substr(ended, 1, 10), 'churn', CAST(round(mrr, 4) AS VARCHAR), currency
FROM priced WHERE coalesce(ended, '') <> ''
"""

ENTRY = Export(
    title="Stripe: payments, invoices, subscriptions",
    place="Transactions → Payments → Export, or Billing → Invoices or Subscriptions → Export, "
    "all columns",
    source="stripe",
    tables=(
        TableMapping(
            table="orders",
            signature=(
                ("id",),
                ("Created date (UTC)", "Created (UTC)"),
                ("Amount",),
                ("Amount Refunded",),
                ("Status",),
            ),
            columns={
                "order_id": ColumnRule(columns=("id",)),
                "person_id": ColumnRule(columns=("Customer Email", "Customer ID")),
                "at": ColumnRule(columns=("Created date (UTC)", "Created (UTC)"), time_zone="UTC"),
                "revenue": ColumnRule(columns=("Amount",)),
                "currency": ColumnRule(columns=("Currency",)),
                "country": ColumnRule(columns=("Card Address Country", "Card Issue Country")),
            },
            match=False,
            where=PAID,
            about="Payments that succeeded, before refunds; wholly refunded ones are left out.",
        ),
        TableMapping(
            table="orders",
            signature=(
                ("id",),
                ("Date (UTC)", "Created (UTC)"),
                ("Total",),
                ("Amount Due",),
                ("Status",),
            ),
            columns={
                "order_id": ColumnRule(columns=("id",)),
                "person_id": ColumnRule(columns=("Customer Email", "Customer", "Customer ID")),
                "at": ColumnRule(columns=("Date (UTC)", "Created (UTC)"), time_zone="UTC"),
                "revenue": ColumnRule(columns=("Total",)),
                "currency": ColumnRule(columns=("Currency",)),
            },
            match=False,
            where=PAID,
            about="Invoices that were paid.",
        ),
    ),
    joins=(
        Join(
            {
                "subscriptions": Part(
                    needs={
                        "customer": ("Customer ID", "Customer"),
                        "span": ("Interval",),
                        "amount": ("Amount", "Plan Amount"),
                        "status": ("Status",),
                        "started": ("Start (UTC)", "Start Date (UTC)", "Created (UTC)"),
                    },
                    may={
                        "email": ("Customer Email",),
                        "quantity": ("Quantity",),
                        "ended": ("Ended At (UTC)", "Canceled At (UTC)"),
                        "currency": ("Currency",),
                    },
                )
            },
            MOVEMENTS,
            TableMapping(
                table="subscription_movements",
                columns={
                    "account_id": ColumnRule(columns=("account_id",)),
                    "month": ColumnRule(columns=("day",)),
                    "kind": ColumnRule(columns=("kind",)),
                    "mrr": ColumnRule(columns=("mrr",)),
                    "currency": ColumnRule(columns=("currency",)),
                },
                match=False,
                about="New and churned recurring revenue by month; changes of plan do not stand "
                "in this export.",
            ),
        ),
    ),
)
