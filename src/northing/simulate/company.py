"""A whole company, simulated: the files that its systems would export, and the truth beside them.

It sells subscriptions to small and mid-sized firms in eight European countries and has a
self-service shop. What its channels *cause* is set by response curves (`demand.py`); what their
touches *show* is drawn afterwards (`journeys.py`), so that credit and effect differ as in life.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from northing.errors import OutOfRange
from northing.simulate.account import true_account
from northing.simulate.clock import AS_OF
from northing.simulate.customers import write_opening_book
from northing.simulate.demand import make_demand
from northing.simulate.files import FileSet
from northing.simulate.lives import Plan
from northing.simulate.log import write_block
from northing.simulate.media import campaign_shares, write_sessions, write_spend
from northing.simulate.people import blocks
from northing.simulate.rates import write_rates
from northing.simulate.surroundings import write_surroundings
from northing.simulate.trials import write_trials
from northing.simulate.truth import Ledger
from northing.simulate.voices import write_voices

FULL_SIZE = 40_000
"""People for whom the budgets in `demand.LEVERS` are meant; money scales with people."""
FEWEST = 100


@dataclass(frozen=True)
class Company:
    """What was written.

    Attributes:
        files: (table, path) of each file, in the order in which they would arrive.
        truth: What really happened; the content of `truth.json`.
        as_of: Last day of the data.
    """

    files: tuple[tuple[str, Path], ...]
    truth: dict[str, Any]
    as_of: date = AS_OF


def simulate_company(
    folder: str | Path,
    *,
    people: int = FULL_SIZE,
    seed: int = 7,
    progress: Callable[[int, int], None] | None = None,
) -> Company:
    """Write the files of a simulated company and the truth about it.

    The same people and seed give the same bytes. Memory is bounded by a block of people.

    Args:
        folder: Receives `files/` (CSV and Parquet, named after their tables) and `truth.json`.
        people: How many take an interest between July 2023 and June 2026, at least 100.
            40,000 give about 200,000 rows of touches.
        seed: Of the random numbers, 0 or more.
        progress: Called with people done and people in all.

    Returns:
        The files by table, and the truth.

    Raises:
        OutOfRange: If `people` or `seed` is too small.

    Examples:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     company = simulate_company(folder, people=200)
        >>> company.as_of, company.truth["people"]
        (datetime.date(2026, 6, 30), 200)
    """
    if people < FEWEST:
        raise OutOfRange("people", people, f"{FEWEST} or more")
    if seed < 0:
        raise OutOfRange("seed", seed, "0 or more")
    home, size, plan_of_blocks, ledger = Path(folder), people / FULL_SIZE, blocks(people), Ledger()
    shoppers = sum(block.shoppers for block in plan_of_blocks)
    accounts = sum(block.accounts for block in plan_of_blocks)
    with FileSet(home / "files") as files:
        demand = make_demand(_chance(seed, 0), shoppers, accounts, size)
        shares = campaign_shares(_chance(seed, 1))
        rates = write_rates(_chance(seed, 2), files)
        plan = Plan(demand, shares, rates)
        write_opening_book(_chance(seed, 3), files, size)
        done = 0
        for block in plan_of_blocks:
            write_block(_chance(seed, 100, block.number), block, plan, files, ledger)
            done += block.shoppers + block.members
            if progress is not None:
                progress(done, people)
        write_spend(_chance(seed, 4), files, demand, shares, rates, ledger)
        write_sessions(files, ledger)
        write_surroundings(_chance(seed, 5), files, demand, ledger)
        write_voices(_chance(seed, 6), files, demand)
        trials = write_trials(_chance(seed, 7), files, demand, ledger)
    truth = true_account(people, seed, demand, ledger, files, trials)
    text = json.dumps(truth, indent=2, sort_keys=True, ensure_ascii=False)
    (home / "truth.json").write_text(text + "\n", encoding="utf-8")
    return Company(tuple(sorted(files.files)), truth)


def _chance(seed: int, *stream: int) -> np.random.Generator:
    """Random numbers of their own for each part, so that a change in one leaves the others."""
    return np.random.default_rng(np.random.SeedSequence([seed, *stream]))
