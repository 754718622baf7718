"""The touch log as files: one a year, one of rows that came late, with the mess of life."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from northing.simulate.clock import AS_OF, START, Flags, Ints, day_index, day_indices
from northing.simulate.files import FileSet, choose, instants
from northing.simulate.identity import Names, touch_names
from northing.simulate.journeys import CONTENTS, EVENT, KINDS, MAIL, SOURCES, Touches
from northing.simulate.people import People
from northing.simulate.spelling import spell_campaigns, spell_channels
from northing.simulate.truth import Ledger
from northing.simulate.world import COUNTRIES, DEVICES, DUPLICATE_SHARE, LATE_SHARE

YEARS = range(START.year, AS_OF.year + 1)
LATE_FILE = "touches_late.parquet"


def write_touches(
    rng: np.random.Generator,
    people: People,
    names: Names,
    touches: Touches,
    known_us: Ints,
    seen: Flags,
    files: FileSet,
    ledger: Ledger,
) -> Ints:
    """Write the touches that were recorded.

    Args:
        rng: Source of spellings, duplicates and delays.
        people: The block.
        names: Its identifiers.
        touches: All touches.
        known_us: Moment from which each person is known by name.
        seen: Which touches some system recorded.
        files: Where to.
        ledger: Is told how many rows are what.

    Returns:
        Places of the recorded touches, by time.
    """
    recorded = np.flatnonzero(seen)
    recorded = recorded[np.argsort(touches.at_us[recorded], kind="stable")]
    mine = touches.only(recorded)
    name = touch_names(rng, mine, known_us)
    day = day_indices(mine.at_us)
    late = np.zeros(mine.count, dtype=bool)
    late[rng.choice(mine.count, round(mine.count * _LATE), replace=False)] = True
    np.add.at(ledger.touch_rows, (mine.channel, day), 1)
    ledger.counts["touches distinct"] += mine.count
    ledger.counts["touches late"] += int(late.sum())
    for year in YEARS:
        first, last = day_index(START.replace(year=year)), day_index(START.replace(year=year + 1))
        rows = np.flatnonzero((day >= first) & (day < last))
        table = _rows(rng, people, names, mine.only(rows), name[rows], year, ledger)
        on_time = np.flatnonzero(~late[rows])
        again = rng.choice(on_time, round(len(on_time) * _REPEATED), replace=False)
        ledger.counts["touches duplicated"] += len(again)
        both = np.sort(np.concatenate([on_time, again]))
        files.write("touches", f"touches_{year}.parquet", _taken(table, both))
        files.write("touches", LATE_FILE, _taken(table, np.flatnonzero(late[rows])))
    return recorded


# both are shares of the rows in all files; late rows are never duplicated
_LATE = LATE_SHARE / (1 - DUPLICATE_SHARE)
_REPEATED = DUPLICATE_SHARE / (1 - DUPLICATE_SHARE) / (1 - _LATE)


def _rows(
    rng: np.random.Generator,
    people: People,
    names: Names,
    touches: Touches,
    name: Ints,
    year: int,
    ledger: Ledger,
) -> dict[str, pa.Array]:
    channel, unknown = spell_channels(rng, touches.channel, year, tidy=touches.kind >= MAIL)
    campaign, wrong = spell_campaigns(rng, touches.campaign)
    ledger.counts["touches of unknown channels"] += int(unknown.sum())
    ledger.counts["touches of unknown campaigns"] += int(wrong.sum())
    country = people.country[touches.person]
    missing = rng.random(touches.count) < 0.01
    return {
        "person_id": names.words.take(pa.array(name)),
        "at": instants(touches.at_us),
        "channel": channel,
        "campaign": campaign,
        "content": choose(CONTENTS, touches.content),
        "country": choose(COUNTRIES, np.where(missing, -1, country)),
        "device": choose(DEVICES, np.where(touches.kind >= EVENT, -1, touches.device)),
        "kind": choose(KINDS, touches.kind),
        "source": choose(SOURCES, touches.source),
    }


def _taken(columns: dict[str, pa.Array], places: Ints) -> dict[str, pa.Array]:
    wanted = pa.array(places)
    return {name: values.take(wanted) for name, values in columns.items()}
