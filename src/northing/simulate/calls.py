"""What salespeople do: calls to the champions of accounts, some of them before anybody asked."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from northing.simulate.clock import DAY_US, Ints, in_log
from northing.simulate.files import FileSet, instants
from northing.simulate.lives import Lives
from northing.simulate.outcomes import office_hours
from northing.simulate.people import NEVER_US
from northing.simulate.truth import Ledger

CHANNEL = "sales_outreach"
KIND = "sales call"
"""Kept out of credit by the demo's settings: marketing's rules share out marketing's touches."""
_COLD_SHARE = 0.22


def write_calls(rng: np.random.Generator, lives: Lives, files: FileSet, ledger: Ledger) -> None:
    """Write the calls of sales to accounts that became a deal.

    About one account in five is called before marketing ever reached it; the others after they
    became a lead. Calls cause nothing here: what does is in the response curves.
    """
    pipeline, people = lives.pipeline, lives.people
    opened = np.flatnonzero(pipeline.reached["sql"] < NEVER_US)
    cold = rng.random(len(opened)) < _COLD_SHARE
    first = people.entry_us[people.block.shoppers + opened]
    before = np.where(cold, first - rng.integers(2, 30, len(opened)) * DAY_US, NEVER_US)
    asked = pipeline.reached["lead"][opened] + rng.integers(1, 4, len(opened)) * DAY_US
    talked = pipeline.reached["sql"][opened] + rng.integers(1, 6, len(opened)) * DAY_US
    account = np.tile(opened, 3)
    at_us = np.concatenate([before, asked, talked])
    happened = at_us < NEVER_US
    account, at_us = account[happened], office_hours(rng, at_us[happened])
    kept = in_log(at_us)
    _write(lives, account[kept], at_us[kept], files)
    ledger.counts["touches distinct"] += int(kept.sum())


def _write(lives: Lives, account: Ints, at_us: Ints, files: FileSet) -> None:
    count = len(account)
    files.write(
        "touches",
        "touches_sales.parquet",
        {
            "person_id": lives.names.pseudonyms(lives.pipeline.lead_person[account]),
            "at": instants(at_us, seconds=True),
            "channel": pa.array([CHANNEL] * count, pa.string()),
            "kind": pa.array([KIND] * count, pa.string()),
            "source": pa.array(["crm"] * count, pa.string()),
        },
    )
