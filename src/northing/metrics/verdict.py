"""Fix, replace or keep: what a row of missed benchmarks asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from northing.metrics.benchmark import Benchmark

LOOKED_AT = 3
"""How many of the newest periods with a value are judged."""
FIX_FROM, REPLACE_FROM = 2, 3


@dataclass(frozen=True)
class Verdict:
    """What to do about something that is measured beside a benchmark.

    Attributes:
        advice: keep; fix where two of the last three periods missed; replace where all three
            did; wait where there are fewer periods, or no benchmark.
        missed: How many of the periods that were judged missed.
        judged: How many were judged.
        bound: The quartile that a miss is worse than; None without a benchmark.
        why: In a sentence.
    """

    advice: Literal["keep", "fix", "replace", "wait"]
    missed: int
    judged: int
    bound: float | None
    why: str


def verdict_on(
    values: Sequence[float], benchmark: Benchmark | None, good: Literal["up", "down"]
) -> Verdict:
    """Judge values beside the benchmark of their channel.

    A period misses where it is worse than three quarters of the channel's own past: one miss is
    chance, three in a row are not.

    Args:
        values: Of complete periods, oldest first.
        benchmark: The channel's quartiles.
        good: Which direction is good.

    Examples:
        >>> past = Benchmark("email", None, 12, 2.0, 3.0, 4.0)
        >>> verdict_on([3.1, 1.9, 1.8], past, "up").advice
        'fix'
        >>> verdict_on([1.7, 1.9, 1.8], past, "up").why
        'Missed in 3 of the last 3 periods.'
    """
    bound = None if benchmark is None else benchmark.p25 if good == "up" else benchmark.p75
    if bound is None:
        why = benchmark.note if benchmark is not None and benchmark.note else "No benchmark yet."
        return Verdict("wait", 0, 0, None, why)
    newest = values[-LOOKED_AT:]
    missed = sum(value < bound if good == "up" else value > bound for value in newest)
    if len(newest) < LOOKED_AT:
        why = f"Only {len(newest)} of {LOOKED_AT} periods have a value."
        return Verdict("wait", missed, len(newest), bound, why)
    advice: Literal["keep", "fix", "replace"] = (
        "replace" if missed >= REPLACE_FROM else "fix" if missed >= FIX_FROM else "keep"
    )
    return Verdict(
        advice, missed, len(newest), bound, f"Missed in {missed} of the last {LOOKED_AT} periods."
    )
