"""The kernel of the attribution fold: all rules and all that models need in one walk a person."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.attribution.counts import add_sets, add_steps, pack, spans_of
from northing.attribution.ordering import order_events
from northing.attribution.packing import Packing
from northing.attribution.rule import RULES, address_of
from northing.attribution.tally import Codes, add_credit
from northing.attribution.walk import Journeys, cut_journeys

CREDIT, STEPS, SETS = 0, 1, 2


@dataclass(frozen=True)
class Windows:
    """How events become journeys.

    Attributes:
        touch_codes: How many codes are touches.
        conversion_codes: How many codes are conversions.
        lookback_us: Microseconds; a touch exactly that old is outside.
        own_milestone: Which milestone the conversions themselves are, or -1.
        open_after: Null journeys whose last touch is later than this instant are still open.
        packing: How events are kept until their partition is whole.
    """

    touch_codes: int
    conversion_codes: int
    lookback_us: int
    own_milestone: int
    open_after: int
    packing: Packing

    def journeys(self, pieces: list[pa.RecordBatch]) -> Journeys:
        """Cut the packed events of some whole persons, in whatever order, into journeys."""
        columns, instants = self.packing.read(pieces)
        journeys: Journeys = cut_journeys(
            order_events(columns),
            instants,
            self.packing.origin,
            self.packing.bits,
            self.touch_codes,
            self.conversion_codes,
            self.lookback_us,
            self.own_milestone,
            self.open_after,
        )
        return journeys


@dataclass(frozen=True)
class WholePartition:
    """What kernels share that can say nothing before they have a whole partition.

    Attributes:
        windows: How events become journeys.
    """

    windows: Windows

    def condense(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Pack a batch of events."""
        return self.windows.packing.pack(batch)

    def start(self) -> list[pa.RecordBatch]:
        """Pieces of the partition, none yet."""
        return []

    def absorb(self, state: list[pa.RecordBatch], batch: pa.RecordBatch) -> None:
        """Keep a piece: nothing can be said before the partition is whole."""
        state.append(batch)


@dataclass(frozen=True)
class CreditKernel(WholePartition):
    """Folds events into credit by cell, steps between channels and sets of channels.

    Attributes:
        codes: What the events' codes stand for.
        rules: Names of the rules that weigh touches.
        params: What those rules are given besides the journey.
        channels: How many channels there are.
        order: How many channels a state of the steps remembers; 0: no steps are wanted.
        by_month: Whether the steps are told apart by month.
        sets: Whether sets of channels are wanted.
        keys: See `northing.engine.Kernel`.
    """

    codes: Codes
    rules: tuple[str, ...]
    params: NDArray[np.float64]
    channels: int
    order: int = 1
    by_month: bool = True
    sets: bool = False
    keys: tuple[str, ...] = field(default=("statistic", "key"), init=False)

    def finish(self, state: list[pa.RecordBatch]) -> pa.Table:
        """Statistics of the partition: a row for each cell of credit; steps and sets, packed."""
        journeys = self.windows.journeys(state)
        state.clear()
        addresses = np.array([address_of(weights_of(rule)) for rule in self.rules], np.int64)
        parts: list[tuple[Any, ...]] = [
            (CREDIT, *add_credit(journeys, self.codes, addresses, self.params))
        ]
        width = 2 * len(self.rules) + 2
        months = spans_of(journeys, self.codes) if self.order or self.sets else None
        if self.sets:
            parts.append(
                (SETS, *pack(add_sets(journeys, self.codes, months, self.channels), width))
            )
        if self.order and months is not None:
            months = months if self.by_month else np.minimum(months, 0)
            steps = add_steps(journeys, self.codes, months, self.channels, self.order)
            parts.append((STEPS, *pack(steps, width)))
        return _table(parts)


def _table(parts: Sequence[tuple[int, NDArray[np.int64], NDArray[np.float64]]]) -> pa.Table:
    """Statistics, their keys and their sums, as one table."""
    statistic = np.repeat(
        np.array([part[0] for part in parts], np.int8), [len(part[1]) for part in parts]
    )
    sums = np.ascontiguousarray(np.concatenate([part[2] for part in parts]).T)
    columns = {"statistic": statistic, "key": np.concatenate([part[1] for part in parts])}
    return pa.table({**columns, **{f"sum_{place}": row for place, row in enumerate(sums)}})


def weights_of(rule: str) -> Any:
    """The compiled weights of a rule of the catalogue, or of one kept out of it."""
    if rule in RULES:
        return RULES[rule].weights
    return importlib.import_module(f"northing.attribution.rules.{rule}").weights
