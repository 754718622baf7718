"""Tags of the site's templates: values as people read them, cells, sparklines, charts."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from northing.web.site.blocks import Cell, Chart, Column, Tile
from northing.web.site.charts import themed
from northing.web.site.formats import plain, show, show_short

register = template.Library()


@register.filter
def shown(value: Any, kind: str = "text") -> str:
    """A value in words."""
    return show(value, kind)  # type: ignore[arg-type]


@register.simple_tag
def cell(row: Any, column: Column, currency: str) -> SafeString:
    """One value of a table, with its link, interval and hint."""
    value = row.get(column.key)
    one = value if isinstance(value, Cell) else Cell(value)
    kind = one.kind or column.kind
    unit = one.currency or currency
    text = format_html("{}", show(one.value, kind, unit))
    if one.href:
        text = format_html('<a href="{}">{}</a>', one.href, text)
    if one.low is not None and one.high is not None:
        text = format_html(
            '{} <small class="interval">{} to {}</small>',
            text,
            show(one.low, kind, unit),
            show(one.high, kind, unit),
        )
    if one.title:
        hint = one.title
        text = format_html('<span title="{}">{}</span>', hint, text)
        if one.value is None:
            text = format_html('{}<span class="why">{}</span>', text, hint)
    if one.tone:
        text = format_html('<span class="{}">{}</span>', one.tone, text)
    if one.depth:
        text = format_html('<span class="depth depth{}">{}</span>', min(one.depth, 4), text)
    return text


@register.filter
def bar_width(row: Any, column: Column) -> str:
    """How long the bar behind a value is, as a class from w0 to w100."""
    value = row.get(column.key)
    number = value.value if isinstance(value, Cell) else value
    top = row.get("_top", {}).get(column.key) or 0
    if number is None or not top:
        return "w0"
    return f"w{max(0, min(100, round(100 * float(number) / float(top))))}"


@register.simple_tag
def tile_value(tile: Tile, currency: str) -> str:
    """The figure of a tile, short where it is large."""
    value = tile.value.value if isinstance(tile.value, Cell) else tile.value
    return show_short(value, tile.kind, currency)


@register.simple_tag
def tile_delta(tile: Tile) -> SafeString:
    """The difference of a tile, with its sign, tone and against what."""
    if tile.delta is None:
        return mark_safe("")
    if tile.delta_kind == "percent":
        text = f"{100 * tile.delta:+.1f} %".replace("-", "−")
    else:
        text = show(tile.delta, tile.delta_kind)
    better = (tile.delta > 0) == (tile.good == "up")
    tone = (
        "muted" if tile.good == "none" or abs(tile.delta) < 5e-4 else ("good" if better else "bad")
    )
    arrow = "▲" if tile.delta > 0 else "▼" if tile.delta < 0 else "■"
    return format_html(
        '<span class="{}"><span aria-hidden="true">{}</span> {}</span> '
        '<span class="muted">{}</span>',
        tone,
        arrow,
        text,
        tile.against,
    )


@register.simple_tag
def sparkline(values: tuple[float | None, ...]) -> SafeString:
    """A course as a small line; gaps stay gaps."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return mark_safe("")
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = 116 / max(1, len(values) - 1)
    path, pen, last = [], "M", (0.0, 0.0)
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        last = (2 + place * step, 30 - 26 * (value - low) / span)
        path.append(f"{pen}{last[0]:.1f} {last[1]:.1f}")
        pen = "L"
    return format_html(
        '<svg class="spark" viewBox="0 0 120 34" role="img" aria-label="{}" focusable="false">'
        '<path d="{}"/><circle cx="{}" cy="{}" r="2.6"/></svg>',
        f"from {known[0]:,.4g} to {known[-1]:,.4g}",
        " ".join(path),
        f"{last[0]:.1f}",
        f"{last[1]:.1f}",
    )


@register.simple_tag
def chart_spec(chart: Chart) -> SafeString:
    """The spec of a chart as a script that nothing runs; the page's own script draws it."""
    text = json.dumps(themed(chart), default=plain, ensure_ascii=True, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(safe)  # noqa: S308 - escaped right above; no mark of HTML is left in it


@register.filter
def with_tops(table: Any) -> list[dict[str, Any]]:
    """Rows with the largest value of each column that shows bars."""
    tops: dict[str, float] = {}
    for column in table.columns:
        if column.bar:
            values = [row.get(column.key) for row in table.rows]
            numbers = [v.value if isinstance(v, Cell) else v for v in values]
            tops[column.key] = max((float(n) for n in numbers if n is not None), default=0.0)
    return [{**row, "_top": tops} for row in table.rows]
