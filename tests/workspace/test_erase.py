"""An erased person is gone from every file of the workspace, and does not come back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from northing.workspace.workspace import Workspace

CANARY = "canary-7f3a@example.com"
WORDS = "the quick canary said something only she would say"


def files_holding(folder: Path, needle: str) -> list[Path]:
    """Files in which a text stands, as plain bytes or inside Parquet."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        if needle.encode() in path.read_bytes():
            found.append(path)
        elif path.suffix == ".parquet":
            cells = pq.ParquetFile(path).read().to_pydict().values()
            if any(needle in str(cell) for column in cells for cell in column):
                found.append(path)
    return found


@pytest.fixture
def told(ws, load_text) -> Workspace:
    load_text(
        "touches",
        f"""person_id,at,channel
            {CANARY},2026-01-05T10:00:00Z,email
            cookie-of-canary,2026-01-04T10:00:00Z,search
            other@example.com,2026-01-05T10:00:00Z,email""",
    )
    load_text(
        "identity_links",
        f"""from_id,to_kind,to_person,at
            cookie-of-canary,person,{CANARY},2026-01-05T10:00:00Z""",
    )
    load_text(
        "feedback",
        f"""feedback_id,at,kind,text,person_id
            f1,2026-01-05T10:00:00Z,review,{WORDS},{CANARY}
            f2,2026-01-05T10:00:00Z,review,fine,other@example.com
            f3,2026-01-05T10:00:00Z,shouting,refused words,{CANARY}""",
    )
    load_text(
        "orders",
        f"""order_id,person_id,at,revenue,currency
            o1,{CANARY},2026-01-06T10:00:00Z,50.00,EUR
            o2,other@example.com,2026-01-06T10:00:00Z,10.00,EUR""",
    )
    ws.refresh()
    # A second refresh leaves older versions behind, which must be cleared as well.
    load_text("touches", f"person_id,at,channel\n{CANARY},2026-01-06T09:00:00Z,search")
    ws.refresh()
    return ws


def test_contacts_stand_nowhere_but_in_the_identity_database(told):
    assert {path.name for path in files_holding(told.folder, CANARY)} == {"identity.sqlite"}


def test_an_erased_person_is_gone_from_every_file(told):
    own = told.identity.hash(CANARY)
    cookie = told.identity.hash("cookie-of-canary")
    assert files_holding(told.folder, WORDS)
    erasure = told.erase(CANARY.upper())
    assert erasure.ids == 2
    assert erasure.rows["touches"] == 3
    for needle in (CANARY, WORDS, "cookie-of-canary", "refused words"):
        assert files_holding(told.folder, needle) == [], needle
    ids = {str(own), str(cookie)}
    # The log says which hash was deleted, as the tombstone does; no row holds it any more.
    leftovers = {path for needle in ids for path in files_holding(told.folder, needle)}
    assert {path.parent.name for path in leftovers} <= {"_delta_log"}
    with sqlite3.connect(told.folder / "identity.sqlite") as database:
        assert database.execute("SELECT count(*) FROM erased").fetchone() == (2,)


def test_others_stay_and_figures_follow(told):
    told.erase(CANARY)
    orders = told.engine.query("SELECT sum(revenue) AS n FROM o", o=told.dataset("orders_daily"))
    assert float(orders["n"][0].as_py()) == 10
    assert told.snapshot().rows["touches"] == 1


def test_a_later_load_does_not_bring_the_person_back(told, load_text):
    told.erase(CANARY)
    load = load_text(
        "touches",
        f"""person_id,at,channel
            {CANARY},2026-02-01T10:00:00Z,email
            cookie-of-canary,2026-02-01T10:00:00Z,email
            new@example.com,2026-02-01T10:00:00Z,email""",
    )
    assert (load.tables[0].rows, load.tables[0].erased) == (1, 2)
    told.refresh()
    assert told.snapshot().rows["touches"] == 2
    assert files_holding(told.folder, CANARY) == []


def test_a_pinned_pack_keeps_its_aggregates(told):
    pinned = told.snapshot()
    told.pin("board")
    before = told.engine.query("SELECT * FROM d", d=told.dataset("conversions_daily"))
    told.erase(CANARY)
    kept = told.engine.query("SELECT * FROM d", d=told.dataset("conversions_daily", pinned))
    assert kept == before


def test_erasing_twice_or_a_stranger_changes_nothing_else(told):
    told.erase(CANARY)
    rows = dict(told.snapshot().rows)
    assert told.erase("nobody@example.com").rows == {}
    assert told.erase(CANARY).rows == {}
    assert dict(told.snapshot().rows) == rows


def test_every_id_that_a_link_joins_goes_in_either_direction(ws, load_text):
    load_text("touches", "person_id,at,channel\ncrm-17,2026-01-05T10:00:00Z,email")
    load_text(
        "identity_links",
        f"""from_id,to_kind,to_person,at
            {CANARY},person,crm-17,2026-01-05T10:00:00Z""",
    )
    # Not refreshed yet: what was only loaded is found as well.
    erasure = ws.erase(CANARY)
    assert (erasure.ids, erasure.snapshot) == (2, None)
    ws.refresh()
    assert ws.snapshot().rows.get("touches", 0) == 0
    assert files_holding(ws.folder, "crm-17") == []


def test_a_load_that_ends_after_the_erasure_brings_nobody_back(told, load_text, monkeypatch):
    began_before = type(told.identity).erased
    told.erase(CANARY)
    # The load had read who is erased before the erasure took place.
    with monkeypatch.context() as patched:
        patched.setattr(type(told.identity), "erased", lambda self: frozenset())
        load_text("touches", f"person_id,at,channel\n{CANARY},2026-02-01T10:00:00Z,email")
    assert type(told.identity).erased is began_before
    told.refresh()
    assert told.snapshot().rows["touches"] == 1
    assert CANARY not in str(told.identity.who([told.identity.hash(CANARY)]))


def test_files_that_no_snapshot_names_are_cleared_too(told):
    folder = told.lake.path("feedback")
    stray = folder / "part-00000-stray.parquet"
    source = next(folder.glob("*.parquet"))
    stray.write_bytes(source.read_bytes())
    told.erase(CANARY)
    assert not stray.exists()
    assert files_holding(told.folder, WORDS) == []


def test_an_erasure_after_a_killed_refresh_publishes_only_whole_refreshes(told, load_text):
    load_text("orders", "order_id,person_id,at,revenue,currency\no3,b,2026-01-09,7.00,EUR")

    class KilledError(Exception):
        pass

    def stop(step: str) -> None:
        if step == "refresh:publish":
            raise KilledError

    with pytest.raises(KilledError):
        told.refresh(progress=stop)
    told.erase(CANARY)
    snapshot = told.snapshot()
    assert len(snapshot.batches) == len(told.batches.all())
    assert min(snapshot.rows.values()) >= 0
    daily = told.engine.query("SELECT sum(revenue) AS n FROM o", o=told.dataset("orders_daily"))
    stored = told.engine.query("SELECT sum(revenue) AS n FROM o", o=told.dataset("orders"))
    assert daily["n"][0].as_py() == stored["n"][0].as_py() == 17
