"""What a role may read of metrics and credit: every page, export and API call asks here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from northing.errors import Missing

if TYPE_CHECKING:
    from northing.calendar import Period
    from northing.metrics import Metric, MetricTable
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
        where={**(where or {}), **limits(context)},
        rule=rule,
        kind=kind,
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
    """Credit of a rule. Only for scopes without limits: credit's rest would show the others'."""
    if context.scope.limited:
        raise Missing("Credit by rule is for those who see all campaigns.")
    return context.workspace.attribute(
        rule=rule, kind=kind, by=by, period=period or context.period, snapshot=context.snapshot
    )


def metric_entry(context: PageContext) -> Metric:
    """The metric that the address names.

    Raises:
        Unknown: If there is none of that name.
    """
    from northing.metrics import METRICS

    return METRICS[context.arguments["name"]]


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
