"""An erased person is gone from every file of the workspace and every row of the database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from django.test import Client

from northing.web.accounts.keys import encrypt
from northing.web.accounts.models import AuditEntry, User
from northing.web.erasing import unseal
from northing.web.jobs.models import DONE, FAILED, Run
from northing.web.jobs.tasks import perform
from northing.web.place import SitePlace
from northing.web.plan.models import PlanEntry
from northing.web.scrub import scrub
from northing.workspace.workspace import Workspace

CANARY = "canary.bird@example.com"
FORM = {"identifier": CANARY, "reason": "They asked for it.", "sure": "yes"}


def test_only_who_may_erase_is_offered_it_and_may(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    assert "Erase a person" in signed_in("owner").get("/runs/").content.decode()
    assert "Erase a person" not in signed_in("analyst").get("/runs/").content.decode()
    assert signed_in("analyst").post("/runs/erase", FORM).status_code == 403
    assert not Run.objects.exists()


@pytest.mark.parametrize("lacking", ["identifier", "reason", "sure"])
def test_an_erasure_needs_who_why_and_a_yes(
    company: SitePlace, signed_in: Callable[[str], Client], lacking: str
) -> None:
    assert signed_in("owner").post("/runs/erase", {**FORM, lacking: " "}).status_code == 422


def test_somebody_who_signs_in_here_is_not_erased_by_the_way(
    company: SitePlace, cast: Callable[[str], User], signed_in: Callable[[str], Client]
) -> None:
    cast("viewer")

    answer = signed_in("owner").post("/runs/erase", {**FORM, "identifier": "Viewer@example.com"})

    assert answer.status_code == 409


def test_who_it_was_is_sealed_until_it_is_done_and_then_forgotten(
    own_company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    (own_company.uploads / "drop").mkdir(parents=True)
    (own_company.uploads / "drop" / "0.csv").write_text(CANARY)
    signed_in("owner").post("/runs/erase", FORM)
    run = Run.objects.get()
    assert CANARY not in str(run.parameters)

    perform.call(run.pk)
    run.refresh_from_db()

    assert run.state == DONE, run.error
    assert "sealed" not in run.parameters
    assert not own_company.uploads.exists()
    entry = AuditEntry.objects.get(action="start erase")
    assert entry.detail == {"reason": "They asked for it."}
    assert Workspace(own_company.workspace).identity.erased()


def test_an_erasure_sealed_under_another_key_fails_with_a_sentence(db: None) -> None:
    run = Run.objects.create(kind="erase", title="Erase", parameters={"sealed": "x"})
    perform.call(run.pk)
    run.refresh_from_db()

    assert run.state == FAILED
    assert "Ask for the erasure again" in run.error
    assert unseal(encrypt(CANARY)) == CANARY


def test_texts_are_cleaned_in_any_spelling_and_others_left(db: None) -> None:
    run = Run.objects.create(
        kind="load",
        title="Load",
        error=f"Row 3: {CANARY.upper()} has no date.",
        result={"rows": [f"from {CANARY}", 3], "other": f"a.{CANARY}"},
    )

    assert scrub(CANARY) == 1
    run.refresh_from_db()
    assert run.error == "Row 3: [erased] has no date."
    assert run.result == {"rows": ["from [erased]", 3], "other": f"a.{CANARY}"}
    assert scrub("17") == 0


def test_an_amount_of_the_plan_is_nobodys_number(db: None) -> None:
    record = {"key": "tv", "note": "For 100000.", "amounts": [{"amount": "100000.0000"}]}
    entry = PlanEntry.objects.create(kind="budget_line", key="tv", record=record)

    assert scrub("100000") == 1
    entry.refresh_from_db()
    assert entry.record == {**record, "note": "For [erased]."}


SITE = """
import sys
from northing.web.prepare import ready
ready(sys.argv[1])
from northing.web.accounts.audit import record
from northing.web.accounts.demo import demo_owner
from northing.web.erasing import ask_for_erasure
from northing.web.jobs.models import Run
from northing.web.jobs.worker import Worker
owner = demo_owner()
for number in range(300):  # enough that pages of the database are freed and written again
    Run.objects.create(kind="load", title=f"Load {sys.argv[2]}", error="x" * 300, state="failed")
Run.objects.filter(pk__lt=200).delete()
from northing.web.plan.services import save
save(owner, "issue", {
    "key": "call", "title": "Call back " + sys.argv[2], "owner": "owner@example.com",
    "due": "2026-03-01", "escalate_to": "owner",
})
from northing.web.measure.workspace import site_workspace
site_workspace().refresh()
record(owner, "see journey", sys.argv[2], cells=[sys.argv[2]])
run = ask_for_erasure(sys.argv[2], "They asked.", owner)
Worker(batch=True).work()
run.refresh_from_db()
print(run.state, run.error)
from django.apps import apps
print(sum(sys.argv[2] in str(row) for m in apps.get_models() for row in m._base_manager.values()))
"""


def test_a_canary_is_gone_from_every_file_and_every_row(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "acme", currency="EUR")
    touches = tmp_path / "touches.csv"
    touches.write_text(
        "person_id,at,channel\n"
        f"{CANARY},2026-01-05T10:00:00Z,email\n{CANARY},no date,email\n"
        "other@example.com,2026-01-06T10:00:00Z,search\n"
    )
    workspace.load("touches", touches)
    workspace.refresh()
    hashed = workspace.identity.hash(CANARY)
    assert hashed in people_in_files(workspace.folder), "the test can find what it plants"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("NORTHING", "DJANGO"))}

    done = subprocess.run(
        [sys.executable, "-c", SITE, str(workspace.folder), CANARY],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )

    assert done.stdout.split() == ["done", "0"], done.stdout + done.stderr
    found = [p for p in workspace.folder.rglob("*") if p.is_file() and holds(p, CANARY)]
    assert found == []
    assert hashed not in people_in_files(workspace.folder)
    workspace.load("touches", touches)
    touches.write_text(touches.read_text() + "third@example.com,2026-01-07T10:00:00Z,email\n")
    workspace.load("touches", touches)
    workspace.refresh()
    assert hashed not in people_in_files(workspace.folder), "a later sync does not bring them back"


def holds(path: Path, text: str) -> bool:
    return text.encode() in path.read_bytes().lower()


def people_in_files(folder: Path) -> set[int]:
    """Every whole number of every Parquet file: hashes of people are among them."""
    found: set[int] = set()
    with duckdb.connect() as engine:
        for path in folder.rglob("*.parquet"):
            columns = engine.execute(f"DESCRIBE SELECT * FROM read_parquet('{path}')").fetchall()
            for name, kind, *_ in columns:
                if kind == "BIGINT":
                    rows = engine.execute(
                        f"""SELECT DISTINCT "{name}" FROM read_parquet('{path}')"""
                    ).fetchall()
                    found.update(row[0] for row in rows if row[0] is not None)
    return found
