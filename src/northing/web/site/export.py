"""Tables as files: CSV and XLSX; text can never become a formula, numbers stay numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from northing.spreadsheet import inert
from northing.web.site.blocks import Cell, Table

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_file(tables: Sequence[Table], form: str, name: str, context: PageContext) -> HttpResponse:
    """The tables as one file to download, with what they were made under."""
    content = _csv(tables) if form == "csv" else _xlsx(tables, _about(context))
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="northing-{name}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    if context.snapshot is not None:
        response["X-Northing-Snapshot"] = context.snapshot.id
    return response


def rows_of(table: Table) -> tuple[list[str], list[list[Any]]]:
    """Headings and plain values of a table, intervals in columns of their own."""
    ranged = [column for column in table.columns if _has_interval(table, column.key)]
    heads: list[str] = []
    for column in table.columns:
        heads.append(column.key)
        if column in ranged:
            heads += [f"{column.key}_low", f"{column.key}_high"]
    lines = []
    for row in [*table.rows, *([table.total] if table.total else [])]:
        line: list[Any] = []
        for column in table.columns:
            value = row.get(column.key)
            one = value if isinstance(value, Cell) else Cell(value)
            line.append(one.value)
            if column in ranged:
                line += [one.low, one.high]
        lines.append(line)
    return heads, lines


def _has_interval(table: Table, key: str) -> bool:
    cells = (row.get(key) for row in table.rows)
    return any(isinstance(one, Cell) and one.low is not None for one in cells)


def _csv(tables: Sequence[Table]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for place, table in enumerate(tables):
        if place:
            writer.writerow([])
        heads, lines = rows_of(table)
        writer.writerow(heads)
        writer.writerows([_plain(value) for value in line] for line in lines)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def _about(context: PageContext) -> list[tuple[str, str]]:
    snapshot = context.snapshot
    return [
        ("company", context.settings.name),
        ("page", context.page),
        ("snapshot", snapshot.id if snapshot else ""),
        ("as of", snapshot.as_of.isoformat() if snapshot else ""),
        ("currency", context.currency),
        *((name, value) for name, value in context.filters.items()),
    ]


def _xlsx(tables: Sequence[Table], about: Sequence[tuple[str, str]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, table in enumerate(tables):
            sheet = book.add_worksheet("Table" if len(tables) == 1 else f"Table {place + 1}")
            heads, lines = rows_of(table)
            for at, head in enumerate(heads):
                sheet.write_string(0, at, head, bold)
                sheet.set_column(at, at, max(12, min(48, len(head) + 2)))
            for line_at, line in enumerate(lines, start=1):
                for at, value in enumerate(line):
                    _write(sheet, line_at, at, value, day)
            sheet.freeze_panes(1, 0)
        sheet = book.add_worksheet("About")
        for at, (name, value) in enumerate(about):
            sheet.write_string(at, 0, name, bold)
            sheet.write_string(at, 1, value)
        sheet.set_column(0, 1, 28)
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value))
    elif isinstance(value, datetime):
        sheet.write_string(row, column, value.isoformat())
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    else:
        sheet.write_string(row, column, inert(str(value)))
