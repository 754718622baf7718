"""Media spend as platforms report it, with what they claim; sessions as the site counts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from northing.simulate.clock import DAYS, FIRST_DAY, Flags, Floats, Ints, day_index
from northing.simulate.demand import LEVERS, Demand
from northing.simulate.files import FileSet, choose, dates, money, to_cents
from northing.simulate.truth import Ledger
from northing.simulate.world import (
    CAMPAIGNS,
    CHANNEL_NAMES,
    CHANNELS,
    COUNTRIES,
    COUNTRY_CURRENCY,
    COUNTRY_SHARE,
    CURRENCIES,
    DEVICES,
    DIP,
    EMAIL,
    OVER_CLAIM,
    SILENCE,
    campaign_active,
    campaign_country_mask,
    campaigns_of,
)

_MOBILE_SHARE = np.array([0.46, 0.54])
_CLICKS_A_VISIT = 1.15
_CLICK_RATE = {2: 0.12, 3: 0.045, 4: 0.011, 5: 0.004}
_CONTACTS_A_EURO = {8: 95.0, 9: 140.0}
# as each export spells its channels; -1 is the company's own name
_SPELLING = {
    "google_ads": 1,
    "meta_ads": 0,
    "linkedin_ads": 1,
    "display_ads": 0,
    "mail_tool": 0,
    "event_ledger": -1,
    "media_agency": 0,
}


def campaign_shares(rng: np.random.Generator) -> Floats:
    """Share of each campaign in its channel's money by day, shape (days, campaigns)."""
    weight = np.array([campaign.weight for campaign in CAMPAIGNS])
    weeks = np.exp(rng.normal(0.0, 0.15, (DAYS // 7 + 1, len(CAMPAIGNS))))
    shares = campaign_active() * weight * np.repeat(weeks, 7, axis=0)[:DAYS]
    for channel in LEVERS:
        own = list(campaigns_of(channel))
        total = shares[:, own].sum(axis=1, keepdims=True)
        shares[:, own] = np.divide(
            shares[:, own], total, out=np.zeros((DAYS, len(own))), where=total > 0
        )
    return np.asarray(shares, dtype=np.float64)


@dataclass(frozen=True)
class SpendRows:
    """Rows of one channel and source; codes are places in the world's lists, -1 is none."""

    channel: int
    source: str
    day: Ints
    campaign: Ints
    country: Ints
    device: Ints
    euros: Floats
    clicks: Ints
    impressions: Ints


def write_spend(
    rng: np.random.Generator,
    files: FileSet,
    demand: Demand,
    shares: Floats,
    rates: Floats,
    ledger: Ledger,
) -> None:
    """Write one file a source and tell the ledger what was spent, hidden and claimed.

    Args:
        rng: Source of noise in clicks.
        files: Where to.
        demand: Spend by day and channel.
        shares: Of the campaigns, shape (days, campaigns).
        rates: EUR for one unit, shape (days, currencies).
        ledger: Holds the visits and conversions by channel and day; receives the totals.
    """
    for channel in LEVERS:
        for source in sorted({CAMPAIGNS[i].source for i in campaigns_of(channel)}):
            rows = _rows(rng, channel, source, demand, shares, ledger)
            _write(files, rows, rates, ledger)


def _rows(
    rng: np.random.Generator,
    channel: int,
    source: str,
    demand: Demand,
    shares: Floats,
    ledger: Ledger,
) -> SpendRows:
    own = [i for i in campaigns_of(channel) if CAMPAIGNS[i].source == source]
    by_campaign = demand.spend[FIRST_DAY:, channel, None] * shares[FIRST_DAY:, own]
    countries, devices = np.array([-1]), np.array([-1])
    split = np.ones((len(own), 1))
    if source != "mail_tool":
        countries = np.arange(len(COUNTRIES))
        split = campaign_country_mask()[own] * COUNTRY_SHARE
        split = split / split.sum(axis=1, keepdims=True)
    gadgets = np.ones(1)
    if channel in _CLICK_RATE:
        devices, gadgets = np.array([0, 1]), _MOBILE_SHARE
    cells = by_campaign[:, :, None, None] * split[None, :, :, None] * gadgets
    day, campaign, country, device = (axis.ravel() for axis in np.indices(cells.shape))
    euros = cells.ravel()
    kept = np.flatnonzero(euros > 0)
    day, euros = day[kept] + FIRST_DAY, euros[kept]
    campaign = np.array(own)[campaign[kept]]
    country, device = countries[country[kept]], devices[device[kept]]
    clicks, impressions = _attention(rng, channel, euros, day, demand, ledger)
    hit = _in_dip(channel, day, country, device)
    clicks = np.where(hit, rng.binomial(np.maximum(clicks, 0), DIP.factor), clicks)
    return SpendRows(channel, source, day, campaign, country, device, euros, clicks, impressions)


def _in_dip(channel: int, day: Ints, country: Ints, device: Ints) -> Flags:
    return np.asarray(
        (channel == DIP.channel)
        & (country == DIP.country)
        & (device == DIP.device)
        & (day >= day_index(DIP.first))
        & (day <= day_index(DIP.last))
    )


def _attention(
    rng: np.random.Generator,
    channel: int,
    euros: Floats,
    day: Ints,
    demand: Demand,
    ledger: Ledger,
) -> tuple[Ints, Ints]:
    """Clicks, on average a little above the visits that came, and impressions; -1 is none."""
    none = np.full(len(day), -1)
    if channel in _CONTACTS_A_EURO:
        contacts = euros * _CONTACTS_A_EURO[channel] * rng.uniform(0.9, 1.1, len(day))
        return none, np.rint(contacts).astype(np.int64)
    if channel not in _CLICK_RATE and channel != EMAIL:
        return none, none
    visits = max(int(ledger.visits[channel].sum()), 1)
    price = demand.spend[FIRST_DAY:, channel].sum() / (visits * _CLICKS_A_VISIT)
    clicks = rng.poisson(euros / price)
    if channel not in _CLICK_RATE:
        return clicks, none
    shown = rng.poisson(euros / price / _CLICK_RATE[channel] * rng.uniform(0.9, 1.1, len(day)))
    return clicks, np.maximum(shown, clicks)


def _write(files: FileSet, rows: SpendRows, rates: Floats, ledger: Ledger) -> None:
    currency = np.where(rows.country >= 0, COUNTRY_CURRENCY[rows.country], 0)
    rate = rates[rows.day, currency]
    cents = to_cents(rows.euros / rate)
    claimed, value = _claims(rows, rate, ledger)
    kept = cents != 0
    silent = (
        (rows.source == SILENCE.source)
        & (rows.day >= day_index(SILENCE.first))
        & (rows.day <= day_index(SILENCE.last))
    )
    exact = cents / 100 * rate
    ledger.spent(rows.channel, rows.day[kept], exact[kept], hidden=silent[kept])
    kept &= ~silent
    ledger.spent_by_currency(CURRENCIES, currency[kept], cents[kept])
    columns: dict[str, pa.Array] = {
        "date": dates(rows.day[kept]),
        "channel": _spelt(rows, int(kept.sum())),
        "campaign": choose([c.name for c in CAMPAIGNS], rows.campaign[kept]),
        "country": choose(COUNTRIES, rows.country[kept]),
        "device": choose(DEVICES, rows.device[kept]),
        "amount": money(cents[kept]),
        "currency": choose(CURRENCIES, currency[kept]),
        "source": pa.array([rows.source] * int(kept.sum()), pa.string()),
        "account": choose([f"{rows.source}-{code.lower()}" for code in CURRENCIES], currency[kept]),
    }
    if rows.channel in _CLICK_RATE or rows.channel in _CONTACTS_A_EURO:
        columns["impressions"] = pa.array(rows.impressions[kept])
    if rows.channel in _CLICK_RATE or rows.channel == EMAIL:
        columns["clicks"] = pa.array(rows.clicks[kept])
    if rows.source in OVER_CLAIM:
        hundredths = np.rint(claimed[kept] * 100)
        columns["platform_conversions"] = pa.array(hundredths / 100)
        columns["platform_value"] = money(to_cents(value[kept]))
        ledger.claimed(
            rows.source, rows.channel, hundredths.sum() / 100, (value[kept] * rate[kept]).sum()
        )
    files.write("spend", f"spend_{rows.source}.csv", columns)


def _spelt(rows: SpendRows, count: int) -> pa.Array:
    channel = CHANNELS[rows.channel]
    style = _SPELLING[rows.source]
    return pa.array([channel.name if style < 0 else channel.spellings[style]] * count, pa.string())


def _claims(rows: SpendRows, rate: Floats, ledger: Ledger) -> tuple[Floats, Floats]:
    """Conversions and value (in the row's currency) that the platform books for itself.

    It takes every conversion that a touch of its channel preceded, whole, and some more; where
    two platforms share a channel each takes all of them.
    """
    factor = OVER_CLAIM.get(rows.source, 0.0)
    weight = np.where(rows.clicks > 0, rows.clicks, 0).astype(float) + 1e-6
    total = np.bincount(rows.day, weights=weight, minlength=DAYS)
    part = weight / total[rows.day] * factor
    return (
        part * ledger.touched[rows.channel, rows.day],
        part * ledger.touched_value[rows.channel, rows.day] / rate,
    )


def write_sessions(files: FileSet, ledger: Ledger) -> None:
    """Write the site's own session counts, which need no consent: one row a filled cell."""
    cells = np.flatnonzero(ledger.sessions)
    channel, day, country, device = np.unravel_index(cells, ledger.sessions.shape)
    pages = ("/", "/blog", "/home", "/pricing", "/trial", "/compare", "/offers", "/events")
    files.write(
        "sessions",
        "sessions.parquet",
        {
            "date": dates(day),
            "channel": choose(CHANNEL_NAMES, channel),
            "landing_page": choose(pages, channel),
            "country": choose(COUNTRIES, country),
            "device": choose(DEVICES, device),
            "sessions": pa.array(ledger.sessions.ravel()[cells]),
            "engaged": pa.array(ledger.engaged.ravel()[cells]),
            "conversions": pa.array(ledger.session_conversions.ravel()[cells].astype(float)),
            "source": pa.array(["web_analytics"] * len(cells), pa.string()),
            "account": pa.array(["site-eu"] * len(cells), pa.string()),
        },
    )
