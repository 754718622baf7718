"""The truth as one document: what each channel caused, and what was planted in the files."""

from __future__ import annotations

from typing import Any

import numpy as np

from northing.simulate.clock import AS_OF, FIRST_DAY, START, day_index, quarters
from northing.simulate.demand import ACCOUNT, LEVERS, SHOPPER, UNITS, Demand
from northing.simulate.files import FileSet
from northing.simulate.truth import KINDS, Ledger
from northing.simulate.world import (
    CAMPAIGNS,
    CAUSES,
    CHANNEL_NAMES,
    CHANNELS,
    COUNTRIES,
    CURRENCIES,
    DEVICES,
    DIP,
    DUPLICATE_SHARE,
    LATE_SHARE,
    REFUSED_SHARE,
    SILENCE,
)

_WON, _ORDER = KINDS.index("won"), KINDS.index("order")


_ABOUT = {
    "effect": "What would not have happened without the channel: the conversions and revenue of "
    "the shoppers and accounts that its response curve brought, by the quarter of the event.",
    "true_roas": "Revenue of the effect divided by true spend, both within the days of the log.",
    "expected_roas": "The same with every unit worth the average: without the luck of few deals.",
    "last_touch": "Conversions by channel of the last touch that really happened, seen or not.",
    "totals": "What the files hold, duplicates left out; `cents` are in the currency named. "
    "Order counts orders, returns apart; opportunity, won and lost count deals that reached it.",
    "spend": "`true` was spent; `in_files` lacks what the silent source did not report.",
    "platforms": "Claimed in the files, against conversions whose journey the channel touched and "
    "those that it caused (sign-ups, leads, orders).",
    "visits": "`visits_made` are also the sessions; `visits_lost` had no consent and no touch.",
    "money": "EUR at the day's rate or the last one before it.",
}


def true_account(
    people: int,
    seed: int,
    demand: Demand,
    ledger: Ledger,
    files: FileSet,
    trials: dict[str, Any],
) -> dict[str, Any]:
    """Put the ledger in words; the content of `truth.json`."""
    account = {
        "about": _ABOUT,
        "people": people,
        "seed": seed,
        "first": START,
        "as_of": AS_OF,
        "reporting_currency": "EUR",
        "currencies": list(CURRENCIES),
        "rows": dict(sorted(files.rows.items())),
        "file_rows": dict(sorted(files.file_rows.items())),
        "totals": _totals(ledger),
        "channels": {name: _channel(name, demand, ledger) for name in CHANNEL_NAMES},
        "baseline": _effect(len(CAUSES) - 1, ledger),
        "platforms": ledger.platform_truth(),
        "planted": _planted(demand, ledger),
        "experiments": trials,
    }
    return dict(_plain(account))


def _totals(ledger: Ledger) -> dict[str, Any]:
    counts = ledger.counts
    orders = float(ledger.caused_value[_ORDER].sum())
    refunds = float(ledger.refunds.sum())
    won = float(ledger.caused_value[_WON].sum())
    return {
        "touches": counts["touches distinct"],
        "conversions": {kind: int(ledger.caused[row].sum()) for row, kind in enumerate(KINDS)},
        "returns": counts["returns"],
        "deals": counts["deals"],
        "revenue": {
            "orders": orders,
            "returns": refunds,
            "won": won,
            "all": orders + refunds + won,
        },
        "cents": dict(sorted(ledger.money.items())),
        "spend": float((ledger.spend - ledger.spend_hidden).sum()),
        "sessions": int(ledger.sessions.sum()),
    }


def _channel(name: str, demand: Demand, ledger: Ledger) -> dict[str, Any]:
    code = CHANNEL_NAMES.index(name)
    spent = float(ledger.spend[code].sum())
    effect = _effect(code, ledger)
    found: dict[str, Any] = {
        "leaves_touches": CHANNELS[code].leaves_touches,
        "spend": {"true": spent, "in_files": spent - float(ledger.spend_hidden[code].sum())},
        "touches_in_files": int(ledger.touch_rows[code].sum()),
        "visits_made": int(ledger.visits[code].sum()),
        "effect": effect,
        "last_touch": {kind: int(ledger.last_touch[row, code]) for row, kind in enumerate(KINDS)},
        "true_roas": effect["revenue"] / spent if spent else None,
    }
    if code in LEVERS:
        lever = LEVERS[code]
        expected = _expected_revenue(code, demand, ledger)
        found["expected_roas"] = expected / spent if spent else None
        found["curve"] = {
            "effect": "beta * s(a), s(a) = (1 - exp(-steepness a)) / (1 + exp(-steepness a))",
            "adstock": "a[t] = retention a[t-1] + (1 - retention) spend[t] / scale, by day",
            "retention": lever.retention,
            "steepness": lever.steepness,
            "scale": lever.daily * demand.size,
            "beta": {unit: float(demand.beta[i, code]) for i, unit in enumerate(UNITS)},
            "expected_units": {
                unit: float(demand.units[i, code, FIRST_DAY:].sum()) for i, unit in enumerate(UNITS)
            },
        }
    return found


