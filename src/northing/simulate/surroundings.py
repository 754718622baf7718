"""What stands around the log: channels, campaigns, prices and holidays, costs, finance, market."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from northing.simulate.calls import CHANNEL as SALES
from northing.simulate.clock import AS_OF, DAYS, FIRST_DAY, START, months, turns
from northing.simulate.demand import Demand
from northing.simulate.files import FileSet, dates, plain_dates
from northing.simulate.finance import write_costs, write_finance
from northing.simulate.truth import Ledger
from northing.simulate.world import CAMPAIGNS, CHANNEL_NAMES, CHANNELS, SEGMENTS

BRANDS = ("own", "competitor_a", "competitor_b", "competitor_c")


def write_surroundings(
    rng: np.random.Generator, files: FileSet, demand: Demand, ledger: Ledger
) -> None:
    """Write every table that speaks of no person."""
    _write_channels(files)
    _write_campaigns(files)
    _write_controls(rng, files, demand)
    paid = write_costs(rng, files, demand.size)
    write_finance(rng, files, ledger, paid)
    _write_market(rng, files, demand)


def _write_channels(files: FileSet) -> None:
    files.write(
        "channels",
        "channels.csv",
        {
            "channel": pa.array([*CHANNEL_NAMES, SALES]),
            "group": pa.array([*(channel.group for channel in CHANNELS), "Sales"]),
            "kind": pa.array([*(channel.kind for channel in CHANNELS), "experiential"]),
            "branded": pa.array([*(channel.branded for channel in CHANNELS), False]),
            "role": pa.array([*(channel.role for channel in CHANNELS), "sales"]),
            "leaves_touches": pa.array([*(channel.leaves_touches for channel in CHANNELS), True]),
            "synonyms": pa.array(
                [*("|".join(channel.spellings) for channel in CHANNELS), "Sales call"]
            ),
        },
    )


def _write_campaigns(files: FileSet) -> None:
    files.write(
        "campaigns",
        "campaigns.csv",
        {
            "campaign": pa.array([campaign.name for campaign in CAMPAIGNS]),
            "channel": pa.array([CHANNEL_NAMES[campaign.channel] for campaign in CAMPAIGNS]),
            "initiative": pa.array([campaign.initiative for campaign in CAMPAIGNS], pa.string()),
            "partner": pa.array([campaign.partner for campaign in CAMPAIGNS], pa.string()),
            "audience": pa.array([campaign.audience for campaign in CAMPAIGNS]),
            "starts": plain_dates([campaign.starts for campaign in CAMPAIGNS]),
            "ends": pa.array([campaign.ends for campaign in CAMPAIGNS], pa.date32()),
        },
    )


def _write_controls(rng: np.random.Generator, files: FileSet, demand: Demand) -> None:
    day = np.arange(FIRST_DAY, DAYS)
    turn = turns()[FIRST_DAY:]
    weather = np.round(10 - 9 * np.cos(turn) + rng.normal(0, 3, len(day)), 1)
    series = {
        "price_index": demand.price[FIRST_DAY:],
        "promotion_depth": demand.promotion[FIRST_DAY:],
        "public_holiday": demand.holiday[FIRST_DAY:],
        "temperature": weather,
    }
    for name, values in series.items():
        files.write(
            "controls",
            "controls.csv",
            {
                "date": dates(day),
                "region": pa.array(["all"] * len(day)),
                "name": pa.array([name] * len(day)),
                "value": pa.array(values),
            },
        )


def _write_market(rng: np.random.Generator, files: FileSet, demand: Demand) -> None:
    """Category by quarter, segment and brand, as a research house and a search index report it."""
    starts = [month for month in months(START, AS_OF) if month.month in (1, 4, 7, 10)]
    size = {
        "sales value": 900_000.0,
        "sales volume": 310.0,
        "media spend": 260_000.0,
        "mentions": 420.0,
        "searches": 9_000.0,
    }
    share = np.array([0.16, 0.38, 0.29, 0.17])
    rows = []
    for nth, period in enumerate(starts):
        own = share + np.array([0.006, -0.004, -0.002, 0.0]) * nth
        for segment in SEGMENTS:
            for brand, part in zip(BRANDS, own, strict=True):
                for measure, base in size.items():
                    value = base * demand.size * part * 1.015**nth * rng.normal(1, 0.03)
                    source = "search_index" if measure == "searches" else "research_house"
                    rows.append((period, segment, brand, measure, round(value, 1), source))
    files.write(
        "market",
        "market.csv",
        {
            "period": plain_dates([row[0] for row in rows]),
            "segment": pa.array([row[1] for row in rows]),
            "brand": pa.array([row[2] for row in rows]),
            "measure": pa.array([row[3] for row in rows]),
            "value": pa.array([row[4] for row in rows]),
            "source": pa.array([row[5] for row in rows]),
            "revision": pa.array([0] * len(rows)),
        },
    )
