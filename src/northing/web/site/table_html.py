"""A table as HTML: pages hold thousands of cells, and a template costs each of them."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.formats import show


def table_html(table: Table, currency: str, title: str = "") -> SafeString:
    """A table with its headings, its total and what to know about it; a sentence without rows.

    Examples:
        >>> print(table_html(Table((Column("n", "N"),), [], empty="No <one>."), "EUR"))
        <p class="empty muted">No &lt;one&gt;.</p>
    """
    notes = "".join(f'<p class="note muted">{escape(note)}</p>' for note in table.notes)
    if not table.rows:
        text = f'<p class="empty muted">{escape(table.empty)}</p>{notes}'
        return mark_safe(text)  # noqa: S308 - every value in it is escaped
    name = escape(table.caption or title or "rows")
    caption = ""
    if table.caption:
        caption = f'<caption class="visually-hidden">{escape(table.caption)}</caption>\n'
    heads = "".join(_heading(column) for column in table.columns)
    foot = f"<tfoot>{total_html(table, currency)}</tfoot>\n" if table.total else ""
    text = (
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="Table: {name}">\n'
        f'<table data-most="{table.most}">\n{caption}<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{body_html(table, currency)}\n</tbody>\n{foot}</table>\n</div>{notes}"
    )
    return mark_safe(text)  # noqa: S308 - every value in it is escaped


def _heading(column: Column) -> str:
    kind = "number" if column.numeric else ""
    hint = f' title="{escape(column.help)}"' if column.help else ""
    title = escape(column.title)
    if column.href:
        title = f'<a href="{escape(column.href)}">{title}</a>'
    return f'<th scope="col" class="{kind}"{hint}>{title}</th>'


def body_html(table: Table, currency: str) -> SafeString:
    """The rows of a table, the first cell of each its heading.

    Examples:
        >>> columns = (Column("who", "Who"), Column("money", "Money", "money", bar=True))
        >>> print(body_html(Table(columns, [{"who": "<b>", "money": 5}]), "EUR"))
        <tr><th scope="row" class="">&lt;b&gt;</th><td class="number bar w100">€5.00</td></tr>
    """
    ways = [(one, _classes(one), _top(table, one) if one.bar else 0.0) for one in table.columns]
    lines = []
    for row in table.rows:
        cells: list[str] = []
        for column, classes, top in ways:
            value = row.get(column.key)
            text = cell_html(value, column, currency)
            if not cells:
                cells.append(f'<th scope="row" class="{classes}">{text}</th>')
                continue
            if column.bar:
                bar = f"{classes} bar {_width(value, top)}".lstrip()
                cells.append(f'<td class="{bar}">{text}</td>')
            else:
                cells.append(f'<td class="{classes}">{text}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return mark_safe("\n".join(lines))  # noqa: S308 - every value in it is escaped


def total_html(table: Table, currency: str) -> SafeString:
    """The last row of a table, set apart; empty where it has none.

    Examples:
        >>> print(total_html(Table((Column("n", "N", "count"),), [], {"n": 1234}), "EUR"))
        <tr><th scope="row" class="number">1,234</th></tr>
    """
    if table.total is None:
        return mark_safe("")
    total = Table(tuple(_plain(one) for one in table.columns), [table.total])
    return body_html(total, currency)


def cell_html(value: Any, column: Column, currency: str) -> str:
    """One value of a table, escaped, with its link, interval and hint.

    Examples:
        >>> cell_html(Cell(0.5, low=0.4, high=0.6), Column("p", "P", "percent"), "EUR")
        '50.0\u202f% <small class="interval">40.0\u202f% to 60.0\u202f%</small>'
        >>> cell_html(Cell("a & b", href="/x?a=1&b=2"), Column("n", "N"), "EUR")
        '<a href="/x?a=1&amp;b=2">a &amp; b</a>'
    """
    if not isinstance(value, Cell):
        return escape(show(value, column.kind, currency))
    kind, unit = value.kind or column.kind, value.currency or currency
    text: str = escape(show(value.value, kind, unit))
    if value.href:
        text = f'<a href="{escape(value.href)}">{text}</a>'
    if value.low is not None and value.high is not None:
        low, high = escape(show(value.low, kind, unit)), escape(show(value.high, kind, unit))
        text = f'{text} <small class="interval">{low} to {high}</small>'
    if value.title:
        hint = escape(value.title)
        text = f'<span title="{hint}">{text}</span>'
        if value.value is None:
            text = f'{text}<span class="why">{hint}</span>'
    if value.tone:
        text = f'<span class="{value.tone}">{text}</span>'
    if value.depth:
        text = f'<span class="depth depth{min(value.depth, 4)}">{text}</span>'
    return text


def _classes(column: Column) -> str:
    return "number" if column.numeric else "whole" if column.unbroken else ""


def _plain(column: Column) -> Column:
    """A column without bars: a total is no part of what they compare."""
    return Column(column.key, column.title, column.kind, whole=column.whole)


def _top(table: Table, column: Column) -> float:
    """The largest value of a column that shows bars."""
    numbers = [_number(row.get(column.key)) for row in table.rows]
    return max((float(one) for one in numbers if one is not None), default=0.0)


def _width(value: Any, top: float) -> str:
    """How long the bar behind a value is, as a class from w0 to w100."""
    number = _number(value)
    if number is None or not top:
        return "w0"
    return f"w{max(0, min(100, round(100 * float(number) / top)))}"


def _number(value: Any) -> Any:
    return value.value if isinstance(value, Cell) else value
