"""Customers won, and the monthly movements of their subscriptions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from northing.simulate.clock import DAY_US, EPOCH, Ints
from northing.simulate.deals import DealStates, Movement, month_of, movements
from northing.simulate.files import FileSet, choose, instants, money, plain_dates
from northing.simulate.lives import Lives
from northing.simulate.outcomes import LOCAL_PRICE
from northing.simulate.people import NEVER_US
from northing.simulate.world import (
    COUNTRIES,
    COUNTRY_CURRENCY,
    COUNTRY_SHARE,
    CURRENCIES,
    SEGMENTS,
)

_INDUSTRIES = ("retail", "crafts", "consulting", "hospitality", "logistics", "health")
_REFERRED_RATE = 0.08
_OPENING_BOOK = 130
"""Subscribers from before the log, for 40,000 people."""


def write_shoppers(
    rng: np.random.Generator, lives: Lives, person: Ints, at_us: Ints, files: FileSet
) -> None:
    """Write the shop's customers at their first order; `at_us` ascends."""
    buyers, first = np.unique(person, return_index=True)
    ids = [f"S{token:015x}" for token in lives.people.token[buyers].tolist()]
    files.write(
        "customers",
        "customers_shop.csv",
        {
            "customer_id": pa.array(ids, pa.string()),
            "person_id": lives.names.pseudonyms(buyers),
            "first_at": instants(at_us[first], seconds=True),
            "segment": pa.array([SEGMENTS[0]] * len(buyers), pa.string()),
            "country": choose(COUNTRIES, lives.people.country[buyers]),
            "referred_by": _referrers(rng, ids),
        },
    )


def write_firms(rng: np.random.Generator, lives: Lives, now: DealStates, files: FileSet) -> None:
    """Write the accounts won and the life of their subscriptions."""
    won = np.flatnonzero(now.won_us < NEVER_US)
    account, people = now.account[won], lives.people
    ids = [lives.names.accounts[i] for i in account]
    segment = people.segment[people.block.shoppers + account]
    _write_accounts(
        rng,
        files,
        ids,
        now.won_us[won],
        segment,
        people.country[lives.pipeline.lead_person[account]],
    )
    changes = [
        change
        for name, at_us, cents in zip(ids, now.won_us[won], now.cents[won], strict=True)
        for change in movements(rng, name, month_of(int(at_us)), round(int(cents) / 12))
    ]
    currency = dict(zip(ids, lives.pipeline.currency[account].tolist(), strict=True))
    _write_movements(files, changes, [currency[change.account] for change in changes])


def write_opening_book(rng: np.random.Generator, files: FileSet, size: float) -> None:
    """Write subscribers from before the log, without whom no month has an opening."""
    count = max(3, round(_OPENING_BOOK * size))
    ids = [f"B{number:07d}" for number in range(1, count + 1)]
    country = rng.choice(len(COUNTRIES), size=count, p=COUNTRY_SHARE)
    currency = COUNTRY_CURRENCY[country]
    segment = 1 + (rng.random(count) < 0.3)
    start = [date(2022 + int(m) // 12, int(m) % 12 + 1, 1) for m in rng.integers(0, 24, count)]
    typical = np.where(segment == 2, 22_000.0, 7_000.0) / 12
    cents = np.rint(
        typical * np.exp(rng.normal(0, 0.35, count)) * LOCAL_PRICE[currency] * 100
    ).astype(np.int64)
    first_us = np.array([((day - EPOCH).days * 24 + 11) * (DAY_US // 24) for day in start])
    _write_accounts(rng, files, ids, first_us, segment, country)
    changes, codes = [], []
    for name, month, mrr, code in zip(ids, start, cents, currency, strict=True):
        lived = list(movements(rng, name, month, int(mrr)))
        changes += lived
        codes += [int(code)] * len(lived)
    _write_movements(files, changes, codes)


def _write_accounts(
    rng: np.random.Generator,
    files: FileSet,
    ids: list[str],
    first_us: Ints,
    segment: Ints,
    country: Ints,
) -> None:
    attributes = [
        json.dumps({"employees": int(staff), "industry": _INDUSTRIES[trade]})
        for staff, trade in zip(
            rng.integers(4, 60, len(ids)) * np.where(segment == 2, 5, 1),
            rng.integers(0, len(_INDUSTRIES), len(ids)),
            strict=True,
        )
    ]
    files.write(
        "customers",
        "customers_accounts.csv",
        {
            "customer_id": pa.array(ids, pa.string()),
            "account_id": pa.array(ids, pa.string()),
            "first_at": instants(first_us, seconds=True),
            "segment": choose(SEGMENTS, segment),
            "country": choose(COUNTRIES, country),
            "referred_by": _referrers(rng, ids),
            "attributes": pa.array(attributes, pa.string()),
        },
    )


def _referrers(rng: np.random.Generator, ids: Sequence[str]) -> pa.Array:
    """For some customers an earlier one who sent them."""
    count = len(ids)
    referred = rng.random(count) < _REFERRED_RATE
    source = (rng.random(count) * np.arange(count)).astype(np.int64)
    return choose(ids, np.where(referred & (np.arange(count) > 0), source, -1))


def _write_movements(files: FileSet, changes: list[Movement], currency: list[int]) -> None:
    files.write(
        "subscription_movements",
        "subscription_movements.csv",
        {
            "account_id": pa.array([change.account for change in changes], pa.string()),
            "month": plain_dates([change.month for change in changes]),
            "kind": pa.array([change.kind for change in changes], pa.string()),
            "mrr": money(np.array([change.cents for change in changes], dtype=np.int64)),
            "currency": choose(CURRENCIES, np.array(currency, dtype=np.int64)),
        },
    )
