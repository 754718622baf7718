"""Benchmarks: what a metric usually was, channel by channel, in the company's own past."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import quantiles

from northing.metrics.table import MetricTable

FEWEST = 8
"""Fewer observations are no distribution."""


@dataclass(frozen=True)
class Benchmark:
    """How a metric was distributed over past periods or campaigns of one channel.

    Attributes:
        channel: None where the metric is not split by channel.
        kind: The kind of initiative; None where campaigns state none.
        observations: Periods or campaigns with a value.
        p25: A quarter of them lies below; None with too few of them.
        median: Half of them lies below.
        p75: A quarter of them lies above.
        note: Why there is no distribution.
    """

    channel: str | None
    kind: str | None
    observations: int
    p25: float | None = None
    median: float | None = None
    p75: float | None = None
    note: str | None = None


@dataclass(frozen=True)
class Benchmarks:
    """The benchmarks of a metric.

    Attributes:
        table: The metric, split as it was observed: its definition, parameters and notes.
        over: What one observation is: month or campaign.
        rows: One for each channel, most observations first.
    """

    table: MetricTable
    over: str
    rows: tuple[Benchmark, ...]


def benchmarks_of(table: MetricTable, over: str) -> Benchmarks:
    """Make benchmarks of a metric that is split by channel, if it can be, and by month or campaign.

    Values that nobody knows, and parts of a month, are no observations.
    """
    found: dict[str | None, list[float]] = {}
    for row in table.rows:
        values = found.setdefault(row.keys.get("channel"), [])
        is_part = row.note is not None and row.note.endswith("days")
        if row.value is not None and row.keys.get(over) is not None and not is_part:
            values.append(float(row.value))
    rows = [_benchmark(channel, values, over) for channel, values in found.items()]
    rows.sort(key=lambda row: (-row.observations, row.channel or ""))
    return Benchmarks(table, over, tuple(rows))


def _benchmark(channel: str | None, values: list[float], over: str) -> Benchmark:
    if len(values) < FEWEST:
        note = f"{len(values)} {over}s with a value; {FEWEST} are needed for a distribution"
        return Benchmark(channel, None, len(values), note=note)
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return Benchmark(channel, None, len(values), low, middle, high)
