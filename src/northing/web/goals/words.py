"""How key results are written: status with a sign, values in their unit, differences in points."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from northing.align.progress import Progress, Status, target_level
from northing.metrics import METRICS, MetricRef
from northing.web.site.blocks import Cell, Kind, Tone
from northing.web.site.formats import UNIT_KINDS, show

if TYPE_CHECKING:
    from northing.plan.kinds.key_result import KeyResult

SIGNS: dict[str | None, tuple[str, Tone]] = {
    "done": ("✓", "good"),
    "on course": ("●", "good"),
    "at risk": ("▲", "warn"),
    "off course": ("▼", "bad"),
    "missed": ("✕", "bad"),
    "too early": ("○", "muted"),
    None: ("?", "muted"),
}
LETTERS = {"A": "Accountable", "R": "Responsible", "C": "Consulted", "I": "Informed"}
"""RACI in words, in the order of a table."""
_OF_UNIT: dict[str, Kind] = {
    "money": "money",
    "count": "count",
    "percent": "percent",
    "points": "percent",
    "ratio": "ratio",
    "days": "days",
    "score": "number",
}
"""A score, such as stars, has no sign; one that nets gainers and losers has its metric's."""


def status_cell(status: Status | None, reason: str = "") -> Cell:
    """A status in words, behind its sign."""
    sign, tone = SIGNS[status]
    return Cell(f"{sign} {status or 'nobody can tell'}", title=reason or None, tone=tone)


def kind_of(key_result: KeyResult) -> Kind:
    """How values of a key result are shown."""
    if key_result.kind == "milestone":
        return "flag"
    metric = METRICS.get(MetricRef.parse(key_result.metric).name) if key_result.metric else None
    nets = metric is not None and metric.unit == "points"
    if key_result.unit and not nets:
        return _OF_UNIT[key_result.unit]
    return UNIT_KINDS[metric.unit] if metric is not None else "number"


def as_shown(key_result: KeyResult, value: Decimal | None) -> float | Decimal | None:
    """A value as its kind wants it: what stands in percent is shown from a fraction."""
    if value is None or key_result.unit not in ("percent", "points"):
        return value
    return value / 100


def value_cell(key_result: KeyResult, value: Decimal | None, why: str = "") -> Cell:
    """A value in the key result's unit."""
    return Cell(as_shown(key_result, value), kind=kind_of(key_result), title=why or None)


def in_words(key_result: KeyResult, value: Decimal | None, currency: str) -> str:
    """A value in the key result's unit, as text."""
    shown = as_shown(key_result, value)
    return show(shown, kind_of(key_result), currency)


def aim(key_result: KeyResult, currency: str) -> str:
    """What is to be reached, in words that keep percent and percentage points apart."""
    target = in_words(key_result, target_level(key_result), currency)
    if key_result.kind == "milestone":
        return "done"
    if key_result.kind == "hold":
        return f"{'at most' if key_result.better == 'down' else 'at least'} {target}"
    if key_result.kind == "count":
        return f"{'at most ' if key_result.better == 'down' else ''}{target}"
    start = in_words(key_result, key_result.baseline, currency)
    if key_result.kind == "lift":
        return f"{start} → {target} ({key_result.target.normalize():+f} %)".replace("-", "−")
    step = key_result.target - (key_result.baseline or Decimal(0))
    if kind_of(key_result) == "percent":
        points = step if key_result.unit in ("percent", "points") else step * 100
        return f"{start} → {target} ({points.normalize():+f} percentage points)".replace("-", "−")
    return f"{start} → {target}"


def pace_text(progress: Progress) -> str:
    """The pace and what it is measured against."""
    if progress.pace is None:
        return "–"
    if progress.pace < 0:
        return "away from the target"
    course = "seasonal" if progress.shape == "seasonal" else "linear"
    return f"{progress.pace:.2f} of the {course} course"
