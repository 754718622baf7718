"""What kinds of things a plan holds: one file each in `kinds/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from northing.catalog import Catalog


@dataclass(frozen=True)
class Kind:
    """A kind of thing in the plan.

    Attributes:
        title: What one is called.
        plural: What several are called: the key in YAML, and the table `plan_<plural>`.
        value: A frozen dataclass with a `key` of its own among its kind; it refuses what is
            wrong with itself when it is made.
        order: Its place in files: what others refer to comes first.
        refers: Fields that hold the key of another thing, and of which kind that is.
    """

    title: str
    plural: str
    value: type[Any]
    order: int
    refers: tuple[tuple[str, str], ...] = ()


KINDS: Catalog[Kind] = Catalog("northing.plan.kinds", "kind of plan entry", Kind)
