"""Touch logs from a Markov chain whose removal effects are known."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from northing.engine.sql import quote_text
from northing.errors import OutOfRange

CHANNELS = (
    "direct",
    "organic_search",
    "paid_search",
    "paid_social",
    "organic_social",
    "email",
    "affiliate",
    "display",
    "video",
    "referral",
    "podcast",
    "sms",
)
RETURN_RATE = 0.45  # share of converted people who start another journey
TOUCHED_AGAIN_RATE = 0.74  # chance that another touch follows
BUYING_RATES = (0.02, 0.14)  # chance of a conversion after a touch, by channel
WALKERS = 250_000  # people walked at once: what bounds the memory
DAY_US = 86_400_000_000
FIRST_US = 1_704_067_200_000_000  # 2024-01-01 UTC

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class ChainTruth:
    """What generated a log.

    Attributes:
        channels: Names, in the order of the chain's states.
        steps: Shape (channels + 1, channels + 2): chance of each next state; the last row is
            "(start)", the last two columns are "(conversion)" and "(null)".
        conversion_rate: Chance that a journey converts.
        removal_effects: By channel: the share of conversions lost if it led nowhere.
    """

    channels: tuple[str, ...]
    steps: tuple[tuple[float, ...], ...]
    conversion_rate: float
    removal_effects: tuple[float, ...]


@dataclass(frozen=True)
class ChainLog:
    """A generated log: two Parquet files and what generated them."""

    touches: Path
    conversions: Path
    truth: ChainTruth


def simulate_chain(
    folder: str | Path, *, touches: int, seed: int = 7, campaigns: int = 96
) -> ChainLog:
    """Write a touch log of about the given size, in order of time, in bounded memory.

    Args:
        folder: Where `touches.parquet` (person_id, at, channel, campaign),
            `conversions.parquet` (person_id, at, value) and `truth.json` are written.
        touches: How many touches at least; a few more, so that every journey is whole.
        seed: The same seed and size give the same log.
        campaigns: In all, spread evenly over the channels and used unevenly.

    Raises:
        OutOfRange: If `touches` is not above 0, or there are fewer campaigns than channels.
    """
    if touches <= 0:
        raise OutOfRange("touches", touches, "a whole number above 0")
    if campaigns < len(CHANNELS):
        raise OutOfRange("campaigns", campaigns, f"at least {len(CHANNELS)}, one a channel")
    folder = Path(folder)
    pieces = folder / "pieces"
    pieces.mkdir(parents=True, exist_ok=True)
    truth = chain_truth(seed)
    rows = first_person = 0
    while rows < touches:
        rng = np.random.default_rng([seed, first_person])
        people = max(100, min(WALKERS, (touches - rows) // 5 + 1))
        log = _Walk(truth, rng, first_person, people).log()
        _write_piece(pieces, first_person, log, truth.channels, campaigns, rng)
        rows += len(log[0])
        first_person += people
    log_files = ChainLog(folder / "touches.parquet", folder / "conversions.parquet", truth)
    _order_by_time(pieces, log_files)
    shutil.rmtree(pieces)
    (folder / "truth.json").write_text(json.dumps(asdict(truth), indent=1) + "\n")
    return log_files


def chain_truth(seed: int = 7) -> ChainTruth:
    """Draw a chain and solve its removal effects exactly.

    Examples:
        >>> truth = chain_truth()
        >>> round(sum(truth.steps[0]), 12)
        1.0
        >>> 0.2 < truth.conversion_rate < 0.4
        True
    """
    rng = np.random.default_rng(seed)
    count = len(CHANNELS)
    steps = np.zeros((count + 1, count + 2))
    steps[count, :count] = rng.dirichlet(np.linspace(6.0, 1.0, count))
    steps[:count, count] = rng.uniform(*BUYING_RATES, count)
    for channel in range(count):
        liking = 2.0 + 3.0 * (np.arange(count) == channel) + rng.uniform(0.0, 2.0, count)
        steps[channel, :count] = TOUCHED_AGAIN_RATE * rng.dirichlet(liking)
    steps[:count, count + 1] = 1.0 - steps[:count].sum(axis=1)
    rate = _conversion_rate(steps)
    effects = [1.0 - _conversion_rate(_without(steps, channel)) / rate for channel in range(count)]
    return ChainTruth(
        CHANNELS,
        tuple(tuple(float(chance) for chance in row) for row in steps),
        float(rate),
        tuple(float(effect) for effect in effects),
    )


def _conversion_rate(steps: Floats) -> float:
    count = len(steps) - 1
    inner = steps[:count, :count]
    reach = np.linalg.solve(np.eye(count) - inner, steps[:count, count])
    return float(steps[count, :count] @ reach)


def _without(steps: Floats, channel: int) -> Floats:
    left = steps.copy()
    left[channel] = 0.0
    left[channel, -1] = 1.0
    return left


class _Walk:
    """Some people walking the chain together, one step of everyone at a time."""

    def __init__(
        self, truth: ChainTruth, rng: np.random.Generator, first_person: int, people: int
    ) -> None:
        self.rng = rng
        self.count = len(truth.channels)
        self.chances = np.cumsum(np.array(truth.steps), axis=1)
        self.person = first_person + np.arange(people)
        self.state = np.full(people, self.count)
        self.at = FIRST_US + (rng.random(people) * 365 * DAY_US).astype(np.int64)

    def log(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Touches (person, at, channel), then conversions (person, at), until all have left."""
        steps = list(self._steps())
        people, instants, channels, buyers, bought = (
            np.concatenate(column) for column in zip(*steps, strict=True)
        )
        return people, instants, channels, buyers, bought

    def _steps(self) -> Iterator[tuple[Ints, Ints, Ints, Ints, Ints]]:
        walking = np.arange(len(self.person))
        while len(walking):
            drawn = self.rng.random(len(walking))
            following = (drawn[:, None] > self.chances[self.state[walking]]).sum(axis=1)
            following = np.minimum(following, self.count + 1)
            touching = walking[following < self.count]
            self.state[touching] = following[following < self.count]
            self._wait(touching, days=4.0)
            touched = self.at[touching].copy()
            buying = walking[following == self.count]
            self._wait(buying, days=0.05)
            bought = self.at[buying].copy()
            again = buying[self.rng.random(len(buying)) < RETURN_RATE]
            self.state[again] = self.count
            self._wait(again, days=20.0)
            yield (
                self.person[touching],
                touched,
                self.state[touching],
                self.person[buying],
                bought,
            )
            walking = np.sort(np.concatenate([touching, again]))

    def _wait(self, who: Ints, days: float) -> None:
        self.at[who] += 1_000_000 + (self.rng.exponential(days, len(who)) * DAY_US).astype(np.int64)


