"""Budget sheets as people keep them, and what is said of those that are wrong."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from northing.errors import BadFile, BadInput
from northing.plan import Plan
from northing.plan.differences import differences
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.kinds.initiative import Initiative
from northing.plan.sheets import read_sheet, write_sheet
from northing.plan.sheets.amounts import read_amount
from northing.plan.sheets.months import read_month
from northing.plan.values import Amount

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.fixture
def plan() -> Plan:
    return Plan.of(
        [
            Initiative("fair", "The fair", "event", "mara", JANUARY, date(2026, 6, 30)),
            BudgetLine(
                "stand",
                "Stand at the fair",
                "mara",
                "events",
                (
                    Amount(JANUARY, "planned", Decimal(1000), "EUR"),
                    Amount(JANUARY, "actual", Decimal(900), "EUR"),
                    Amount(FEBRUARY, "planned", Decimal(500), "GBP"),
                ),
                initiative="fair",
                note="agreed with sales",
            ),
        ]
    )


def sheet(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def amounts(plan: Plan, key: str) -> dict[str, str]:
    return {
        f"{one.state} {one.month:%Y-%m}": f"{one.amount:.2f} {one.currency}"
        for one in plan.budget_lines[key].amounts
    }


# ── as people keep them ──────────────────────────────────────────────────────────────────────


def test_headings_above_headings_totals_and_blank_rows_are_understood() -> None:
    reading = read_sheet(
        sheet(
            ["Northwind Desk – marketing budget 2026, EUR"],
            [],
            [None, None, "Q1", None, None, None],
            ["Line", "Owner", "Jan", "Feb", "Mar", "Total"],
            ["Media"],
            ["Paid search DACH", "mara", 1000, 1100.5, None, 2100.5],
            ["Paid social", "lars", 500, None, 700, 1200],
            ["Subtotal media", None, 1500, 1100.5, 700, 3300.5],
            [],
            ["Agency"],
            ["Retainer", "mara", 200, 200, 200, 600],
            ["Total", None, 1700, 1300.5, 900, 3900.5],
        ),
        "budget.xlsx",
        Plan.of([]),
    )
    lines = reading.plan.budget_lines
    assert {key: (one.category, one.owner) for key, one in lines.items()} == {
        "paid-search-dach": ("media", "mara"),
        "paid-social": ("media", "lars"),
        "retainer": ("agency", "mara"),
    }
    assert amounts(reading.plan, "paid-search-dach") == {
        "planned 2026-01": "1000.00 EUR",
        "planned 2026-02": "1100.50 EUR",
    }
    assert reading.notes == ("Rows 8, 12 are totals of the lines above, and right: left out.",)


def test_a_total_that_is_wrong_is_said() -> None:
    reading = read_sheet(
        b"Line;Owner;01/2026\nSearch;mara;100\nSocial;mara;50\nSumme;;160\n",
        "budget.csv",
        Plan.of([]),
    )
    assert "Row 4, 'Summe', says 160.00, but the lines above it sum to 150.00" in reading.notes[-1]
    assert len(reading.plan.budget_lines) == 2


def test_a_sum_without_a_name_is_left_out_and_other_money_without_a_name_refused() -> None:
    rows = "Line,Owner,2026-01\nSearch,mara,100\nSocial,mara,50\n,,{}\n"
    reading = read_sheet(rows.format(150).encode(), "b.csv", Plan.of([]))
    assert len(reading.plan.budget_lines) == 2
    with pytest.raises(BadInput, match="row 4: has money, but no name"):
        read_sheet(rows.format(151).encode(), "b.csv", Plan.of([]))


def test_two_years_and_plan_beside_actual_above_the_months() -> None:
    reading = read_sheet(
        sheet(
            ["Budget"],
            [None, None, 2026, None, None, None],
            [None, None, "Plan", None, "Ist", None],
            ["Position", "Owner", "Jan", "Feb", "Jan", "Feb"],
            ["TV", "mara", 10, 20, 11, 19],
        ),
        "budget.xlsx",
        Plan.of([]),
    )
    assert amounts(reading.plan, "tv") == {
        "planned 2026-01": "10.00 EUR",
        "planned 2026-02": "20.00 EUR",
        "actual 2026-01": "11.00 EUR",
        "actual 2026-02": "19.00 EUR",
    }


def test_amounts_in_thousands_are_multiplied_and_that_is_said() -> None:
    reading = read_sheet(
        b"Budget 2026 in TEUR\nLine,Owner,Jan\nTV,mara,1.5\n", "b.csv", Plan.of([])
    )
    assert amounts(reading.plan, "tv") == {"planned 2026-01": "1500.00 EUR"}
    assert any("thousands" in note for note in reading.notes)


def test_a_sheet_of_german_numbers_and_another_currency() -> None:
    text = "Budget 2026;;;\nPosten;Owner;Januar;Februar\nTV;mara;1.234,56;2.000\nOOH;lars;£ 70;–\n"
    reading = read_sheet(text.encode(), "b.csv", Plan.of([]), currency="EUR")
    assert amounts(reading.plan, "tv") == {
        "planned 2026-01": "1234.56 EUR",
        "planned 2026-02": "2000.00 EUR",
    }
    assert amounts(reading.plan, "ooh") == {"planned 2026-01": "70.00 GBP"}


def test_people_are_found_by_their_names_and_strangers_are_said() -> None:
    text = b"Line,Owner,2026-01\nTV,Mara,1\nOOH,lars meyer,2\nPR,Zoe,3\nFair,jo@example.com,4\n"
    people = {"Mara Weiss": "mara@example.com", "Lars Meyer": "lars@example.com"}
    reading = read_sheet(text, "b.csv", Plan.of([]), owner="ada@example.com", people=people)
    owners = {one.title: one.owner for one in reading.plan.budget_lines.values()}
    assert owners == {
        "TV": "mara@example.com",
        "OOH": "lars@example.com",
        "PR": "ada@example.com",
        "Fair": "jo@example.com",
    }
    assert "Nobody here is called Zoe: those lines fall to ada@example.com." in reading.notes


def test_a_known_line_keeps_what_the_sheet_does_not_carry(plan: Plan) -> None:
    text = b"Budget 2026\nLine,Feb\nstand at the fair,750\n"
    after = read_sheet(text, "b.csv", plan).plan
    stand = after.budget_lines["stand"]
    assert (stand.owner, stand.initiative, stand.note) == ("mara", "fair", "agreed with sales")
    assert amounts(after, "stand") == {
        "planned 2026-01": "1000.00 EUR",
        "actual 2026-01": "900.00 EUR",
        "planned 2026-02": "750.00 EUR",
    }
    assert [one.sentence for one in differences(plan, after)] == [
        'Budget line "Stand at the fair" (stand): planned 2026-02 from 500.00 GBP to 750.00 EUR '
        "(planned +750.00 EUR, planned -500.00 GBP)."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"Line,Owner\nTV,mara\n", "no row of headings: expected a column 'key', or months"),
        (b"Line,Owner,Jan\nTV,mara,1\n", "months without a year in row 1"),
        (b"Line,2026-01,01/2026\nTV,1,2\n", "two columns for 2026-01, planned, in row 1"),
        (b"Line,Owner,2026-01\nTV,mara,soon\n", "row 2, column 2026-01: 'soon' is no number"),
        (b'Line,Owner,2026-01\nTV,mara,"1,234"\n', "row 2, column 2026-01: '1,234' is 1234 or"),
        (b"Line,2026-01\nTV,1\n", "row 2: .*owner"),
        (b"PK\x03\x04broken", "damaged workbook"),
        (b"\xd0\xcf\x11\xe0", "save it as XLSX, without password"),
        (b"", "is empty"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: bytes, said: str) -> None:
    with pytest.raises((BadFile, BadInput), match=said):
        read_sheet(text, "budget.csv", Plan.of([]))


# ── the sheet that went out ──────────────────────────────────────────────────────────────────


def test_emptying_a_cell_takes_that_amount_away_and_nothing_else(plan: Plan) -> None:
    text = write_sheet(plan, "budget_line", "csv").decode("utf-8-sig")
    after = read_sheet(text.replace("900.0000", "").encode(), "b.csv", plan).plan
    assert [one.sentence for one in differences(plan, after)] == [
        'Budget line "Stand at the fair" (stand): actual 2026-01 from 900.00 EUR to nothing.'
    ]


def test_a_sheet_of_a_few_columns_touches_only_those(plan: Plan) -> None:
    text = b"key,Cost Centre,colour,2026-02,currency\nstand,4711,red,600,GBP\n"
    reading = read_sheet(text, "b.csv", plan)
    assert reading.notes == ("Left out, for nothing in the plan is called that: 'colour'.",)
    changed = {one.field for one in differences(plan, reading.plan)}
    assert changed == {"cost_centre", "planned 2026-02"}


def test_a_row_without_a_key_is_a_new_entry(plan: Plan) -> None:
    text = (
        b"key,title,owner,category,state,currency,2026-01\n"
        b",Badges,lars,events,planned,EUR,10\n,Badges,,,committed,EUR,8\n"
    )
    after = read_sheet(text, "b.csv", plan).plan
    assert amounts(after, "badges") == {
        "planned 2026-01": "10.00 EUR",
        "committed 2026-01": "8.00 EUR",
    }
    assert "stand" in after.budget_lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"key,state,2026-01\nstand,maybe,1\n", "row 2, column state: maybe is no state of money"),
        (b"key,2026-01\nstand,1\nstand,2\n", "row 3, column 2026-01: has a second planned amount"),
        (b"key,currency,2026-01\nstand,Euros,1\n", "row 2, column 2026-01: 'Euros' is not a curr"),
        (b"key,category\nstand,lunch\n", "row 2: .*category: Input should be"),
        (b"key,title\n,\nstand,\n", "row 3: .*has no title|row 3: .*title"),
        (b"key,initiative\nstand,ghost\n", "initiative 'ghost', which is not there"),
        (b"key,starts\nfair,31.2.2026\n", "row 2, column starts: '31.2.2026' is no day"),
        (b"key,objectives\nfair,grow: a lot\n", "row 2, column objectives: .*names no objective"),
        (b"key,owner\nstand,a\nstand,b\n", "row 3, column owner: b differs from a in row 2"),
    ],
)
def test_a_cell_that_is_wrong_is_named_by_row_and_column(
    plan: Plan, text: bytes, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        read_sheet(text, "plan.csv", plan)


def test_all_that_is_wrong_is_said_at_once(plan: Plan) -> None:
    text = b"key,2026-01,2026-02\nstand,x,y\nother,z,1\n"
    with pytest.raises(BadInput) as caught:
        read_sheet(text, "plan.csv", plan)
    assert str(caught.value).count("is no number") == 3


def test_a_title_that_is_a_formula_leaves_inert_and_returns_as_it_was(plan: Plan) -> None:
    evil = BudgetLine("evil", '=HYPERLINK("http://x")', "'+mara", "other")
    both = Plan.of([evil])
    written = write_sheet(both, "budget_line", "xlsx")
    cells = next(openpyxl.load_workbook(io.BytesIO(written)).active.iter_rows(min_row=2))
    assert cells[1].value == '\'=HYPERLINK("http://x")'
    assert cells[1].data_type == "s"
    assert read_sheet(written, "b.xlsx", Plan.of([])).plan.budget_lines["evil"] == evil


@pytest.mark.parametrize(
    "heading",
    ["2026-03", "3/2026", "03.2026", "Mar 2026", "March 26", "Mar-26", "März 2026", "mars 2026",
     "2026 Mar", "1.3.2026", "2026/03"],
)  # fmt: skip
def test_months_in_several_spellings(heading: str) -> None:
    assert read_month(heading) == date(2026, 3, 1)


@pytest.mark.parametrize("heading", ["Total", "Q1", "2026", "13/2026", "Owner", "May be", ""])
def test_what_is_no_month(heading: str) -> None:
    assert read_month(heading, 2026) is None


@pytest.mark.parametrize(
    ("cell", "value", "currency"),
    [
        ("1.234,56", "1234.56", None),
        ("1,234.56", "1234.56", None),
        ("1 234,56 €", "1234.56", "EUR"),
        ("1'234.50 CHF", "1234.50", "CHF"),
        ("1.234.567", "1234567", None),
        ("-£12.5", "-12.5", "GBP"),
        ("(1,000.00)", "-1000", None),
        ("12,-", "12", None),
        ("0.125", "0.125", None),
        ("1,00,000.00", "100000", None),
    ],
)
def test_amounts_as_people_write_them(cell: str, value: str, currency: str | None) -> None:
    written = read_amount(cell)
    assert written is not None
    assert (written.value, written.currency) == (Decimal(value), currency)


def test_a_sign_that_several_currencies_have_is_the_sheets_own() -> None:
    reading = read_sheet(
        b"Budget 2026\nLine,Owner,Jan\nTV,mara,$ 5\n", "b.csv", Plan.of([]), currency="USD"
    )
    assert amounts(reading.plan, "tv") == {"planned 2026-01": "5.00 USD"}


@pytest.mark.parametrize("cell", ["1.234", "1,2,3", "12e5", "ten", "(5", "1.23.4567", "$ 5", "NaN"])
def test_amounts_that_are_refused(cell: str) -> None:
    with pytest.raises(BadInput):
        read_amount(cell)
