"""Metrics: the catalogue by family, each with its value now and before."""

from __future__ import annotations

from typing import Any

from northing.errors import NorthingError
from northing.web.measure.selectors import measure
from northing.web.site.blocks import Block, Cell, Column, Prose, Table, Tone
from northing.web.site.formats import UNIT_KINDS
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext
from northing.workspace.locks import Lock, read_locks


def _build(context: PageContext) -> tuple[Block, ...]:
    locks = read_locks(context.workspace.folder)
    rows = [_row(context, name, locks.get(name)) for name in context.metrics]
    rows.sort(key=lambda row: (str(row["family"]), row["_unknown"], str(row["name"])))
    table = Table(
        (
            Column("title", "Metric"),
            Column("family", "Family", "name"),
            Column("value", "Value", "number"),
            Column("before", context.compare_label.capitalize(), "number"),
            Column("change", "Change", "change"),
            Column("certified", "Definition"),
        ),
        rows,
        caption="Every metric",
        most=200,
    )
    return (
        Prose(("Each metric opens to its course, its parts, its definition and its rows.",)),
        table,
    )


def _agreed(lock: Lock | None) -> Cell:
    if lock is None:
        return Cell("not locked", tone="muted")
    names = f"{lock.reference}, by {' and '.join(lock.by)}"
    if lock.holds:
        return Cell("certified", title=names, tone="good")
    return Cell("certification dropped", title=f"changed since {names}", tone="bad")


def _row(context: PageContext, name: str, lock: Lock | None) -> dict[str, Any]:
    metric = context.metric(name)
    kind = UNIT_KINDS[metric.unit]
    row: dict[str, Any] = {
        "name": name,
        "_unknown": True,
        "title": Cell(metric.title, href=context.link("metric", name=name)),
        "family": metric.family,
        "certified": _agreed(lock),
    }
    try:
        total = measure(context, name, compare=context.compare).total
    except NorthingError as error:
        return {**row, "value": Cell(None, title=_first_sentence(str(error)), kind=kind)}
    change = total.difference if metric.unit == "fraction" else total.change_rate
    return {
        **row,
        "_unknown": total.value is None,
        "value": Cell(
            total.value, kind=kind, title=None if total.value is not None else total.note
        ),
        "before": Cell(total.compare_value, kind=kind),
        "change": Cell(
            None if change is None else float(change),
            kind="points" if metric.unit == "fraction" else "change",
            tone=_tone(change, metric.good),
        ),
    }


def _tone(change: object, good: str) -> Tone:
    if not isinstance(change, int | float) or good == "none" or abs(change) < 0.005:
        return "muted" if good == "none" else ""
    return "good" if (change > 0) == (good == "up") else "bad"


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".") + "."


ENTRY = Section(
    page="metrics",
    build=_build,
    order=20,
    needs=("conversions_daily",),
    slow=True,
)
