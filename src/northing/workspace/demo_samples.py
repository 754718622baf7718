"""Files for the first hour: a budget sheet and a CRM's export, as people have them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from northing.plan import Plan
from northing.plan.kinds.budget_line import BudgetLine
from northing.workspace.plan_file import read_plan_file
from northing.workspace.workspace import Workspace

FOLDER = "samples"
BUDGET, CRM = "marketing-budget.xlsx", "crm-deals.csv"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HEADS = ("Line", "Owner", "Channel", *_MONTHS, "Total")
_MOST_DEALS = 400


def write_samples(workspace: Workspace) -> None:
    """Write both files into the folder `samples` of the demo."""
    folder = workspace.folder / FOLDER
    folder.mkdir(exist_ok=True)
    year = workspace.snapshot().as_of.year
    plan = read_plan_file(workspace.folder)
    (folder / BUDGET).write_bytes(budget_sheet(plan, year, workspace.settings.name))
    _write_deals(folder / CRM, workspace)


def budget_sheet(plan: Plan, year: int, company: str) -> bytes:
    """The planned money of a year as finance passes it round: sections, totals, blank rows.

    Pounds stand as pounds in their cells; no column says which line serves which goal.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Budget")
        bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        sheet.set_column(0, 0, 46)
        sheet.write_string(0, 0, f"{company}: marketing budget {year}, EUR", bold)
        sheet.write_string(1, 0, "Version 3, from finance")
        for quarter in range(4):
            sheet.write_string(3, 3 + 3 * quarter, f"Q{quarter + 1}", bold)
        for at, head in enumerate(_HEADS):
            sheet.write_string(4, at, head, bold)
        for row, cells in enumerate(_rows(plan, year), start=5):
            for at, cell in enumerate(cells):
                if isinstance(cell, Decimal):
                    sheet.write_number(row, at, float(cell), plain)
                elif cell:
                    sheet.write_string(row, at, cell)
    return buffer.getvalue()


def _rows(plan: Plan, year: int) -> Iterator[list[Any]]:
    lines = [one for one in plan.budget_lines.values() if any(_planned(one, year))]
    euros = [one for one in lines if not _in_pounds(one)]
    for category in dict.fromkeys(one.category for one in euros):
        own = [one for one in euros if one.category == category]
        yield from _section(category.capitalize(), f"Subtotal {category}", own, year)
    pounds = [one for one in lines if _in_pounds(one)]
    yield from _section("Billed in pounds", "Subtotal in pounds", pounds, year)
    yield _total("Total without pounds", euros, year)


def _section(
    heading: str, foot: str, lines: Sequence[BudgetLine], year: int
) -> Iterator[list[Any]]:
    yield [heading]
    for line in lines:
        owner = line.owner.partition("@")[0].capitalize()
        months = _planned(line, year)
        channel = line.channel.replace("_", " ")
        yield [line.title, owner, channel, *_shown(lines, months), sum(months)]
    yield _total(foot, lines, year)
    yield []


def _total(name: str, lines: Sequence[BudgetLine], year: int) -> list[Any]:
    columns = zip(*(_planned(line, year) for line in lines), strict=True)
    sums = [sum(amounts, Decimal(0)) for amounts in columns]
    return [name, "", "", *_shown(lines, sums), sum(sums)]


def _planned(line: BudgetLine, year: int) -> list[Decimal]:
    found = {one.month: one.amount for one in line.amounts if one.state == "planned"}
    return [found.get(date(year, month, 1), Decimal(0)) for month in range(1, 13)]


def _in_pounds(line: BudgetLine) -> bool:
    return any(one.currency == "GBP" for one in line.amounts)


def _shown(lines: Sequence[BudgetLine], months: Sequence[Decimal]) -> list[Any]:
    pounds = any(map(_in_pounds, lines))
    return [f"£{one:,.2f}" if pounds and one else (one or None) for one in months]


def _write_deals(path: Path, workspace: Workspace) -> None:
    """The newest state of the newest deals in euros, under the headings of a HubSpot view."""
    sql = f"""
        SELECT deal_id, max("at") AS changed, arg_max(stage, "at") AS stage,
               arg_max(amount, "at") AS amount, any_value(currency) AS currency,
               arg_max(expected_close, "at") AS closes, any_value(account_id) AS account
        FROM deals WHERE currency = 'EUR' GROUP BY deal_id
        ORDER BY changed DESC, deal_id LIMIT {_MOST_DEALS}"""
    deals = workspace.dataset("deals")
    names = {"won": "Closed Won", "lost": "Closed Lost"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Record ID", "Deal Name", "Deal Stage", "Amount", "Currency", "Close Date",
             "Last Modified Date", "Primary Associated Company ID"]
        )  # fmt: skip
        for row in workspace.engine.query(sql, deals=deals).to_pylist():
            writer.writerow(
                [row["deal_id"], f"Deal {row['deal_id']}", names.get(row["stage"], row["stage"]),
                 f"{row['amount']:.2f}", row["currency"], row["closes"] or "",
                 f"{row['changed']:%Y-%m-%d %H:%M}", row["account"]]
            )  # fmt: skip