def _write_piece(
    folder: Path,
    number: int,
    log: tuple[Ints, Ints, Ints, Ints, Ints],
    channels: tuple[str, ...],
    campaigns: int,
    rng: np.random.Generator,
) -> None:
    person, at, channel, buyer, bought = log
    each = campaigns // len(channels)
    campaign = channel * each + (rng.random(len(channel)) ** 2 * each).astype(np.int64)
    names = pa.array([f"{name}_{number:04d}" for name in channels for number in range(each)])
    touches = {
        "person_id": _scramble(person),
        "at": pa.array(at, pa.timestamp("us", tz="UTC")),
        "channel": pa.array(channels).take(pa.array(channel)),
        "campaign": names.take(pa.array(campaign)),
    }
    conversions = {
        "person_id": _scramble(buyer),
        "at": pa.array(bought, pa.timestamp("us", tz="UTC")),
        "value": np.round(np.exp(rng.normal(4.0, 0.6, len(buyer))), 2),
    }
    pq.write_table(pa.table(touches), folder / f"touches-{number}.parquet")
    pq.write_table(pa.table(conversions), folder / f"conversions-{number}.parquet")


def _scramble(person: Ints) -> Ints:
    """Spread the ids over all 62 bits, as hashed ids are: no order to profit from."""
    mixed = (person.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(2)
    return mixed.astype(np.int64)


def _order_by_time(pieces: Path, log: ChainLog) -> None:
    """Logs arrive in order of time, with the people mixed."""
    spill = quote_text(str(pieces / "spill"))
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"SET memory_limit = '2GB'; SET temp_directory = {spill}; "
            "SET enable_progress_bar = false"
        )
        for name, target in (("touches", log.touches), ("conversions", log.conversions)):
            source = quote_text(str(pieces / f"{name}-*.parquet"))
            connection.execute(
                f'COPY (FROM {source} ORDER BY "at", person_id) TO {quote_text(str(target))} '
                "(FORMAT parquet, COMPRESSION zstd)"
            )
