"""The shop: orders, returns and revenue as its export lists them."""

from __future__ import annotations

from collections.abc import Iterable

from northing.calendar import Period
from northing.workspace.health.check import Look
from northing.workspace.health.reconcile import within
from northing.workspace.health.statement import Cause, Statement, System
from northing.workspace.health.waiting_money import Waiting, said, waiting


def _states(look: Look, period: Period) -> Iterable[Statement]:
    shop = look.query(
        f"""SELECT coalesce(sum(orders), 0) AS orders, coalesce(sum(returns), 0) AS returns,
                   coalesce(sum(revenue), 0) AS revenue
            FROM orders_daily WHERE {within(period)}""",
        "orders_daily",
    )[0]
    own = look.query(
        f"""SELECT coalesce(sum(conversions) FILTER (WHERE kind = 'order'), 0) AS orders,
                   coalesce(sum(conversions) FILTER (WHERE kind = 'return'), 0) AS returns,
                   coalesce(sum(value), 0) AS revenue
            FROM conversions_daily WHERE kind IN ('order', 'return') AND {within(period)}""",
        "conversions_daily",
    )[0]
    held = waiting(look, "orders", period, "revenue")
    rows = sum(one.rows for one in held)
    limit, loaded = look.limits.tolerance, _loaded(look)
    yield Statement(
        "orders", "orders placed", "orders", float(shop["orders"]) + rows, float(own["orders"]),
        limit, (*_held(held, float(rows)), *_because(loaded, shop, own, "orders")),
        "Quarantined orders are in the shop's count.",
    )  # fmt: skip
    yield Statement(
        "returns", "returns", "returns", float(shop["returns"]), float(own["returns"]), limit,
        _because(loaded, shop, own, "returns"),
    )  # fmt: skip
    yield Statement(
        "revenue", "revenue net of returns", look.currency, float(shop["revenue"]),
        float(own["revenue"]), limit,
        (*_held(held, 0.0), *_because(loaded, shop, own, "revenue")),
        "At the rate of each order's day; what waits for a rate is in neither total.",
    )  # fmt: skip


def _loaded(look: Look) -> bool:
    sql = "SELECT 1 AS x FROM conversions WHERE lower(kind) = 'order' LIMIT 1"
    return bool(look.query(sql, "conversions"))


def _held(held: tuple[Waiting, ...], amount: float) -> tuple[Cause, ...]:
    return (Cause("quarantine", f"{said(held, 'order')} for a rate.", amount),) if held else ()


def _because(
    loaded: bool, shop: dict[str, object], own: dict[str, object], what: str
) -> tuple[Cause, ...]:
    gap = float(str(shop[what])) - float(str(own[what]))
    if not loaded or not gap:
        return ()
    sentence = (
        "Orders were loaded as conversions too; while they are, the shop's orders make none, and "
        "the two lists differ."
    )
    return (Cause("loaded", sentence, gap),)


ENTRY = System(title="Shop", states=_states, needs=("orders",))
