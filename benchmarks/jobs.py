"""The jobs: each runs in a process of its own and returns what it found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Job:
    """One thing to measure.

    Attributes:
        title: As the report names it.
        run: Called with the folder of the data, threads and memory limit.
        prepare: Called with the folder before the clock starts.
    """

    title: str
    run: Callable[[Path, int, str], Mapping[str, Any]]
    prepare: Callable[[Path], None] | None = None


def sort(folder: Path, threads: int, memory: str) -> Mapping[str, Any]:
    """What any tool pays that first brings each person's touches together in order."""
    import duckdb

    config: dict[str, Any] = {"threads": threads, "memory_limit": memory}
    with duckdb.connect(":memory:", config=config) as connection:
        ordered = connection.sql(
            'SELECT person_id, "at", channel, campaign '
            f"FROM '{folder}/touches.parquet' ORDER BY person_id, \"at\""
        )
        rows = sum(batch.num_rows for batch in ordered.to_arrow_reader(1 << 20))
    return {"rows": rows}


def scan(folder: Path, threads: int, memory: str) -> Mapping[str, Any]:
    """What reading the columns costs, without putting anything in order."""
    import duckdb

    config: dict[str, Any] = {"threads": threads, "memory_limit": memory}
    with duckdb.connect(":memory:", config=config) as connection:
        (found,) = connection.execute(
            'SELECT count(*), bit_xor(hash(person_id, "at", channel, campaign)) '
            f"FROM '{folder}/touches.parquet'"
        ).fetchall()
    return {"rows": found[0]}


def attribute_all(folder: Path, threads: int, memory: str) -> Mapping[str, Any]:
    """Credit of every rule by channel and by campaign, with intervals, from one walk."""
    from northing.attribution import RULES, Counts, estimate, gather_credit, solve_markov
    from northing.attribution.split import split_estimates
    from northing.attribution.statistics import fold_log
    from northing.engine import open_engine

    engine = open_engine("duckdb://", threads=threads, memory_limit=memory)
    folded = fold_log(
        engine,
        _log(folder),
        kind=None,
        half_life_days=7,
        direct="direct",
        touch_cut=("channel", "campaign"),
        conversion_cut=(),
        lookback_days=36_500,
        finished=True,
        order=3,
        sets=True,
        groups=True,
    )
    linear = estimate(folded.credit, "linear")
    # Steps of order 3 hold those of lower order; sets stand by themselves.
    third = Counts.of(folded.transitions)
    steps = {order: third.remembering(order) for order in (1, 2, 3)}
    rows = 0
    for name, rule in RULES.items():
        if rule.solve is None:
            credit = estimate(folded.credit, name)
        else:
            counts = Counts.of(folded.sets) if rule.statistic == "sets" else steps[rule.order]
            credit = split_estimates(linear, rule.solve(counts))
        for by in ("channel", "campaign"):
            rows += len(gather_credit(credit, name, [by]).rows)
    solved = solve_markov(folded.transitions)
    truth = json.loads((folder / "truth.json").read_text())
    effects = zip(truth["channels"], truth["removal_effects"], strict=True)
    error = max(abs(solved.removal_effects[channel] - effect) for channel, effect in effects)
    return {"rules": len(RULES), "rows": rows, "error": error}


def help_text(_folder: Path, _threads: int, _memory: str) -> Mapping[str, Any]:
    """What a person waits for who asks what there is."""
    program = Path(sys.executable).parent / "northing"
    subprocess.run([program, "--help"], check=True, stdout=subprocess.DEVNULL)
    return {}


def load_company(folder: Path) -> None:
    """Load the simulated company's files into a workspace that has never been refreshed."""
    import shutil

    from northing.workspace.demo import load_demo

    place = folder / "company"
    shutil.rmtree(place, ignore_errors=True)
    load_demo(place, people=40_000, seed=7, tell=lambda _line: None)


def refresh(folder: Path, _threads: int, _memory: str) -> Mapping[str, Any]:
    """Everything from loaded files to a published snapshot; a second time nothing is new."""
    from northing.workspace.workspace import Workspace

    snapshot = Workspace(folder / "company").refresh()
    return {"touches": snapshot.rows["touches"]}


def _log(folder: Path) -> Any:
    """The generated files as they are; each person's touches are a journey."""
    import pyarrow.parquet as pq

    from northing.attribution.log import Log
    from northing.engine import ParquetFiles

    paths = {name: folder / f"{name}.parquet" for name in ("touches", "conversions")}
    return Log(
        {name: ParquetFiles((str(path),), pq.read_schema(path)) for name, path in paths.items()},
        '(SELECT person_id AS journey_id, "at", channel, campaign FROM touches)',
        '(SELECT person_id AS journey_id, "at", value FROM conversions)',
        None,
        ("channel", "campaign"),
        ("value",),
    )


JOBS = {
    "scan": Job("DuckDB, a scan of the same columns", scan),
    "sort": Job('DuckDB `ORDER BY person_id, "at"`', sort),
    "attribute": Job("Northing, all rules with intervals", attribute_all),
}

ONCE = {
    "help": Job("`northing --help`", help_text),
    "refresh": Job(
        "refresh of the simulated company, 40,000 people; again, with nothing new",
        refresh,
        prepare=load_company,
    ),
}
"""Jobs that need no data."""
