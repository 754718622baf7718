"""The KPI map: which metric serves which objective, and where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from northing.align.agreed import counts
from northing.calendar import Period
from northing.errors import BadInput
from northing.metrics.ref import MetricRef
from northing.plan import Plan
from northing.plan.kinds.key_result import KeyResult

REPORTED = "reported"
"""Stands for values that people report because no metric can give them."""


@dataclass(frozen=True)
class Measured:
    """An objective and the metrics that it is measured by.

    Attributes:
        key: The objective's.
        title: Its title.
        leading: Metrics that move early, by name; "reported" for values that people report.
        lagging: Metrics that show what came of it.
    """

    key: str
    title: str
    leading: tuple[str, ...]
    lagging: tuple[str, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """What of the two is missing."""
        pairs = (("leading", self.leading), ("lagging", self.lagging))
        return tuple(name for name, metrics in pairs if not metrics)


@dataclass(frozen=True)
class KpiMap:
    """Which metrics serve which objectives.

    Attributes:
        objectives: Of the period, in the plan's order.
        serves: For each metric in use the keys of its objectives.
        idle: Metrics that are kept and serve no objective.
        unknown: Metrics that key results name and nobody keeps.
    """

    objectives: tuple[Measured, ...]
    serves: Mapping[str, tuple[str, ...]]
    idle: tuple[str, ...]
    unknown: tuple[str, ...]


def kpi_map(plan: Plan, period: Period, metrics: Iterable[str]) -> KpiMap:
    """Lay metrics beside objectives.

    Args:
        plan: Its key results name metrics.
        period: Which objectives count.
        metrics: Names of the metrics that are kept, such as those of the catalogue.
    """
    known = tuple(metrics)
    current = {key: one for key, one in plan.objectives.items() if counts(one, period)}
    results: dict[str, list[KeyResult]] = {key: [] for key in current}
    for one in plan.key_results.values():
        if one.objective in results:
            results[one.objective].append(one)
    serves: dict[str, list[str]] = {}
    for key, held in results.items():
        for one in held:
            if one.metric and key not in serves.setdefault(metric_of(one), []):
                serves[metric_of(one)].append(key)
    return KpiMap(
        objectives=tuple(
            Measured(
                key, one.title, _named(results[key], "leading"), _named(results[key], "lagging")
            )
            for key, one in current.items()
        ),
        serves={name: tuple(keys) for name, keys in serves.items()},
        idle=tuple(name for name in known if name not in serves),
        unknown=tuple(name for name in serves if name not in (*known, REPORTED)),
    )


def metric_of(key_result: KeyResult) -> str:
    """The name of a key result's metric; "reported" where people report the value."""
    if not key_result.metric:
        return REPORTED
    try:
        return MetricRef.parse(key_result.metric).name
    except BadInput:
        return key_result.metric


def _named(results: Iterable[KeyResult], leads: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(metric_of(one) for one in results if one.leads == leads))
