"""The demo: a simulated company's files, loaded like anybody's, its plan, and its truth."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from northing.errors import Conflict
from northing.workspace.workspace import Workspace


def build_demo(
    folder: str | Path, *, people: int, seed: int, tell: Callable[[str], None]
) -> Workspace:
    """Simulate a company into a folder, load its files, refresh, and plan as it would plan.

    The folder appears whole or not at all.

    Args:
        folder: New or empty.
        people: How many people take an interest.
        seed: Of the simulation.
        tell: Called with a line about what is going on.

    Raises:
        Conflict: If the folder holds something already.
        OutOfRange: If `people` or `seed` is too small.
    """
    from northing.workspace.demo_plan import plan_of_demo
    from northing.workspace.demo_samples import write_samples
    from northing.workspace.plan_file import write_plan_file

    target = Path(folder).expanduser().resolve()
    if target.exists() and any(target.iterdir()):
        raise Conflict(f"{target} is not empty; name a new folder for the demo.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".demo-") as making:
        place = Path(making) / "demo"
        workspace = load_demo(place, people=people, seed=seed, tell=tell)
        tell("Refreshing: tables, credit by every rule, rollups …")
        workspace.refresh()
        tell("Planning: objectives, initiatives, budget …")
        write_plan_file(place, plan_of_demo(workspace, people=people, seed=seed))
        write_samples(workspace)
        workspace.refresh()
        if target.exists():
            target.rmdir()
        place.rename(target)
    return Workspace(target)


def load_demo(place: Path, *, people: int, seed: int, tell: Callable[[str], None]) -> Workspace:
    """Simulate a company into a new folder and load its files; nothing is refreshed yet.

    See `build_demo`.
    """
    from northing.simulate.company import simulate_company

    tell(f"Simulating a company of {people:,} people …")
    company = simulate_company(place, people=people, seed=seed)
    workspace = Workspace.init(
        place, name="Northwind Desk", time_zone="Europe/Berlin", journeys="account"
    )
    settings = place / "northing.toml"
    text = settings.read_text(encoding="utf-8")
    as_of = f"as_of = {company.as_of.isoformat()}               # the simulation's last day"
    lines = [as_of if line.startswith("# as_of") else line for line in text.splitlines()]
    # Calls of sales are in the log, for who came first; marketing's credit leaves them out.
    wanted = ('["impression"]', '["impression", "sales call"]')
    lines = [line.replace(*wanted) for line in lines]
    settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    workspace = Workspace(place)
    tell(f"Loading {len(company.files)} files …")
    for table, path in company.files:
        workspace.load(table, path)
    return workspace


def reconcile(workspace: Workspace, truth: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the simulation wrote beside what the workspace measures.

    Returns:
        `what`, `truth`, `northing`, `difference`: counts exact, money to the cent.
    """
    totals = truth["totals"]
    snapshot = workspace.snapshot()

    def measured(sql: str, table: str) -> float:
        found = workspace.engine.query(sql, facts=workspace.dataset(table, snapshot))
        return float(found["n"][0].as_py() or 0)

    rows = [
        ("touches", totals["touches"], measured("SELECT count(*) AS n FROM facts", "touches")),
        (
            "revenue, EUR",
            totals["revenue"]["all"],
            measured(
                "SELECT sum(value) AS n FROM facts WHERE kind IN ('order', 'return', 'won')",
                "conversions_daily",
            ),
        ),
    ]
    # In each currency as billed, sums are exact; conversion rounds each row to four decimals.
    for currency in sorted(truth["currencies"]):
        sql = f"SELECT sum(amount) AS n FROM facts WHERE currency = '{currency}'"
        cents = totals["cents"][f"spend {currency}"]
        rows.append((f"media spend, {currency}", cents / 100, measured(sql, "spend")))
    for kind, count in totals["conversions"].items():
        sql = f"SELECT sum(conversions) AS n FROM facts WHERE kind = '{kind}'"
        rows.append((f"{kind} conversions", count, measured(sql, "conversions_daily")))
    return [
        {
            "what": what,
            "truth": float(true),
            "northing": found,
            "difference": round(found - float(true), 2) + 0.0,
        }
        for what, true, found in rows
    ]
