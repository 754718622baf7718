"""Folders of files that belong together: names join rows, and nothing is counted twice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from northing.errors import BadFile
from northing.workspace.workspace import Workspace

FILES = {
    "deal_stage.csv": (
        "_fivetran_start,deal_id,date_entered,value\n"
        "2026-01-05 10:00:00,1,2026-01-05 10:00:00,s1\n"
        "2026-01-09 10:00:00,1,2026-01-09 10:00:00,s2\n"
    ),
    "deal.csv": (
        "deal_id,is_deleted,deal_pipeline_stage_id,property_amount,property_createdate,"
        "property_deal_currency_code\n"
        "1,false,s2,700.00,2026-01-04 10:00:00,EUR\n"
        "2,false,s1,300.00,2026-01-06 10:00:00,EUR\n"
        "3,true,s1,900.00,2026-01-06 10:00:00,EUR\n"
        "4,false,s1,100.00,2026-01-06 10:00:00,EUR\n"
    ),
    "deal_pipeline_stage.csv": (
        "stage_id,label,closed_won,is_closed\ns1,Proposal,false,false\ns2,Signed,true,true\n"
    ),
    "merged_deal.csv": "deal_id,merged_deal_id\n1,4\n",
    "notes.csv": "page,words\nhome,12\nprices,30\n",
    "README.md": "What this is.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "hubspot"
    path.mkdir()
    for name, text in FILES.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace.init(tmp_path / "acme", currency="EUR")


def deals(ws: Workspace) -> list[tuple[str, str, Decimal]]:
    rows = ws.engine.query(
        'SELECT deal_id, stage, amount FROM deals ORDER BY "at", deal_id', deals=ws.dataset("deals")
    )
    return [(row["deal_id"], row["stage"], row["amount"]) for row in rows.to_pylist()]


def test_deals_get_their_stages_names_amounts_and_history(ws: Workspace, folder: Path) -> None:
    done = ws.load_folder(folder)
    assert [(load.file, load.rows) for load in done.loads] == [("deal_stage.csv", 3)]
    assert set(done.serving) == {"deal.csv", "deal_pipeline_stage.csv", "merged_deal.csv"}
    assert list(done.left) == ["notes.csv"]
    ws.refresh()
    assert deals(ws) == [
        ("1", "Proposal", Decimal("700.0000")),
        ("2", "Proposal", Decimal("300.0000")),
        ("1", "won", Decimal("700.0000")),
    ]


def test_a_folder_loaded_twice_changes_nothing(ws: Workspace, folder: Path) -> None:
    ws.load_folder(folder)
    (again,) = ws.load_folder(folder).loads
    assert again.already_loaded


def test_a_changed_companion_is_a_new_load(ws: Workspace, folder: Path) -> None:
    ws.load_folder(folder)
    stages = folder / "deal_pipeline_stage.csv"
    stages.write_text(FILES[stages.name].replace("Proposal", "Offer"), encoding="utf-8")
    (again,) = ws.load_folder(folder).loads
    assert not again.already_loaded
    ws.refresh()
    assert {stage for _, stage, _ in deals(ws)} == {"Offer", "won"}


def test_a_dry_run_of_a_folder_writes_nothing(ws: Workspace, folder: Path) -> None:
    (would,) = ws.load_folder(folder, dry_run=True).loads
    assert would.rows == 3
    assert not list(ws.batches.all())


def test_two_files_for_one_part_are_a_question(ws: Workspace, folder: Path) -> None:
    text = FILES["merged_deal.csv"]
    for name in ("merged_deal.csv", "merged_deaf.csv"):
        (folder / name).unlink(missing_ok=True)
    (folder / "a.csv").write_text(text, encoding="utf-8")
    (folder / "b.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=r"merged_deal, which can be .\.csv or .\.csv"):
        ws.load_folder(folder)


def test_postings_of_one_account_and_month_are_added_up(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(
        "Posting date,Account,Cost centre,Description,Debit,Credit,Currency\n"
        "2026-01-05,4600,Marketing,Agency,1000.00,,EUR\n"
        "2026-01-20,4600,Marketing,Refund,,300.00,EUR\n",
        encoding="utf-8",
    )
    assert ws.load(None, path).rows == 1
    ws.refresh()
    rows = ws.engine.query("SELECT actual FROM finance", finance=ws.dataset("finance"))
    assert rows.to_pylist() == [{"actual": Decimal("700.0000")}]
