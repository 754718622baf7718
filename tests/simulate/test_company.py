"""The files keep their contracts, and the truth beside them is what they show."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from northing.errors import OutOfRange
from northing.simulate import Company, simulate_company
from northing.simulate.company import FEWEST
from northing.simulate.people import BLOCK, blocks
from northing.tables import CONTRACTS

Ask = Callable[[str], list[tuple[Any, ...]]]
Truth = dict[str, Any]
WEB_KINDS = ("signup", "lead", "order")


def _digests(company: Company) -> dict[str, str]:
    folder = company.files[0][1].parent.parent
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _read(table: str, path: Path) -> pa.Table:
    if path.suffix == ".parquet":
        return pq.read_table(path)
    wanted = {
        column.name: pa.string()
        if column.type == "person"
        else CONTRACTS[table].schema.field(column.name).type
        for column in CONTRACTS[table].columns
    }
    options = pacsv.ConvertOptions(column_types=wanted, strings_can_be_null=True)
    return pacsv.read_csv(path, convert_options=options)


def _all(company: Company, table: str) -> pa.Table:
    parts = [_read(table, path) for name, path in company.files if name == table]
    return pa.concat_tables(parts, promote_options="default")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    made = [
        _digests(simulate_company(tmp_path / str(i), people=400, seed=seed))
        for i, seed in enumerate((3, 3, 4))
    ]
    assert made[0] == made[1]
    assert made[0].keys() == made[2].keys()
    assert made[0]["files/touches_2025.parquet"] != made[2]["files/touches_2025.parquet"]


@pytest.mark.parametrize("settings", [{"people": FEWEST - 1}, {"seed": -1}])
def test_too_small_a_company_or_seed_is_refused(tmp_path: Path, settings: dict[str, int]) -> None:
    with pytest.raises(OutOfRange, match="expected"):
        simulate_company(tmp_path, **settings)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_the_smallest_company_is_whole(tmp_path: Path) -> None:
    company = simulate_company(tmp_path, people=FEWEST, seed=1)
    assert {table for table, _ in company.files} == set(CONTRACTS)
    assert company.as_of == date(2026, 6, 30)


def test_progress_ends_with_everybody(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    simulate_company(tmp_path, people=300, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(300, 300)]


@pytest.mark.parametrize("table", sorted(CONTRACTS))
def test_every_table_has_rows_that_keep_its_contract(company: Company, table: str) -> None:
    contract = CONTRACTS[table]
    rows = _all(company, table)
    assert rows.num_rows > 0
    assert not set(rows.column_names) - set(contract.by_name)
    for column in contract.columns:
        if column.name not in rows.column_names:
            assert not column.required, column.name
            continue
        values = rows[column.name].combine_chunks()
        expected = (
            pa.string() if column.type == "person" else contract.schema.field(column.name).type
        )
        assert values.type == expected, column.name
        if column.required:
            assert values.null_count == 0, column.name
        if column.choices:
            assert set(pc.unique(values.drop_null()).to_pylist()) <= set(column.choices)
        if column.minimum is not None and len(values.drop_null()):
            assert pc.min(values).as_py() >= column.minimum, column.name
        if column.type in ("date", "month", "instant") and not column.may_be_future:
            last = pc.max(values).as_py()
            if last is not None:
                assert (last.date() if column.type == "instant" else last) <= company.as_of
        if column.type == "month":
            assert {day.day for day in values.drop_null().to_pylist()} == {1}


@pytest.mark.parametrize(
    "table", sorted(name for name in CONTRACTS if name not in ("spend", "sessions"))
)
def test_keys_are_unique_but_for_the_planted_duplicates(
    company: Company, truth: Truth, table: str
) -> None:
    rows = _all(company, table)
    keys = [name for name in CONTRACTS[table].key_columns if name in rows.column_names]
    distinct = rows.group_by(keys).aggregate([]).num_rows
    planted = truth["planted"]["duplicates"]["rows"] if table == "touches" else 0
    assert rows.num_rows - distinct == planted


@pytest.mark.parametrize("table", ["spend", "sessions"])
def test_a_day_of_a_source_has_one_row_a_cell(company: Company, table: str) -> None:
    rows = _all(company, table)
    cell = [
        name
        for name in ("date", "source", "account", "channel", "campaign", "country", "device")
        if name in rows.column_names
    ]
    assert rows.group_by(cell).aggregate([]).num_rows == rows.num_rows


def test_a_file_starts_with_its_tables_name_and_rows_are_counted(
    company: Company, truth: Truth
) -> None:
    for table, path in company.files:
        assert path.name.startswith(table)
        assert _read(table, path).num_rows == truth["file_rows"].get(path.name, 0), path.name
    for table in CONTRACTS:
        assert _all(company, table).num_rows == truth["rows"][table]


def test_identifiers_are_tokens_in_reserved_domains(ask: Ask) -> None:
    shape = r"c\.[0-9a-f]{16}|u[0-9a-f]{15,16}@(shop\.example\.com|a\d{7}\.example)"
    for table in ("touches", "conversions", "orders"):
        for (name,) in ask(f"SELECT DISTINCT person_id FROM {table}"):
            assert re.fullmatch(shape, name), name


def test_memory_stays_while_people_grow(tmp_path: Path) -> None:
    assert max(block.shoppers + block.members for block in blocks(5 * BLOCK + 17)) == BLOCK
    program = (
        "import resource, sys; from northing.simulate import simulate_company;"
        "simulate_company(sys.argv[1], people=int(sys.argv[2]));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for people in (BLOCK, 6 * BLOCK):
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / str(people)), str(people)],
            capture_output=True, text=True, check=True, timeout=200,
        )  # fmt: skip
        peaks.append(int(done.stdout) / 1024)
    assert peaks[1] < peaks[0] + 60, peaks


def test_touches_grow_with_people(truth: Truth) -> None:
    assert 4.0 < truth["rows"]["touches"] / truth["people"] < 6.0


def test_ten_marketing_channels_one_of_sales_and_sixty_campaigns(ask: Ask) -> None:
    assert ask("SELECT count(*), count(*) FILTER (NOT leaves_touches) FROM channels") == [(11, 2)]
    assert ask("SELECT channel FROM channels WHERE role = 'sales'") == [("sales_outreach",)]
    assert ask("SELECT count(*), count(DISTINCT channel) FROM campaigns") == [(60, 8)]


def test_totals_of_the_truth_are_those_of_the_files(ask: Ask, truth: Truth) -> None:
    totals = truth["totals"]
    found = dict(ask("SELECT kind, count(*) FROM conversions GROUP BY kind"))
    found["order"] = ask("SELECT count(*) FROM orders WHERE revenue > 0")[0][0]
    for stage in ("opportunity", "won", "lost"):
        found[stage] = ask(f"SELECT count(DISTINCT deal_id) FROM deals WHERE stage = '{stage}'")[0][
            0
        ]
    assert found == totals["conversions"]
    assert ask("SELECT count(*) FROM orders WHERE revenue < 0")[0][0] == totals["returns"]
    assert ask("SELECT count(DISTINCT deal_id) FROM deals")[0][0] == totals["deals"]
    assert ask("SELECT sum(sessions) FROM sessions")[0][0] == totals["sessions"]
    distinct = "SELECT count(*) FROM (SELECT DISTINCT * EXCLUDE file FROM touches)"
    assert ask(distinct)[0][0] == totals["touches"]


def test_revenue_of_the_truth_is_that_of_the_files_at_the_days_rate(ask: Ask, truth: Truth) -> None:
    revenue = truth["totals"]["revenue"]
    local = """CAST("at" AT TIME ZONE 'Europe/Berlin' AS DATE)"""
    euros = ask(
        f"""SELECT sum(revenue * CASE o.currency WHEN 'EUR' THEN 1 ELSE f.rate END),
                   count(*) FILTER (o.currency <> 'EUR' AND f.rate IS NULL)
            FROM orders o LEFT JOIN filled f ON f.currency = o.currency AND f.date = {local}"""
    )[0]
    assert euros[0] == pytest.approx(revenue["orders"] + revenue["returns"], abs=0.01)
    assert euros[1] == 0
    won = ask(
        f"""WITH latest AS (
                SELECT deal_id, any_value(currency) AS currency,
                       min("at") FILTER (stage = 'won') AS won_at,
                       arg_max(amount, "at") AS amount
                FROM deals GROUP BY deal_id)
            SELECT sum(amount * CASE w.currency WHEN 'EUR' THEN 1 ELSE f.rate END)
            FROM latest w LEFT JOIN filled f
              ON f.currency = w.currency AND f.date = {local.replace('"at"', "won_at")}
            WHERE won_at IS NOT NULL"""
    )[0][0]
    assert won == pytest.approx(revenue["won"], abs=0.01)


def test_causes_and_quarters_add_up_to_the_totals(truth: Truth) -> None:
    parts = [*(channel["effect"] for channel in truth["channels"].values()), truth["baseline"]]
    for kind, total in truth["totals"]["conversions"].items():
        assert sum(part["conversions"][kind] for part in parts) == total
    revenue = sum(part["revenue"] for part in parts)
    assert revenue == pytest.approx(truth["totals"]["revenue"]["all"], abs=0.01)
    for part in parts:
        by_quarter = [quarter["revenue"] for quarter in part["quarters"].values()]
        assert len(by_quarter) == 10
        assert sum(by_quarter) == pytest.approx(part["revenue"], abs=0.01)


@pytest.mark.parametrize("table", ["spend", "orders", "deals"])
def test_three_currencies_with_a_rate_for_every_day(ask: Ask, table: str) -> None:
    found = {currency for (currency,) in ask(f"SELECT DISTINCT currency FROM {table}")}
    assert found == {"EUR", "GBP", "SEK"}
    assert not ask("SELECT date FROM fx WHERE isodow(date) > 5")


def test_finance_sees_all_spend_and_all_income(ask: Ask, truth: Truth) -> None:
    found = dict(
        ask("SELECT account, sum(coalesce(revenue, actual)) FROM finance GROUP BY account")
    )
    spent = sum(channel["spend"]["true"] for channel in truth["channels"].values())
    assert float(found["media"]) == pytest.approx(spent, abs=0.5)
    assert float(found["income"]) == pytest.approx(truth["totals"]["revenue"]["all"], abs=0.5)
    marketing = ask("SELECT sum(amount) FROM costs WHERE department = 'marketing'")[0][0]
    assert float(found["people_and_tools"]) == pytest.approx(float(marketing), abs=0.5)
    assert ask("SELECT max(month) FROM finance WHERE plan IS NOT NULL")[0][0] > date(2026, 6, 30)


def test_sales_called_some_accounts_before_they_asked(ask: Ask) -> None:
    calls, cold = ask(
        """SELECT count(*), count(*) FILTER (lead_at IS NULL OR t."at" < lead_at)
           FROM touches t LEFT JOIN (
               SELECT person_id, min("at") AS lead_at FROM conversions WHERE kind = 'lead'
               GROUP BY person_id) l ON l.person_id = t.person_id
           WHERE t.kind = 'sales call'"""
    )[0]
    assert calls > 500
    assert 0.05 < cold / calls < 0.2


def test_deals_carry_their_edits(ask: Ask) -> None:
    edited = ask(
        """SELECT count(*) FROM (SELECT deal_id FROM deals GROUP BY deal_id
           HAVING count(DISTINCT amount) > 1 AND count(*) > count(DISTINCT stage))"""
    )[0][0]
    assert edited > 50
    days = ask(
        """SELECT median(date_diff('day', led, won)) FROM
             (SELECT account_id, min("at") AS won FROM deals WHERE stage = 'won' GROUP BY 1)
             JOIN (SELECT account_id, min("at") AS led FROM conversions
                   WHERE kind = 'lead' GROUP BY 1) USING (account_id)"""
    )[0][0]
    assert 110 < days < 190


def test_accounts_have_buying_committees(ask: Ask) -> None:
    people = ask(
        """SELECT avg(people) FROM (SELECT to_account, count(DISTINCT from_id) AS people
           FROM identity_links WHERE to_kind = 'account' GROUP BY 1)"""
    )[0][0]
    assert people > 2


def test_subscriptions_follow_deals_won(ask: Ask) -> None:
    orphans = ask(
        """SELECT count(*) FROM
             (SELECT DISTINCT account_id FROM deals WHERE stage = 'won') d
             LEFT JOIN (SELECT account_id FROM subscription_movements WHERE kind = 'new') s
               USING (account_id)
           WHERE s.account_id IS NULL"""
    )
    assert orphans == [(0,)]
