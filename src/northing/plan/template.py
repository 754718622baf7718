"""Templates of objectives, one file each in `templates/`: metrics named, numbers left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from northing.catalog import Catalog
from northing.plan.kinds.objective import Family, Level


@dataclass(frozen=True)
class KeyResultDraft:
    """A key result that suits an objective, without the number, date and owner that it needs.

    Attributes:
        title: As it will be read, without a number.
        metric: As `MetricRef` reads it; empty where the value is reported.
        kind: As `KeyResult` knows it.
        better: Whether more or less is better.
        unit: As `KeyResult` knows it.
        leads: Whether it leads or lags.
        window: Period over which a level is taken.
        why: What it shows of the objective.
        size: What a target of a sensible size looks like, in a sentence.
    """

    title: str
    metric: str
    kind: Literal["count", "from_to", "lift", "hold", "milestone"]
    better: Literal["up", "down"] = "up"
    unit: Literal["", "count", "money", "percent", "points", "ratio", "days", "score"] = ""
    leads: Literal["leading", "lagging"] = "lagging"
    window: str = ""
    why: str = ""
    size: str = ""


@dataclass(frozen=True)
class Template:
    """An objective that many companies have.

    Attributes:
        title: Of the objective, to be put into one's own words.
        when: When it is the right one.
        level: company, marketing or team.
        family: What kind of objective it is.
        horizon: Short or long term.
        key_results: At least one that leads and one that lags.
    """

    title: str
    when: str
    level: Level
    family: Family
    key_results: tuple[KeyResultDraft, ...]
    horizon: Literal["short", "long"] = "short"


TEMPLATES: Catalog[Template] = Catalog(
    "northing.plan.templates", "template of an objective", Template
)
