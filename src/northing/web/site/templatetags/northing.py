"""Tags of the site's templates: values as people read them, cells, sparklines, charts."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from northing.web.site.blocks import Cell, Chart, Table, Tile
from northing.web.site.charts import themed
from northing.web.site.formats import plain, show, show_short
from northing.web.site.table_html import body_html, total_html

register = template.Library()


@register.filter
def shown(value: Any, kind: str = "text") -> str:
    """A value in words."""
    return show(value, kind)  # type: ignore[arg-type]


@register.simple_tag
def table_body(table: Table, currency: str) -> SafeString:
    """The rows of a table."""
    return body_html(table, currency)


@register.simple_tag
def table_total(table: Table, currency: str) -> SafeString:
    """The last row of a table."""
    return total_html(table, currency)


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
