"""Conversions, orders, deals, subscriptions and customers as shop and CRM export them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from northing.simulate.clock import (
    Floats,
    Ints,
    day_indices,
    in_log,
)
from northing.simulate.customers import write_firms, write_shoppers
from northing.simulate.deals import LOST, OPPORTUNITY, STAGES, WON, Deals, make_deals, states
from northing.simulate.files import FileSet, choose, dates, instants, money, with_missing
from northing.simulate.lives import LastTouch, Lives
from northing.simulate.people import NEVER_US
from northing.simulate.truth import Ledger
from northing.simulate.world import (
    BASELINE,
    CAMPAIGNS,
    CHANNELS,
    COUNTRIES,
    CURRENCIES,
    DEVICES,
    DIRECT,
    SEGMENTS,
)

LEAD_WORTH, SIGNUP_WORTH = 120.0, 15.0
"""EUR that platforms are told a lead and a sign-up are worth."""
_FORM, _CRM, _CUSTOMER = range(3)
_WORD_OF_MOUTH = len(CHANNELS)


def write_web_conversions(
    rng: np.random.Generator, lives: Lives, last: LastTouch, files: FileSet, ledger: Ledger
) -> None:
    """Write sign-ups, leads, qualified leads; count what platforms will claim of them."""
    pipeline, people = lives.pipeline, lives.people
    led = np.flatnonzero(pipeline.reached["lead"] < NEVER_US)
    rounds = [
        ("signup", lives.shopping.signed, lives.shopping.signed_us),
        ("lead", pipeline.lead_person[led], pipeline.reached["lead"][led]),
        ("lead", lives.leads, lives.leads_us),
    ]
    for stage in ("mql", "sql"):
        came = np.flatnonzero(pipeline.reached[stage] < NEVER_US)
        rounds.append((stage, pipeline.lead_person[came], pipeline.reached[stage][came]))
    started: dict[str, int] = {}
    for kind, person, at_us in rounds:
        kept = in_log(at_us)
        person, at_us = person[kept], at_us[kept]
        found = last.of_person(person, at_us)
        worth = {"lead": LEAD_WORTH, "signup": SIGNUP_WORTH}.get(kind)
        if worth is not None:
            claim(lives, last, found, person, at_us, np.full(len(person), worth), ledger)
        ledger.converted(
            kind, people.cause[people.unit[person]], day_indices(at_us), None, last.channel(found)
        )
        begin = started.get(kind, 0)
        started[kind] = begin + len(person)
        _write_conversions(rng, lives, last, kind, person, at_us, found, begin, files)


def claim(
    lives: Lives,
    last: LastTouch,
    found: Ints,
    person: Ints,
    at_us: Ints,
    euros: Floats,
    ledger: Ledger,
) -> None:
    """Note which channels touched a web conversion, and count it in the site's sessions."""
    real = np.flatnonzero(found >= 0)
    day = day_indices(at_us[real])
    touched = last.episode_channels(found[real])
    where, channel = np.nonzero(touched)
    np.add.at(ledger.touched, (channel, day[where]), 1.0)
    np.add.at(ledger.touched_value, (channel, day[where]), euros[real][where])
    touches = last.touches
    visited = (touches.kind[found[real]] <= 1) & in_log(touches.at_us[found[real]])
    visit = found[real][visited]
    cell = (
        touches.channel[visit],
        day_indices(touches.at_us[visit]),
        lives.people.country[person[real][visited]],
        touches.device[visit],
    )
    np.add.at(ledger.session_conversions, cell, 1)


def _write_conversions(
    rng: np.random.Generator,
    lives: Lives,
    last: LastTouch,
    kind: str,
    person: Ints,
    at_us: Ints,
    found: Ints,
    begin: int,
    files: FileSet,
) -> None:
    people, names, count = lives.people, lives.names, len(person)
    block = people.block.number
    said, by, campaign = _declared(rng, lives, last, kind, person, found)
    has_deal = (kind == "sql") & (people.account[person] >= 0)
    device = np.where(found >= 0, last.touches.device[found], -1)
    files.write(
        "conversions",
        f"conversions_{'shop' if kind == 'signup' else 'crm'}.csv",
        {
            "conversion_id": pa.array(
                [f"{kind}-{block:04d}-{begin + i:05d}" for i in range(count)], pa.string()
            ),
            "person_id": names.pseudonyms(person),
            "account_id": choose(names.accounts, people.account[person]),
            "at": instants(at_us, seconds=True),
            "kind": pa.array([kind] * count, pa.string()),
            "segment": choose(SEGMENTS, people.segment[people.unit[person]]),
            "country": choose(COUNTRIES, people.country[person]),
            "device": choose(DEVICES, device),
            "deal_id": choose(
                [deal_name(account) for account in names.accounts],
                np.where(has_deal, people.account[person], -1),
            ),
            "declared_channel": choose(
                [*(channel.spellings[1] for channel in CHANNELS), "word of mouth"], said
            ),
            "declared_campaign": choose([c.name for c in CAMPAIGNS], campaign),
            "declared_by": choose(("form", "crm", "customer"), by),
            "declared_at": with_missing(instants(at_us, seconds=True), said < 0),
        },
    )


