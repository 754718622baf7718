"""What reading a file loads, refuses and asks."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from northing.errors import AmbiguousFile, BadFile, Unknown
from northing.sources import ReadDefaults, Reading, load_mapping, read_file
from northing.tables import CONTRACTS

DEFAULTS = ReadDefaults(today=date(2026, 6, 30))
SPEND = "date,channel,campaign,amount,currency,impressions,clicks\n"


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def writing(text: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return writing


def loaded(reading: Reading) -> list[dict[str, Any]]:
    return [row for rows in reading.batches() for row in rows.table.to_pylist()]


def refused(reading: Reading) -> list[dict[str, Any]]:
    return [row for rows in reading.batches() for row in rows.refused.to_pylist()]


def questions(path: Path, **options: Any) -> str:
    with pytest.raises(AmbiguousFile) as caught:
        read_file(path, defaults=options.pop("defaults", DEFAULTS), **options)
    return " ".join(caught.value.questions)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("soon,display,A,1,EUR,1,1", "date", "not a date"),
        ("2026-02-30,display,A,1,EUR,1,1", "date", "does not exist"),
        ("2026-07-01,display,A,1,EUR,1,1", "date", "after 2026-06-30"),
        (",display,A,1,EUR,1,1", "date", "date is missing"),
        ("2026-01-01,,A,1,EUR,1,1", "channel", "channel is missing"),
        ("2026-01-01,display,A,,EUR,1,1", "amount", "amount is missing"),
        ("2026-01-01,display,A,ten,EUR,1,1", "amount", "not a number"),
        ('2026-01-01,display,A,"1,5",EUR,1,1', "amount", "not a number"),
        ("2026-01-01,display,A,999999999999999,EUR,1,1", "amount", "too large"),
        ("2026-01-01,display,A,1,EURO,1,1", "currency", "not a currency"),
        ("2026-01-01,display,A,1,,1,1", "currency", "currency is missing"),
        ("2026-01-01,display,A,1,$,1,1", "currency", "several currencies"),
        ("2026-01-01,display,A,£1,EUR,1,1", "amount", "not of the row's currency"),
        ("2026-01-01,display,A,1,EUR,-1,1", "impressions", "expected 0 or more"),
        ("2026-01-01,display,A,1,EUR,1.5,1", "impressions", "whole number"),
        ("2026-01-01,display,Total,1,EUR,1,1", "campaign", "names a total"),
        ("2026-01-01,display,A,1,EUR,1", "", "has 6 cells; expected 7"),
    ],
)
def test_a_failing_row_is_refused_and_the_rest_loads(
    write: Any, row: str, column: str, reason: str
) -> None:
    good = "2026-01-01,display,A,1.25,EUR,1,1\n"
    path = write(SPEND + good * 2 + row + "\n" + good * 300)
    (reading,) = read_file(path, defaults=DEFAULTS)
    (bad,) = refused(reading)
    assert (bad["line"], bad["column"]) == (4, column)
    assert reason in bad["reason"]
    assert isinstance(json.loads(bad["cells"]), dict | list)
    assert len(loaded(reading)) == 302


def test_missing_marks_are_missing_and_blank_rows_are_nothing(write: Any) -> None:
    path = write(SPEND + "2026-01-01,display, --,1,EUR,-,n/a\n,,,,,,\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    (row,) = loaded(reading)
    assert [row[name] for name in ("campaign", "impressions", "clicks")] == [None, None, None]
    assert refused(reading) == []


@pytest.mark.parametrize("label", ["Total", "Grand total", "Gesamt", "Summe", "Totale", "Totaal",
                                   "Total: Campaigns", "Total général", "Łącznie"])  # fmt: skip
def test_totals_are_shown_and_never_counted(write: Any, label: str) -> None:
    path = write(
        SPEND + "2026-01-01,display,A,1,EUR,1,1\n2026-01-02,display,Total Recall,2,EUR,1,1\n"
        f"{label},,,3,EUR,2,2\n,,{label},3,EUR,2,2\n"
    )
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert [shown.partition(": ")[0] for shown in reading.layout.totals] == ["line 4", "line 5"]
    assert all(label in shown for shown in reading.layout.totals)
    assert reading.layout.totals_count == 2
    assert [row["amount"] for row in loaded(reading)] == [1, 2]
    assert refused(reading) == []


def test_a_mapping_can_keep_rows_that_look_like_totals(write: Any) -> None:
    path = write(SPEND + "2026-01-01,display,Total,1,EUR,1,1\n")
    kept = load_mapping({"totals": "keep"})
    (reading,) = read_file(path, mapping=kept, defaults=DEFAULTS)
    assert [row["campaign"] for row in loaded(reading)] == ["Total"]


def test_what_can_be_read_two_ways_is_a_question_that_a_mapping_answers(write: Any) -> None:
    path = write("date;channel;amount;currency\n01/02/03;display;1.234;EUR\n")
    asked = questions(path)
    assert "'01/02/03' can be day or month or year first" in asked
    assert "day_first = true" in asked
    assert "'1.234' can be thousands or decimals" in asked
    assert 'decimal = ","' in asked
    answers = load_mapping({"day_first": True, "decimal": ","})
    (reading,) = read_file(path, mapping=answers, defaults=DEFAULTS)
    (row,) = loaded(reading)
    assert (row["date"], row["amount"]) == (date(2003, 2, 1), Decimal(1234))


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        (["1.234;5", "7,5;6"], Decimal(1234)),  # another cell of the column
        (["1.234;1.234"], Decimal(1234)),  # impressions are whole
    ],
)
def test_other_cells_of_the_file_decide(write: Any, cells: list[str], amount: Decimal) -> None:
    rows = "".join(f"2026-01-01;display;EUR;{cell}\n" for cell in cells)
    path = write("date;channel;currency;amount;impressions\n" + rows)
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert loaded(reading)[0]["amount"] == amount


def test_another_date_column_decides_the_order(write: Any) -> None:
    path = write("campaign,starts,ends\nA,01/02/2026,28/02/2026\n")
    (reading,) = read_file(path, table="campaigns", defaults=DEFAULTS)
    assert loaded(reading)[0]["starts"] == date(2026, 2, 1)


def test_dates_that_were_turned_around_are_a_question(write: Any) -> None:
    path = write(
        SPEND + "13-11-2025,d,A,1,EUR,1,1\n11/16/2025,d,A,1,EUR,1,1\n6/11/2025,d,A,1,EUR,1,1\n"
    )
    assert "turned around" in questions(path)


def test_an_integer_column_beside_decimals_does_not_guess(write: Any) -> None:
    path = write("date,channel,amount,currency,clicks\n2026-01-01,d,12.34,EUR,1.234\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert "whole number" in refused(reading)[0]["reason"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("€5", "EUR"), ("5 £", "GBP"), ("R$ 5", "BRL"), ("₹5", "INR"), ("CHF 5", "CHF"),
     ("5 zł", "PLN"), ("US$5", "USD"), ("5 EUR", "EUR")],
)  # fmt: skip
def test_clear_currency_marks_say_the_currency(write: Any, cell: str, code: str) -> None:
    path = write(f"date,channel,amount\n2026-01-01,display,{cell}\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert [(row["amount"], row["currency"]) for row in loaded(reading)] == [(5, code)]
    assert next(m for m in reading.columns if m.column == "currency").origin == "marks"


def test_a_shared_currency_mark_is_a_question(write: Any) -> None:
    path = write("date,channel,amount\n2026-01-01,display,$5\n")
    assert "USD, CAD, AUD" in questions(path)
    (reading,) = read_file(path, mapping=load_mapping({"currency": "CAD"}), defaults=DEFAULTS)
    assert loaded(reading)[0]["currency"] == "CAD"


def test_no_currency_at_all_is_a_question(write: Any) -> None:
    path = write("date,channel,amount\n2026-01-01,display,5\n")
    assert "which currency 'amount' is in" in questions(path)


def test_amounts_without_a_mark_among_marked_ones_are_refused(write: Any) -> None:
    path = write("date,channel,amount\n2026-01-01,display,€5\n2026-01-02,display,6\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert [row["reason"] for row in refused(reading)] == ["currency is missing."]


def test_an_optional_amount_needs_a_currency_where_it_stands(write: Any) -> None:
    path = write("conversion_id,at,kind,value,currency\n1,2026-01-01,lead,,\n2,2026-01-01,won,5,\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert [row["line"] for row in refused(reading)] == [3]
    assert [row["conversion_id"] for row in loaded(reading)] == ["1"]


def test_the_account_says_currency_and_time_zone(write: Any) -> None:
    path = write("order_id,at,revenue\n1,2026-01-01 00:30:00,5\n")
    defaults = ReadDefaults(
        today=date(2026, 6, 30),
        currencies={"shop": "SEK"},
        time_zones={"shop": "America/Los_Angeles"},
    )
    source = load_mapping({"source": "shop"})
    (reading,) = read_file(path, mapping=source, defaults=defaults)
    (row,) = loaded(reading)
    assert (row["currency"], row["at"].hour) == ("SEK", 8)


@pytest.mark.parametrize("table", CONTRACTS)
def test_canonical_names_are_read_as_their_table(write: Any, table: str) -> None:
    contract = CONTRACTS[table]
    cells = {
        "instant": "2026-01-01T10:00:00Z", "date": "2026-01-01", "month": "2026-01",
        "money": "1.50", "currency": "EUR", "rate": "1.5", "integer": "3", "number": "2.5",
        "flag": "yes", "json": "{}",
    }  # fmt: skip
    names = [column.name for column in contract.columns]
    row = [c.choices[0] if c.choices else cells.get(c.type, "text") for c in contract.columns]
    path = write(";".join(names) + "\n" + ";".join(row) + "\n", f"{table}_2026.csv")

    (reading,) = read_file(path, defaults=DEFAULTS)
    (rows,) = reading.batches()

    assert reading.table == table
    assert reading.unused == ()
    assert rows.refused.num_rows == 0
    for field in contract.schema:
        read = rows.table.schema.field(field.name)
        expected = "string" if contract.by_name[field.name].type == "person" else str(field.type)
        assert str(read.type) == expected
        assert rows.table.column(field.name).null_count == 0


def required_columns(table: str) -> list[str]:
    return [c.name for c in CONTRACTS[table].columns if c.required and c.type != "currency"]


@pytest.mark.parametrize("table", [name for name in CONTRACTS if len(required_columns(name)) > 1])
def test_a_lacking_required_column_is_named(write: Any, table: str) -> None:
    required = required_columns(table)
    path = write(",".join(required[1:]) + "\n" + ",".join("1" for _ in required[1:]) + "\n")
    with pytest.raises(BadFile, match=rf"lacks the required column.*\b{required[0]}\b"):
        read_file(path, table=table, defaults=DEFAULTS)


def test_headings_match_without_case_accents_and_punctuation(write: Any) -> None:
    path = write("DATUM,Channel Name,kosten,WÄHRUNG\n2026-01-01,display,5,EUR\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    taken = {match.column: match.file_column for match in reading.columns}
    assert taken["amount"] == "kosten"
    assert taken["currency"] == "WÄHRUNG"


def test_two_columns_for_one_meaning_are_a_question(write: Any) -> None:
    path = write("date,channel,cost,spend,currency\n2026-01-01,display,5,6,EUR\n")
    assert "'cost', 'spend' can all be amount" in questions(path)


def test_a_repeated_heading_is_a_question(write: Any) -> None:
    path = write("date,channel,amount,amount,currency\n2026-01-01,display,5,6,EUR\n")
    assert "amount (2)" in questions(path)


def test_source_and_medium_stand_for_a_channel(write: Any) -> None:
    path = write(
        "customer_id,timestamp,utm_source,utm_medium,utm_campaign\n"
        "1,2026-01-01T10:00:00Z,google,cpc,brand\n2,2026-01-01T11:00:00Z,news,,\n"
    )
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.table == "touches"
    assert [row["channel"] for row in loaded(reading)] == ["google / cpc", "news"]


def test_several_tables_in_one_file_are_several_readings(write: Any) -> None:
    path = write(
        "# Report\n"
        "date,channel,amount,currency\n2026-01-01,display,5,EUR\n2026-01-02,display,6,EUR\n"
        "\n# Where from?\n"
        "Country,Users\nDE,7\n"
        "\n# Sessions\n"
        "date,channel,sessions\n2026-01-01,display,9\n"
    )
    spend, sessions = read_file(path, defaults=DEFAULTS)
    assert [row["amount"] for row in loaded(spend)] == [5, 6]
    assert [row["sessions"] for row in loaded(sessions)] == [9]
    assert [row["_line"] for row in loaded(sessions)] == [12]
    assert any("lacks the required column" in doubt for doubt in spend.layout.doubts)


def test_the_preamble_says_which_days_the_file_covers(write: Any) -> None:
    path = write('Report\n"July 1, 2025 - July 31, 2025"\n' + SPEND + "2025-07-08,d,A,1,EUR,1,1\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.window == (date(2025, 7, 1), date(2025, 7, 31))
    assert reading.layout.header_line == 3


def test_large_files_come_in_pieces(write: Any) -> None:
    path = write(SPEND + "2026-01-01,display,A,1,EUR,1,1\n" * 150_000)
    (reading,) = read_file(path, defaults=DEFAULTS)
    sizes = [rows.table.num_rows for rows in reading.batches()]
    assert sum(sizes) == 150_000
    assert max(sizes) <= 100_000


def test_evidence_counts_wherever_it_stands(write: Any) -> None:
    """The one day above 12 is the last of many rows."""
    path = write(SPEND + "01/02/2026,d,A,1,EUR,1,1\n" * 70_000 + "13/02/2026,d,A,1,EUR,1,1\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.layout.date_order == "dmy"


def test_an_unknown_table_is_refused_with_the_known_ones(write: Any) -> None:
    with pytest.raises(Unknown, match=r"Known: .*spend"):
        read_file(write(SPEND), table="spends", defaults=DEFAULTS)


def test_a_file_that_fits_nothing_says_what_each_table_lacks(write: Any) -> None:
    with pytest.raises(BadFile, match="lacks the required column"):
        read_file(write("Keyword\nshoes\nboots\n"), defaults=DEFAULTS)


def test_a_monthly_file_says_that_its_amounts_stand_on_first_days(write: Any) -> None:
    path = write("date,channel,amount,currency\n2026-01,display,5,EUR\n2026-W07,print,6,EUR\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert [row["date"] for row in loaded(reading)] == [date(2026, 1, 1), date(2026, 2, 9)]
    assert any("months or weeks" in doubt for doubt in reading.doubts)


def test_rows_full_of_known_words_are_not_taken_for_headings(write: Any) -> None:
    path = write("campaign,partner,audience\nSpend,Email,Date\nChannel,Source,Device\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.layout.header_line == 1
    assert [row["campaign"] for row in loaded(reading)] == ["Spend", "Channel"]


def test_a_mapping_makes_its_headings_known(write: Any) -> None:
    path = write("Bericht,aus,Haus\nWann,Wo,Wieviel\n2026-01-01,Messe,5\n")
    mapping = load_mapping(
        {
            "currency": "EUR",
            "table": [
                {
                    "table": "spend",
                    "columns": {"date": "Wann", "channel": "Wo", "amount": "Wieviel"},
                }
            ],
        }
    )
    (reading,) = read_file(path, mapping=mapping, defaults=DEFAULTS)
    assert reading.layout.header_line == 2
    assert len(loaded(reading)) == 1


def test_a_last_row_of_sums_without_label_or_date_is_a_total(write: Any) -> None:
    rows = "2026-01-01;display;A;1.000,50;EUR;10;1\n2026-01-02;display;A;2,25;EUR;20;2\n"
    path = write(SPEND.replace(",", ";") + rows + ";;;1.002,75;;30;3\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.layout.totals == ("line 4: the sums of the rows above",)
    assert refused(reading) == []
    assert len(loaded(reading)) == 2


def test_a_last_row_of_other_numbers_is_refused(write: Any) -> None:
    path = write(SPEND + "2026-01-01,d,A,1,EUR,1,1\n2026-01-02,d,A,2,EUR,1,1\n,,,4,,2,2\n")
    (reading,) = read_file(path, defaults=DEFAULTS)
    assert reading.layout.totals_count == 0
    assert "date is missing" in refused(reading)[0]["reason"]
