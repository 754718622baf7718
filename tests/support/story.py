"""A small company in two chapters, as files, and what each chapter amounts to."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

from northing.workspace.workspace import Workspace

CHAPTERS = (
    {
        "channels": """
            channel,role,synonyms
            paid_search,marketing,cpc|google / cpc
            email,marketing,newsletter
            direct,direct,
        """,
        "spend": """
            date,channel,campaign,amount,currency,clicks
            2026-01-05,cpc,Spring,100.00,EUR,40
            2026-01-06,cpc,Spring,50.00,EUR,20
        """,
        "touches": """
            person_id,at,channel,campaign
            ada@example.com,2026-01-05T09:00:00Z,google / cpc,Spring
            ada@example.com,2026-01-07T09:00:00Z,newsletter,
            bob@example.com,2026-01-08T09:00:00Z,direct,
        """,
        "orders": """
            order_id,person_id,at,revenue,currency
            o1,ada@example.com,2026-01-08T10:00:00Z,300.00,EUR
        """,
    },
    {
        "spend": """
            date,channel,campaign,amount,currency,clicks
            2026-01-06,cpc,Spring,80.00,EUR,20
            2026-01-07,cpc,Spring,10.00,EUR,5
        """,
        "touches": """
            person_id,at,channel,campaign
            bob@example.com,2026-01-08T09:00:00Z,direct,
            bob@example.com,2026-01-09T09:00:00Z,newsletter,
        """,
        "orders": """
            order_id,person_id,at,revenue,currency
            o2,bob@example.com,2026-01-10T10:00:00Z,200.00,EUR
        """,
    },
)

AMOUNTS = (
    {"spend": 150.0, "touches": 3, "revenue": 300.0, "credited": 300.0},
    {"spend": 190.0, "touches": 4, "revenue": 500.0, "credited": 500.0},
)


def write_chapter(number: int, folder: Path) -> list[tuple[str, Path]]:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for table, text in CHAPTERS[number].items():
        path = folder / f"{table}-{number}.csv"
        lines = [line.strip() for line in text.strip().splitlines()]
        text = "\n".join(lines) + "\n"
        # Another process may be reading the file at this moment: it is not written twice.
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        files.append((table, path))
    return files


def load_chapter(ws: Workspace, number: int, folder: Path, **options: object) -> None:
    for table, path in write_chapter(number, folder):
        ws.load(table, path, **options)


def amounts(ws: Workspace) -> dict[str, float]:
    """What the published snapshot amounts to."""

    def one(sql: str, table: str) -> float:
        return float(ws.engine.query(sql, facts=ws.dataset(table))["n"][0].as_py() or 0)

    return {
        "spend": one("SELECT sum(amount) AS n FROM facts", "spend_daily"),
        "touches": one("SELECT count(*) AS n FROM facts", "touches"),
        "revenue": one("SELECT sum(revenue) AS n FROM facts", "orders_daily"),
        "credited": one(
            "SELECT sum(value_linear) AS n FROM facts WHERE kind = 'order'", "credit_daily"
        ),
    }


CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["deltalake", "northing.attribution", "northing.sources", "northing.workspace.refresh"]
)


def run_until(
    work: Callable[[str, str, str | None], None], ws: Workspace, folder: Path, step: str | None
) -> int | None:
    """Do a piece of work in a process of its own, killed as it begins the step; its exit code."""
    process = CONTEXT.Process(target=work, args=(str(ws.folder), str(folder), step))
    process.start()
    process.join(120)
    return process.exitcode


def load_until(workspace: str, folder: str, step: str | None) -> None:
    load_chapter(Workspace(workspace), 1, Path(folder), progress=_killer(step))


def refresh_until(workspace: str, _folder: str, step: str | None) -> None:
    Workspace(workspace).refresh(progress=_killer(step))


def _killer(at: str | None) -> Callable[[str], None]:
    def progress(step: str) -> None:
        if step == at:
            os.kill(os.getpid(), 9)

    return progress