def _declared(
    rng: np.random.Generator,
    lives: Lives,
    last: LastTouch,
    kind: str,
    person: Ints,
    found: Ints,
) -> tuple[Ints, Ints, Ints]:
    """What form, CRM or customer say: mostly the last touch; customers name what they remember."""
    chance, true = rng.random(len(person)), rng.random(len(person))
    last_channel = last.channel(found)
    cause = lives.people.cause[lives.people.unit[person]]
    bounds = (0.45, 0.45, 0.55) if kind == "signup" else (0.15, 0.58, 0.68)
    by = np.searchsorted(bounds, chance, side="right")
    by = np.where(by > _CUSTOMER, -1, by)
    typed = np.where((by == _CRM) & (true < 0.15), DIRECT, last_channel)
    remembered = np.where(cause == BASELINE, _WORD_OF_MOUTH, cause)
    remembered = np.where(true < 0.2, typed, remembered)
    said = np.where(by == _CUSTOMER, remembered, np.where(by < 0, -1, typed))
    by = np.where(said < 0, -1, by)
    touched = np.where(found >= 0, last.touches.campaign[found], -1)
    return said, by, np.where(by == _FORM, touched, -1)


def deal_name(account: str) -> str:
    """Identifier of an account's deal."""
    return account.replace("A", "D", 1)


def write_orders(
    rng: np.random.Generator,
    lives: Lives,
    last: LastTouch,
    rates: Floats,
    files: FileSet,
    ledger: Ledger,
) -> None:
    """Write orders and returns, and the shop's new customers."""
    orders, people = lives.orders, lives.people
    kept = np.flatnonzero(in_log(orders.at_us))
    kept = kept[np.argsort(orders.at_us[kept], kind="stable")]
    person, at_us, returned = orders.person[kept], orders.at_us[kept], orders.returned[kept]
    day, currency, cents = day_indices(at_us), orders.currency[kept], orders.cents[kept]
    euros = cents / 100 * rates[day, currency]
    sold = returned < 0
    found = last.of_person(person[sold], at_us[sold])
    claim(lives, last, found, person[sold], at_us[sold], euros[sold], ledger)
    cause = people.cause[person]
    ledger.converted("order", cause[sold], day[sold], euros[sold], last.channel(found))
    ledger.returned(cause[~sold], day[~sold], euros[~sold])
    ledger.counts["returns"] += int((~sold).sum())
    for code, name in enumerate(CURRENCIES):
        ledger.money[f"orders {name}"] += int(cents[currency == code].sum())
    number = np.where(sold, kept, returned)
    prefix = np.where(sold, "O", "R")
    block = people.block.number
    files.write(
        "orders",
        "orders.csv",
        {
            "order_id": pa.array(
                [f"{p}-{block:04d}-{n:06d}" for p, n in zip(prefix, number, strict=True)],
                pa.string(),
            ),
            "person_id": lives.names.pseudonyms(person),
            "at": instants(at_us, seconds=True),
            "revenue": money(cents),
            "margin": money(orders.margin_cents[kept], rng.random(len(kept)) < 0.05),
            "currency": choose(CURRENCIES, currency),
            "segment": pa.array([SEGMENTS[0]] * len(kept), pa.string()),
            "country": choose(COUNTRIES, people.country[person]),
        },
    )
    write_shoppers(rng, lives, person[sold], at_us[sold], files)


def write_business(
    rng: np.random.Generator,
    lives: Lives,
    last: LastTouch,
    rates: Floats,
    files: FileSet,
    ledger: Ledger,
) -> None:
    """Write deals with their history, the subscriptions won, and the new customers."""
    people, pipeline = lives.people, lives.pipeline
    history = make_deals(rng, pipeline)
    _write_deals(lives, history, files)
    now = states(history)
    ledger.counts["deals"] += len(now.account)
    unit = now.account + people.block.shoppers
    currency = pipeline.currency[now.account]
    for stage, at_us in ((OPPORTUNITY, now.opportunity_us), (WON, now.won_us), (LOST, now.lost_us)):
        came = np.flatnonzero(at_us < NEVER_US)
        found = last.of_unit(unit[came], at_us[came])
        day = day_indices(at_us[came])
        euros = now.cents[came] / 100 * rates[day, currency[came]]
        ledger.converted(STAGES[stage], people.cause[unit[came]], day, euros, last.channel(found))
        if stage == WON:
            for code, name in enumerate(CURRENCIES):
                ledger.money[f"won {name}"] += int(now.cents[came][currency[came] == code].sum())
    write_firms(rng, lives, now, files)


def _write_deals(lives: Lives, history: Deals, files: FileSet) -> None:
    people, pipeline = lives.people, lives.pipeline
    account = history.account
    files.write(
        "deals",
        "deals.csv",
        {
            "deal_id": choose([deal_name(name) for name in lives.names.accounts], account),
            "at": instants(history.at_us, seconds=True),
            "stage": choose(STAGES, history.stage),
            "amount": money(history.cents),
            "currency": choose(CURRENCIES, pipeline.currency[account]),
            "expected_close": dates(history.close_day),
            "segment": choose(SEGMENTS, people.segment[people.block.shoppers + account]),
            "account_id": choose(lives.names.accounts, account),
        },
    )
