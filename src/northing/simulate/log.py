"""One block of people written as the systems of the company would export it."""

from __future__ import annotations

import numpy as np

from northing.simulate.calls import write_calls
from northing.simulate.clock import Flags, day_indices, in_log
from northing.simulate.files import FileSet
from northing.simulate.identity import write_identity
from northing.simulate.journeys import is_visit, logged, unseen
from northing.simulate.lives import LastTouch, Lives, Plan, live
from northing.simulate.people import Block
from northing.simulate.sales import write_business, write_orders, write_web_conversions
from northing.simulate.truth import Ledger
from northing.simulate.visits import write_touches


def write_block(
    rng: np.random.Generator, block: Block, plan: Plan, files: FileSet, ledger: Ledger
) -> None:
    """Live through one block of people and write what the systems recorded of it."""
    lives = live(rng, block, plan)
    people = lives.people
    for kind, units in enumerate((people.cause[: block.shoppers], people.cause[block.shoppers :])):
        np.add.at(ledger.entered[kind], units, 1)
    _count_entries(lives, ledger)
    _count_visits(rng, lives, ledger)
    written = write_touches(
        rng, people, lives.names, lives.touches, lives.known_us, _seen(lives), files, ledger
    )
    write_identity(rng, people, lives.names, lives.touches.only(written), lives.known_us, files)
    last = LastTouch(lives)
    write_web_conversions(rng, lives, last, files, ledger)
    write_orders(rng, lives, last, plan.rates, files, ledger)
    write_business(rng, lives, last, plan.rates, files, ledger)
    write_calls(rng, lives, files, ledger)


def _seen(lives: Lives) -> Flags:
    kept = lives.happened & logged(lives.touches) & ~unseen(lives.people, lives.touches)
    return np.asarray(kept)


def _count_entries(lives: Lives, ledger: Ledger) -> None:
    """New units by region and day: the outcome of the geographic experiment."""
    here = in_log(lives.people.entry_us)
    np.add.at(
        ledger.entered_by_region,
        (lives.people.region[here], lives.people.entry_day[here]),
        1,
    )


def _count_visits(rng: np.random.Generator, lives: Lives, ledger: Ledger) -> None:
    touches, people = lives.touches, lives.people
    made = np.flatnonzero(lives.happened & logged(touches) & is_visit(touches))
    channel, day = touches.channel[made], day_indices(touches.at_us[made])
    np.add.at(ledger.visits, (channel, day), 1)
    cell = (channel, day, people.country[touches.person[made]], touches.device[made])
    np.add.at(ledger.sessions, cell, 1)
    engaged = rng.random(len(made)) < 0.58
    np.add.at(ledger.engaged, tuple(axis[engaged] for axis in cell), 1)
    lost = unseen(people, touches)[made]
    ledger.counts["visits made"] += len(made)
    ledger.counts["visits lost"] += int(lost.sum())
