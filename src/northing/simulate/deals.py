"""Deals as a CRM keeps them (history, edits included), and the subscriptions that follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from northing.simulate.clock import (
    AS_OF,
    DAY_US,
    FIRST_US,
    SECOND_US,
    Floats,
    Ints,
    day_indices,
    day_of,
    in_log,
    months,
)
from northing.simulate.outcomes import Pipeline, office_hours
from northing.simulate.people import NEVER_US, People

STAGES = ("sql", "opportunity", "negotiation", "won", "lost")
SQL, OPPORTUNITY, NEGOTIATION, WON, LOST = range(5)


@dataclass(frozen=True)
class Deals:
    """Rows of the history in order of (deal, moment); `account` is a place in the block."""

    account: Ints
    at_us: Ints
    stage: Ints
    cents: Ints
    close_day: Ints


@dataclass(frozen=True)
class DealStates:
    """Each deal as it stands at as-of: accounts, and moments (NEVER_US where not reached)."""

    account: Ints
    opportunity_us: Ints
    won_us: Ints
    lost_us: Ints
    cents: Ints


def make_deals(rng: np.random.Generator, pipeline: Pipeline) -> Deals:
    """Write the history of every deal opened in the days of the log."""
    reached = pipeline.reached
    opened = np.flatnonzero(in_log(reached["sql"]))
    sql, opp = reached["sql"][opened], reached["opportunity"][opened]
    neg, won = reached["negotiation"][opened], reached["won"][opened]
    lost = pipeline.lost_us[opened]
    cents = pipeline.amount_cents[opened]
    close = day_indices(sql) + rng.integers(80, 150, len(opened))
    slipped = close + rng.integers(14, 60, len(opened))
    quoted = _hundreds(cents * rng.choice((0.85, 0.9, 1.1, 1.25), len(opened)))
    agreed = _hundreds(quoted * rng.choice((0.9, 1.0, 1.0, 1.05), len(opened)))
    end = np.minimum(won, lost)
    # an edit that would come after the next stage never happened
    edited = _edit(rng, opp, 0.5, before=np.minimum(neg, lost))
    delayed = _edit(rng, neg, 0.4, before=end)
    fixed = _edit(rng, won, 0.06, before=np.full(len(won), NEVER_US))
    rounds = (
        (sql, SQL, cents, close),
        (opp, OPPORTUNITY, cents, close),
        (edited, OPPORTUNITY, quoted, close),
        (neg, NEGOTIATION, quoted, close),
        (delayed, NEGOTIATION, quoted, slipped),
        (won, WON, agreed, slipped),
        (fixed, WON, agreed + 5_000, slipped),
        (lost, LOST, quoted, slipped),
    )
    happened = np.concatenate([in_log(at_us) for at_us, _, _, _ in rounds])
    account = np.tile(opened, len(rounds))[happened]
    at_us = np.concatenate([row[0] for row in rounds])[happened] // SECOND_US * SECOND_US
    order = np.lexsort((at_us, account))
    return Deals(
        account=account[order],
        at_us=at_us[order],
        stage=np.repeat([row[1] for row in rounds], len(opened))[happened][order],
        cents=np.concatenate([row[2] for row in rounds])[happened][order],
        close_day=np.concatenate([row[3] for row in rounds])[happened][order],
    )


def _edit(rng: np.random.Generator, moment: Ints, chance: float, before: Ints) -> Ints:
    """A moment some days after each of some, where it comes before the next; else NEVER_US."""
    came = np.where(moment < NEVER_US, moment, 0)
    then = office_hours(rng, came + rng.integers(2, 20, len(moment)) * DAY_US)
    edited = (moment < NEVER_US) & (rng.random(len(moment)) < chance) & (then < before)
    return np.where(edited, then, NEVER_US)


def states(deals: Deals) -> DealStates:
    """What the history says at as-of: the last stage and amount count."""
    accounts, first, rows = np.unique(deals.account, return_index=True, return_counts=True)
    last = first + rows - 1
    place = np.searchsorted(accounts, deals.account)

    def first_time(stage: int) -> Ints:
        moment = np.full(len(accounts), NEVER_US)
        mine = np.flatnonzero(deals.stage == stage)
        np.minimum.at(moment, place[mine], deals.at_us[mine])
        return moment

    return DealStates(
        accounts,
        first_time(OPPORTUNITY),
        first_time(WON),
        first_time(LOST),
        deals.cents[last],
    )


def _hundreds(cents: Floats) -> Ints:
    """Cents rounded to whole units of the currency, as quotes are."""
    return np.asarray(np.rint(cents / 100) * 100, dtype=np.int64)


@dataclass(frozen=True)
class Movement:
    """One change of monthly recurring revenue."""

    account: str
    month: date
    kind: str
    cents: int


def movements(
    rng: np.random.Generator, account: str, start: date, mrr_cents: int
) -> Iterator[Movement]:
    """The life of one subscription from its first month to as-of."""
    level, gone = mrr_cents, 0
    for age, month in enumerate(months(start, AS_OF)):
        if age == 0:
            yield Movement(account, month, "new", level)
            continue
        chance = rng.random()
        if gone:
            if chance < 0.04:
                level, gone = round(gone * 0.9), 0
                yield Movement(account, month, "reactivation", level)
        elif age >= 3 and chance < 0.014:
            yield Movement(account, month, "churn", level)
            gone, level = level, 0
        elif age >= 2 and chance > 0.965:
            step = round(level * rng.uniform(0.08, 0.35))
            level += step
            yield Movement(account, month, "expansion", step)
        elif age >= 2 and 0.95 < chance <= 0.96:
            step = round(level * rng.uniform(0.05, 0.25))
            level -= step
            yield Movement(account, month, "contraction", step)


def month_of(local_us: int) -> date:
    """First day of the month of a moment."""
    return day_of(local_us // DAY_US - (FIRST_US // DAY_US) + _FIRST_INDEX).replace(day=1)


_FIRST_INDEX = int(day_indices(np.array([FIRST_US]))[0])


def account_name(people: People, account: int) -> str:
    """Identifier of an account of the block."""
    return f"A{people.block.first_account + account:07d}"
