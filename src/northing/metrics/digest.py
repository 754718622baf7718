"""What a definition says, as a digest: it changes whenever a number could."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from northing.metrics.measure import Measure
from northing.metrics.metric import Metric

_WORDS = frozenset({"title", "trap", "source", "owner", "family", "good", "additive"})
"""Parts of an entry that explain the number and do not make it."""


def definition_digest(metric: Metric, measures: Mapping[str, Measure]) -> str:
    """A digest of everything in the catalogue that makes a metric's number.

    Args:
        metric: The metric, as the variant that is meant.
        measures: The catalogue of measures.

    Examples:
        >>> from northing.metrics import MEASURES, METRICS
        >>> one, other = (definition_digest(METRICS[n], MEASURES) for n in ("roas", "mer"))
        >>> one == other, one == definition_digest(METRICS["roas"], MEASURES)
        (False, True)
    """
    parts = [_spelled(metric, _WORDS)]
    parts += [_spelled(measures[term.measure], frozenset({"title"})) for term in metric.terms]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def _spelled(value: Any, left_out: frozenset[str] = frozenset()) -> str:
    """A value in a form that stays the same from run to run."""
    if is_dataclass(value) and not isinstance(value, type):
        inner = ", ".join(
            f"{one.name}={_spelled(getattr(value, one.name), left_out)}"
            for one in fields(value)
            if one.name not in left_out
        )
        return f"{type(value).__name__}({inner})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_spelled(v, left_out)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "(" + ", ".join(_spelled(one, left_out) for one in value) + ")"
    if callable(value):
        return f"{value.__module__}.{value.__qualname__}"
    return repr(value)
