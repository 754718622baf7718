"""The kernel of the attribution fold: all rules and all that models need in one walk a person."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.attribution.counts import add_sets, add_steps, pack, spans_of
from northing.attribution.marks import Marks
from northing.attribution.rule import RULES, address_of
from northing.attribution.tally import Codes, add_credit
from northing.attribution.walk import (
    EVENTS_A_BUCKET,
    Journeys,
    count_buckets,
    cut_journeys,
    fill_buckets,
    order_buckets,
)

COLUMNS = ("journey_id", "at", "code", "value")
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
        marks: What stands for the codes of touches; None where they come as they are.
    """

    touch_codes: int
    conversion_codes: int
    lookback_us: int
    own_milestone: int
    open_after: int
    marks: Marks | None = None

    def journeys(self, pieces: list[pa.RecordBatch]) -> Journeys:
        """Cut the rows of some whole persons, in whatever order, into journeys."""
        journeys: Journeys = cut_journeys(
            _ordered(pieces, self.marks),
            self.touch_codes,
            self.conversion_codes,
            self.lookback_us,
            self.own_milestone,
            self.open_after,
        )
        return journeys


class WholePartition:
    """What kernels share that can say nothing before they have a whole partition."""

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
        windows: How events become journeys.
        codes: What their codes stand for.
        rules: Names of the rules that weigh touches.
        params: What those rules are given besides the journey.
        channels: How many channels there are.
        order: How many channels a state of the steps remembers; 0: no steps are wanted.
        by_month: Whether the steps are told apart by month.
        sets: Whether sets of channels are wanted.
        keys: See `northing.engine.Kernel`.
    """

    windows: Windows
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
            parts.append((SETS, *pack(add_sets(journeys, self.codes, months), width)))
        if self.order and months is not None:
            months = months if self.by_month else np.minimum(months, 0)
            steps = add_steps(journeys, self.codes, months, self.channels, self.order)
            parts.append((STEPS, *pack(steps, width)))
        return pa.concat_tables([self._table(*part) for part in parts])

    def _table(self, statistic: int, keys: Any, sums: Any) -> pa.Table:
        columns = {"statistic": np.full(len(keys), statistic, np.int8), "key": keys}
        for place in range(sums.shape[1]):
            columns[f"sum_{place}"] = np.ascontiguousarray(sums[:, place])
        return pa.table(columns)


def weights_of(rule: str) -> Any:
    """The compiled weights of a rule of the catalogue, or of one kept out of it."""
    if rule in RULES:
        return RULES[rule].weights
    return importlib.import_module(f"northing.attribution.rules.{rule}").weights


def _ordered(pieces: list[pa.RecordBatch], marks: Marks | None) -> NDArray[np.int64]:
    """All events in order, as rows of four integers; see `walk`."""
    columns = [_columns(piece, marks) for piece in pieces]
    total = sum(len(piece[0]) for piece in columns)
    bits = max(1, (total // EVENTS_A_BUCKET).bit_length())
    shift = np.uint64(64 - bits)
    starts = np.zeros((1 << bits) + 1, np.int64)
    for piece in columns:
        count_buckets(piece[0], shift, starts)
    starts = np.cumsum(starts)
    events = np.empty((total, 4), np.int64)
    for person, at, code, value in columns:
        fill_buckets(person, at, code, value, shift, starts, events)
    order_buckets(events, starts[:-1])
    return events


def _columns(piece: pa.RecordBatch, marks: Marks | None) -> tuple[NDArray[Any], ...]:
    journey, at, code, value = (piece.column(name).to_numpy() for name in COLUMNS)
    return journey, at, code if marks is None else marks.read(code), value.view(np.int64)
