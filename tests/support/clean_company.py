"""A company whose data are in order, as files; and another `[health]` table for a workspace."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from northing.workspace.workspace import Workspace

FIRST, DAYS = date(2026, 1, 1), 120
LAST = FIRST + timedelta(days=DAYS - 1)


def settle(ws: Workspace, text: str) -> Workspace:
    """The same workspace with another `[health]` table."""
    path = ws.folder / "northing.toml"
    kept, _, rest = path.read_text(encoding="utf-8").partition("[health]")
    after = rest.partition("\n# [accounts")[2]
    path.write_text(f"{kept}[health]\n{text}\n# [accounts{after}", encoding="utf-8")
    return Workspace(ws.folder)


def days(
    leave_out: frozenset[date] = frozenset(), only: frozenset[int] = frozenset(range(7))
) -> list[date]:
    every = (FIRST + timedelta(days=number) for number in range(DAYS))
    return [day for day in every if day not in leave_out and day.weekday() in only]


def write_clean(folder: Path, leave_out: frozenset[date] = frozenset()) -> list[tuple[str, Path]]:
    """Files of a company whose data are in order, but for days left out of one source."""
    weekdays = frozenset(range(5))
    tables = {
        "campaigns": ["campaign,channel,initiative", "Spring,search,grow", "Fairs,events,grow"],
        "channels": ["channel,role,leaves_touches", "search,marketing,true",
                     "events,marketing,true"],
        "spend_search": ["date,channel,campaign,amount,currency,source", *(
            f"{day},search,Spring,10.00,EUR,search_ads" for day in days(leave_out))],
        "spend_events": ["date,channel,campaign,amount,currency,source", *(
            f"{day},events,Fairs,5.00,EUR,event_tool" for day in days(only=weekdays))],
        "touches": ["person_id,at,channel,campaign,kind,source", *(
            f"p{number},{day}T09:00:00Z,{channel},{campaign},visit,web"
            for number, day in enumerate(days())
            for channel, campaign in (("search", "Spring"), ("events", "Fairs")))],
        "orders": ["order_id,person_id,at,revenue,currency", *(
            f"o{number},p{number},{day}T10:00:00Z,50.00,EUR" for number, day in enumerate(days()))],
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, lines in tables.items():
        path = folder / f"{name}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        files.append((name.split("_")[0], path))
    return files


def make_clean(folder: Path, leave_out: frozenset[date] = frozenset()) -> Workspace:
    ws = settle(Workspace.init(folder / "clean"), "free_mb = 0")
    for table, path in write_clean(folder / "files", leave_out):
        ws.load(table, path)
    ws.refresh()
    return ws
