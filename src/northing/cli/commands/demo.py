"""A simulated company, from nothing to credited revenue."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from northing.cli.command import Command, print_json, print_table, say
from northing.errors import Conflict

if TYPE_CHECKING:
    from northing.workspace.workspace import Workspace

_PEOPLE, _SEED = 40_000, 7
_RULES = ("first", "last", "linear", "time_decay", "markov", "shapley", "declared")


def run(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder to make.")] = Path("demo"),
    people: Annotated[
        int | None,
        typer.Option(help=f"People who take an interest; {_PEOPLE:,} otherwise."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help=f"Another seed, another company; {_SEED} otherwise.")
    ] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only build.")] = False,
    port: Annotated[int, typer.Option(help="Port of the site.", min=1, max=65535)] = 8000,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON for programs, and do not serve.")
    ] = False,
) -> None:
    """Simulate a company, load its files, refresh, say where it stands, and show it in a browser.

    DIR/files holds the files as a user would receive them, DIR/plan.yaml the company's plan,
    DIR/truth.json what is true of the company, and DIR is the workspace into which they were
    loaded. The site prints a link that signs its owner in.
    """
    from northing.web.serve import check_port
    from northing.workspace.demo import build_demo
    from northing.workspace.workspace import Workspace

    started = time.monotonic()
    serving = not (no_serve or as_json)
    if serving:
        check_port("127.0.0.1", port)  # before minutes of building, not after
    if (folder / "northing.toml").exists():
        check_built(folder, people, seed)
        workspace = Workspace(folder)
        workspace.refresh()
    else:
        tell = (lambda _text: None) if as_json else say
        workspace = build_demo(
            folder,
            people=_PEOPLE if people is None else people,
            seed=_SEED if seed is None else seed,
            tell=tell,
        )
    standing = stand(workspace)
    if as_json:
        print_json(standing)
        return
    show(workspace, standing)
    say(f"Ready in {time.monotonic() - started:.0f} s. Go on with:")
    say(f"  northing metric roas --by channel --period 2026-Q2 -w {folder}")
    say(f"  northing attribute --kind won --rule markov --by campaign -w {folder}")
    say(f"  northing journeys --kind won -w {folder}")
    if serving:
        serve(folder, port)


def serve(folder: Path, port: int) -> None:
    """Show the demo until interrupted, with a link that signs its owner in."""
    from northing.web.prepare import ready
    from northing.web.serve import Site, address

    where = address("127.0.0.1", port)
    place = ready(folder, static=True)
    from northing.simulate.strategy.cast import CAST
    from northing.web.accounts.links import one_time_link
    from northing.web.plan.demo import settle_demo

    link = one_time_link(settle_demo())
    others = ", ".join(f"{one.email} ({one.role})" for one in CAST[1:])

    def tell() -> None:
        say()
        say(f"The site is at {where} (Ctrl-C ends it). Sign in with this link, once, in an hour:")
        say(f"  {link}")
        say(f"The owner is {CAST[0].name}. To look at it as somebody else, in another browser:")
        say(f"  northing user link {CAST[4].email} -w {folder}")
        say(f"  {others}")
        say(f"{folder}/samples holds a budget sheet and a CRM export, for an hour of your own.")

    Site(place, "127.0.0.1", port).run(tell)


def check_built(folder: Path, people: int | None, seed: int | None) -> None:
    """Refuse to take a company of another size or seed for the one that is asked for.

    Raises:
        Conflict: If the folder's demo was built otherwise, or is a workspace of someone's own.
    """
    try:
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Conflict(
            f"{folder} is a workspace, but no demo: it has no truth.json. Name a new folder."
        ) from None
    if people in (None, truth["people"]) and seed in (None, truth["seed"]):
        return
    raise Conflict(
        f"{folder} is already built with {truth['people']} people and seed {truth['seed']}; "
        f"remove {folder} or choose another folder."
    )


def stand(workspace: Workspace) -> dict[str, Any]:
    """Where the company stands: metrics, totals against the truth, credit by rule."""
    from northing.workspace.demo import reconcile

    snapshot = workspace.snapshot()
    truth = json.loads((workspace.folder / "truth.json").read_text(encoding="utf-8"))
    metrics = {
        name: workspace.metric(name, period="2026-Q2", compare="2025-Q2")
        for name in ("revenue", "spend", "roas", "mer", "cac", "leads", "new_pipeline")
    }
    credit = {rule: workspace.attribute(kind="won", rule=rule) for rule in _RULES}
    return {
        "workspace": str(workspace.folder),
        "snapshot": snapshot.id,
        "as_of": snapshot.as_of,
        "metrics": {
            name: {"value": table.total.value, "year_before": table.total.compare_value}
            for name, table in metrics.items()
        },
        "reconciled": reconcile(workspace, truth),
        "quarantined": workspace.quarantine(snapshot),
        "won": {rule: table.to_json() for rule, table in credit.items()},
    }


def show(workspace: Workspace, standing: dict[str, Any]) -> None:
    """Print where the company stands."""
    say()
    say(f"{workspace.settings.name}, as of {standing['as_of']} (snapshot {standing['snapshot']})")
    print_table(
        ["metric", "2026-Q2", "2025-Q2"],
        [
            [name, float(found["value"]), float(found["year_before"])]
            for name, found in standing["metrics"].items()
        ],
    )
    print_table(
        ["does it agree?", "the files' truth", "Northing", "difference"],
        [
            [row["what"], row["truth"], row["northing"], row["difference"]]
            for row in standing["reconciled"]
        ],
    )
    channels = sorted(
        {row["channel"] for table in standing["won"].values() for row in table["rows"]}
    )
    rows: list[list[Any]] = []
    for channel in channels:
        line: list[Any] = [channel]
        for table in standing["won"].values():
            found = [row["conversions"] for row in table["rows"] if row["channel"] == channel]
            line.append(float(sum(found)))
        rows.append(line)
    for name in ("unattributed", "total"):
        rows.append([name, *(float(t[name]["conversions"]) for t in standing["won"].values())])
    print_table(
        ["channel", *standing["won"]], rows, title="Won deals credited to each channel, by rule"
    )
    say("Credit says who was present, not what was caused; truth.json has the true effects.")


ENTRY = Command(run)
