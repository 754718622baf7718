"""Shopify: the orders export, in which an order's figures stand on its first line."""

from northing.sources.export import Export
from northing.sources.mapping import ColumnRule, TableMapping

ENTRY = Export(
    title="Shopify, orders",
    place="Orders → Export → All orders, CSV for Excel or plain CSV",
    source="shopify",
    tables=(
        TableMapping(
            table="orders",
            signature=(("Name",), ("Financial Status",), ("Total",), ("Lineitem quantity",)),
            columns={
                "order_id": ColumnRule(columns=("Name",)),
                "person_id": ColumnRule(columns=("Email",)),
                "at": ColumnRule(columns=("Created at", "Paid at")),
                "revenue": ColumnRule(columns=("Total",)),
                "currency": ColumnRule(columns=("Currency",)),
                "country": ColumnRule(columns=("Shipping Country", "Billing Country")),
            },
            match=False,
            where="not (Total is null) and not (\"Financial Status\" in ('voided', 'refunded'))",
            about="Revenue is each order's total, with tax and shipping; orders that were voided "
            "or wholly refunded, and further lines of an order, are left out.",
        ),
    ),
)