def _effect(cause: int, ledger: Ledger) -> dict[str, Any]:
    """What would not have happened without the cause, by kind and by quarter of the event."""
    _, labels = quarters()
    revenue = ledger.caused_value[_WON, cause] + ledger.caused_value[_ORDER, cause]
    revenue = revenue + ledger.refunds[cause]
    first = labels.index(f"{START.year}-Q1")
    return {
        "units": {unit: int(ledger.entered[i, cause]) for i, unit in enumerate(UNITS)},
        "conversions": {
            kind: int(ledger.caused[row, cause].sum()) for row, kind in enumerate(KINDS)
        },
        "revenue": float(revenue.sum()),
        "quarters": {
            label: {
                "revenue": float(revenue[i]),
                **{kind: int(ledger.caused[row, cause, i]) for row, kind in enumerate(KINDS)},
            }
            for i, label in enumerate(labels)
            if i >= first
        },
    }


def _expected_revenue(code: int, demand: Demand, ledger: Ledger) -> float:
    """Revenue of the units expected, each worth the average: the effect without its luck."""
    entered = np.maximum(ledger.entered.sum(axis=1), 1)
    shop = (ledger.caused_value[_ORDER].sum() + ledger.refunds.sum()) / entered[SHOPPER]
    firm = ledger.caused_value[_WON].sum() / entered[ACCOUNT]
    units = demand.units[:, code, :].sum(axis=1)
    return float(units[SHOPPER] * shop + units[ACCOUNT] * firm)


def _planted(demand: Demand, ledger: Ledger) -> dict[str, Any]:
    counts = ledger.counts
    silent = slice(day_index(SILENCE.first), day_index(SILENCE.last) + 1)
    rows = counts["touches distinct"] + counts["touches duplicated"]
    return {
        "dip": {
            "channel": CHANNEL_NAMES[DIP.channel],
            "device": DEVICES[DIP.device],
            "country": COUNTRIES[DIP.country],
            "first": DIP.first,
            "last": DIP.last,
            "factor": DIP.factor,
            "shows_in": ["touches", "sessions", "spend.clicks"],
        },
        "silent_source": {
            "source": SILENCE.source,
            "table": SILENCE.table,
            "first": SILENCE.first,
            "last": SILENCE.last,
            "days": (SILENCE.last - SILENCE.first).days + 1,
            "spend_missing": float(ledger.spend_hidden[:, silent].sum()),
        },
        "duplicates": {
            "table": "touches",
            "rows": counts["touches duplicated"],
            "share": counts["touches duplicated"] / max(rows, 1),
            "planned_share": DUPLICATE_SHARE,
        },
        "late_rows": {
            "table": "touches",
            "file": "touches_late.parquet",
            "rows": counts["touches late"],
            "share": counts["touches late"] / max(rows, 1),
            "planned_share": LATE_SHARE,
        },
        "consent": {
            "visits_made": counts["visits made"],
            "visits_lost": counts["visits lost"],
            "share": counts["visits lost"] / max(counts["visits made"], 1),
            "planned_share": REFUSED_SHARE,
        },
        "campaigns_without_objective": [c.name for c in CAMPAIGNS if c.initiative is None],
        "unknown_spellings": {
            "channel_rows": counts["touches of unknown channels"],
            "campaign_rows": counts["touches of unknown campaigns"],
        },
        "holdout_units_lost": float(demand.held_back.sum()),
    }


def _plain(value: Any) -> Any:
    """Dates as text, numbers rounded to six decimals."""
    if isinstance(value, dict):
        return {key: _plain(cell) for key, cell in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(cell) for cell in value]
    if isinstance(value, float):
        return round(value, 6)
    return value.isoformat() if hasattr(value, "isoformat") else value
