"""Figures and facts as HTML: a page has dozens, and a template costs each of them."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe

from northing.web.site.blocks import Cell, Facts, Tile, Tiles
from northing.web.site.formats import show, show_short


def tiles_html(block: Tiles, currency: str) -> SafeString:
    """Figures side by side.

    Examples:
        >>> print(tiles_html(Tiles((Tile("Spend", 5, "money", note="<all>"),)), "EUR"))
        <ul class="tiles">
        <li class="tile"><span class="tile-label">Spend</span>
        <span class="tile-value">€5.00</span>
        <span class="tile-delta"> <span class="muted">&lt;all&gt;</span></span></li>
        </ul>
    """
    lines = "\n".join(_tile(tile, currency) for tile in block.tiles)
    text = f'<ul class="tiles">\n{lines}\n</ul>'
    return mark_safe(text)  # noqa: S308 - every value in it is escaped


def facts_html(block: Facts) -> SafeString:
    """Names and their values.

    Examples:
        >>> print(facts_html(Facts((("Owner", "A & B"),))))
        <dl class="facts"><div><dt>Owner</dt><dd>A &amp; B</dd></div></dl>
    """
    held = "".join(
        f"<div><dt>{escape(str(name))}</dt><dd>{escape(show(value))}</dd></div>"
        for name, value in block.facts
    )
    return mark_safe(f'<dl class="facts">{held}</dl>')  # noqa: S308 - every value in it is escaped


def _tile(tile: Tile, currency: str) -> str:
    label = escape(tile.label)
    if tile.href:
        head = f'<a class="tile-label" href="{escape(tile.href)}">{label}</a>'
    else:
        head = f'<span class="tile-label">{label}</span>'
    value = tile.value.value if isinstance(tile.value, Cell) else tile.value
    shown = escape(show_short(value, tile.kind, currency))
    note = f' <span class="muted">{escape(tile.note)}</span>' if tile.note else ""
    return (
        f'<li class="tile">{head}\n<span class="tile-value">{shown}</span>\n'
        f'<span class="tile-delta">{_delta(tile)}{note}</span>{_sparkline(tile.spark)}</li>'
    )


def _delta(tile: Tile) -> str:
    """The difference of a tile, with its sign, tone and against what."""
    if tile.delta is None:
        return ""
    if tile.delta_kind == "percent":
        text = f"{100 * tile.delta:+.1f} %".replace("-", "−")
    else:
        text = show(tile.delta, tile.delta_kind)
    better = (tile.delta > 0) == (tile.good == "up")
    tone = "good" if better else "bad"
    if tile.good == "none" or abs(tile.delta) < 5e-4:
        tone = "muted"
    arrow = "▲" if tile.delta > 0 else "▼" if tile.delta < 0 else "■"
    return (
        f'<span class="{tone}"><span aria-hidden="true">{arrow}</span> {escape(text)}</span> '
        f'<span class="muted">{escape(tile.against)}</span>'
    )


def _sparkline(values: tuple[float | None, ...]) -> str:
    """A course as a small line; gaps stay gaps."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
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
    return (
        f'<svg class="spark" viewBox="0 0 120 34" role="img" '
        f'aria-label="from {known[0]:,.4g} to {known[-1]:,.4g}" focusable="false">'
        f'<path d="{" ".join(path)}"/>'
        f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.6"/></svg>'
    )
