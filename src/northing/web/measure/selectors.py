"""What a role may read of metrics and credit: every page, export and API call asks here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from northing.calendar import Period
    from northing.metrics import Metric, MetricTable, Term
    from northing.web.site.page_context import PageContext
    from northing.workspace.measuring import CreditTable


def measure(
    context: PageContext,
    name: str,
    *,
    by: str | Sequence[str] = (),
    period: Period | str | None = None,
    compare: Period | str | None = None,
    where: Mapping[str, Any] | None = None,
    rule: str | None = None,
    kind: str | None = None,
    variant: str | None = None,
    equal_age: bool = False,
) -> MetricTable:
    """Compute a metric over what the scope allows.

    Raises:
        NotDivisible: If the metric cannot be limited as the scope asks: it is then not for them.
    """
    return context.workspace.metric(
        name,
        by=by,
        period=period or context.period,
        compare=compare,
        where=narrowed(where or {}, limits(context)),
        rule=rule,
        kind=kind,
        variant=variant,
        equal_age=equal_age,
        snapshot=context.snapshot,
    )


def attribute(
    context: PageContext,
    *,
    rule: str,
    kind: str,
    by: str | Sequence[str] = "channel",
    period: Period | str | None = None,
) -> CreditTable:
    """Credit of a rule over what the scope allows; its totals cover that only."""
    allowed = limits(context)
    names = (by,) if isinstance(by, str) else tuple(by)
    cut = (*names, *(name for name in allowed if name not in names))
    table = context.workspace.attribute(
        rule=rule, kind=kind, by=cut, period=period or context.period, snapshot=context.snapshot
    )
    return within(table, names, allowed) if allowed else table


def within(
    table: CreditTable, by: tuple[str, ...], allowed: Mapping[str, tuple[str, ...]]
) -> CreditTable:
    """The rows of a credit table that lie within the limits, summed by some of its dimensions.

    Nothing is left unattributed: what no touch accounts for belongs to nobody's campaigns.
    """
    from northing.workspace.measuring import Amount, CreditRow

    kept = [
        row
        for row in table.rows
        if all(row.keys[name] in values for name, values in allowed.items())
    ]
    rows = kept
    if by != table.by:
        sums: dict[tuple[Any, ...], list[float]] = {}
        for row in kept:
            both = sums.setdefault(tuple(row.keys[name] for name in by), [0.0, 0.0])
            both[0] += row.amount.conversions
            both[1] += row.amount.value
        rows = [
            CreditRow(dict(zip(by, key, strict=True)), Amount(*both)) for key, both in sums.items()
        ]
        rows.sort(key=lambda row: -row.amount.conversions)
    total = Amount(
        sum(row.amount.conversions for row in rows), sum(row.amount.value for row in rows)
    )
    limited = ", ".join(f"{name} {', '.join(values)}" for name, values in allowed.items())
    return replace(
        table,
        by=by,
        rows=tuple(rows),
        unattributed=Amount(0.0, 0.0),
        total=total,
        notes=(*table.notes, f"Only what your role may see: {limited}."),
    )


def measure_page(
    context: PageContext, *, by: str | Sequence[str] = (), compare: Period | None = None
) -> MetricTable:
    """The metric that the page is about, as its filters choose it."""
    return measure(
        context,
        context.arguments["name"],
        by=by,
        compare=compare,
        rule=context.filters.get("metricrule"),
        variant=context.filters.get("variant"),
    )


def metric_entry(context: PageContext) -> Metric:
    """The metric that the address names.

    Raises:
        Unknown: If there is none of that name.
    """
    return context.metric(context.arguments["name"])


def part_name(terms: Sequence[Term]) -> str:
    """What a numerator or denominator is made of, in the marketer's words."""
    from northing.metrics import MEASURES

    names = " + ".join(MEASURES[term.measure].title for term in terms)
    credited = any(term.credit == "always" for term in terms)
    text = f"credited {names}" if credited else names
    return text[:1].upper() + text[1:]


def narrowed(
    where: Mapping[str, Any], allowed: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """What is asked for, as far as it is allowed.

    Examples:
        >>> narrowed({"country": ("DE", "US"), "channel": "email"}, {"country": ("DE", "FR")})
        {'country': ('DE',), 'channel': ('email',)}
        >>> narrowed({"country": "US"}, {"country": ("DE",)})
        {'country': ('(none)',)}
    """
    asked = {
        name: (values,) if isinstance(values, str) else tuple(values)
        for name, values in where.items()
    }
    for name, values in allowed.items():
        both = tuple(one for one in asked.get(name, values) if one in values)
        asked[name] = both or ("(none)",)
    return asked


def limits(context: PageContext) -> dict[str, tuple[str, ...]]:
    """The values that a scope leaves of each dimension it limits."""
    found: dict[str, tuple[str, ...]] = {}
    if context.scope.partner is not None:
        found["campaign"] = partner_campaigns(context) or ("(none)",)
    if context.scope.countries:
        found["country"] = context.scope.countries
    return found


def partner_campaigns(context: PageContext) -> tuple[str, ...]:
    """The campaigns of the scope's partner."""
    if context.snapshot is None or not context.snapshot.rows.get("campaigns"):
        return ()
    import pyarrow as pa

    rows = context.workspace.engine.query(
        "SELECT DISTINCT c.campaign FROM campaigns c JOIN wanted w ON lower(c.partner) = w.name "
        "WHERE c.campaign IS NOT NULL ORDER BY 1",
        campaigns=context.workspace.dataset("campaigns", context.snapshot),
        wanted=pa.table({"name": [(context.scope.partner or "").lower()]}),
    )
    return tuple(rows["campaign"].to_pylist())
