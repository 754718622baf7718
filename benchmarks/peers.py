"""Other attribution tools on the same log; runs in an environment of its own, without Northing.

.bench/peers/bin/python benchmarks/peers.py TOOL FOLDER THREADS

Each tool gets the log in the form that it wants, made by DuckDB; the time includes that, as a
user pays it. Prints one JSON line: wall and CPU seconds, peak memory, removal effects' error.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PACKAGES = (
    "ChannelAttribution==2.2.5",
    "marketing-attribution-models==2.1.1",
    "duckdb",
    "pandas",
    "polars",
    "pyarrow",
    "scipy",
    "matplotlib",
    "seaborn",
    "setuptools",
)


def channel_attribution(folder: Path, threads: int) -> dict[str, Any]:
    """First, last, linear and Markov of order 1, from path counts."""
    import ChannelAttribution

    paths = _query(
        f"""WITH journeys AS (
                SELECT person_id, string_agg(channel, ' > ' ORDER BY "at") AS path
                FROM '{folder}/touches.parquet' GROUP BY person_id
            ), converted AS (
                SELECT person_id, count(*) AS conversions, sum(value) AS value
                FROM '{folder}/conversions.parquet' GROUP BY person_id
            )
            SELECT path, sum(coalesce(conversions, 0))::DOUBLE AS conversions,
                   sum(coalesce(value, 0))::DOUBLE AS value,
                   count(*) FILTER (WHERE conversions IS NULL)::DOUBLE AS nulls
            FROM journeys LEFT JOIN converted USING (person_id) GROUP BY path""",
        threads,
    ).to_pandas()
    ChannelAttribution.heuristic_models(
        paths, "path", "conversions", var_value="value", flg_pro=False
    )
    found = ChannelAttribution.markov_model(
        paths,
        "path",
        "conversions",
        var_value="value",
        var_null="nulls",
        order=1,
        out_more=True,
        ncore=threads,
        verbose=False,
        flg_pro=False,
    )
    effects = found["removal_effects"]
    return {
        "effects": dict(zip(effects.iloc[:, 0].tolist(), effects.iloc[:, 1].tolist(), strict=True))
    }


def marketing_attribution_models(folder: Path, threads: int) -> dict[str, Any]:
    """First, last, linear, position, time decay, Markov and Shapley, from touches."""
    import mam as tool

    touches = _query(
        f"""SELECT t.person_id AS user_id, t."at" AS "at", t.channel AS channel,
                   (c.person_id IS NOT NULL
                    AND t."at" = max(t."at") OVER (PARTITION BY t.person_id)) AS converted
            FROM '{folder}/touches.parquet' t
            LEFT JOIN (SELECT DISTINCT person_id FROM '{folder}/conversions.parquet') c
                   ON c.person_id = t.person_id""",
        threads,
    ).to_pandas()
    model = tool.MAM(
        touches,
        format_type=os.environ.get("MAM_FORMAT", "format_1"),
        channels_colname="channel",
        journey_with_conv_colname="converted",
        datetime_colname="at",
        user_id_colname="user_id",
        create_journey_id_based_on_conversion=False,
    )
    for run in ("last_click", "first_click", "linear", "position_based", "time_decay", "markov"):
        getattr(model, f"run_{run}")()
    model.run_shapley(max_size=4)
    return {}


def _query(sql: str, threads: int) -> Any:
    import duckdb

    with duckdb.connect(":memory:", config={"threads": threads}) as connection:
        return connection.sql(sql).to_arrow_table()


LARGEST = {"channel_attribution": 10_000_000, "marketing_attribution_models": 10_000_000}
"""The largest log that each is tried on: beyond it memory or hours run out."""

TITLES = {
    "channel_attribution": "ChannelAttribution: first, last, linear, Markov; by channel",
    "marketing_attribution_models": "marketing_attribution_models: seven rules; by channel",
}

TOOLS: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "channel_attribution": channel_attribution,
    "marketing_attribution_models": marketing_attribution_models,
}


def main(tool: str, folder: str, threads: str) -> None:
    """Run one tool twice, as it starts and once warm, and print its figures."""
    runs = []
    found: dict[str, Any] = {}
    for _ in range(2):
        wall, cpu = time.perf_counter(), os.times()
        found = TOOLS[tool](Path(folder), int(threads))
        now = os.times()
        spent = now.user + now.system - cpu.user - cpu.system
        runs.append((time.perf_counter() - wall, spent))
    wall, spent = min(runs)
    truth = json.loads((Path(folder) / "truth.json").read_text())
    known = dict(zip(truth["channels"], truth["removal_effects"], strict=True))
    effects = found.get("effects") or {}
    error = max(
        (abs(effects[name] - known[name]) for name in known if name in effects), default=None
    )
    figures = {
        "first": runs[0][0],
        "wall": wall,
        "cpu": spent,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "error": error,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
