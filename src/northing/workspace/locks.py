"""Locked definitions: which way of measuring is the company's, agreed by two people.

They stand in `locks.json` beside the settings and are recorded with every snapshot. A lock names
the digest of what it locks: once the definition changes, it no longer certifies anything.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from northing.errors import BadInput
from northing.metrics import MEASURES, METRICS, MetricRef, definition_digest

FILE_NAME = "locks.json"


@dataclass(frozen=True)
class Lock:
    """One locked definition.

    Attributes:
        reference: The metric with the parameters that are locked, as `roas?rule=linear`.
        digest: Of the definition when it was locked.
        by: The two who locked it.
        at: When, as ISO text.
        reason: Why this one.
    """

    reference: str
    digest: str
    by: tuple[str, str]
    at: str
    reason: str = ""

    @property
    def metric(self) -> str:
        """The metric's name."""
        return MetricRef.parse(self.reference).name

    @property
    def parameters(self) -> dict[str, str]:
        """What is locked, such as the variant or the rule."""
        return dict(MetricRef.parse(self.reference).parameters)

    @property
    def holds(self) -> bool:
        """Whether the definition still says what was locked."""
        return digest_of(self.reference) == self.digest

    @property
    def record(self) -> str:
        """As a snapshot records it."""
        return f"{self.reference} {self.digest}"


def digest_of(reference: str) -> str | None:
    """The digest of what a reference means now; None where it means nothing any more."""
    ref = MetricRef.parse(reference)
    metric = METRICS.get(ref.name)
    if metric is None:
        return None
    variant = dict(ref.parameters).get("variant")
    if variant is not None and variant not in metric.variant_names:
        return None
    return definition_digest(metric.as_variant(variant), MEASURES)


def read_locks(folder: Path) -> dict[str, Lock]:
    """The locks of a workspace, by metric.

    Raises:
        BadInput: If the file is not what `write_locks` wrote.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        locks = [Lock(**{**entry, "by": tuple(entry["by"])}) for entry in entries]
        return {lock.metric: lock for lock in locks}
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"{path} cannot be read as locked definitions: {error}.") from None


def write_locks(folder: Path, locks: Mapping[str, Lock]) -> None:
    """Keep the locks of a workspace; the file is there whole or not at all."""
    path = folder / FILE_NAME
    making = path.with_suffix(f".{os.getpid()}.tmp")
    entries = [asdict(locks[metric]) for metric in sorted(locks)]
    making.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
    making.replace(path)


def locked_parameters(locks: Mapping[str, str], metric: str) -> dict[str, str]:
    """What a snapshot's locks say of a metric's parameters; nothing where it is not locked."""
    record = locks.get(metric)
    if record is None:
        return {}
    reference, _, _ = record.rpartition(" ")
    return dict(MetricRef.parse(reference).parameters)
