"""Hand a model's shares of credit down from channels to campaigns, countries, devices."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def split_credit(credit: pa.Table, shares: Mapping[str, float], within: str = "linear") -> pa.Table:
    """Give each channel its share of all attributed credit, spread as a rule spreads it.

    Args:
        credit: A `Statistics.credit`: channel and other columns of the cut, then
            `<rule>_conversions` and `<rule>_value`; rows without channel are unattributed.
        shares: Of each channel; they sum to one (or are empty: nothing converted).
        within: The additive rule that spreads a channel's credit over its rows.

    Returns:
        The columns of the cut, conversions, value; the totals are those of `within`, and
        unattributed rows stay as they are. A channel with a share but no credit to spread it
        by (it only led to others, in journeys that did not convert) has one row of its own.

    Examples:
        >>> credit = pa.table({
        ...     "channel": ["a", "a", "b"], "campaign": ["x", "y", "z"],
        ...     "linear_conversions": [1.0, 3.0, 4.0], "linear_value": [1.0, 3.0, 4.0],
        ... })
        >>> split_credit(credit, {"a": 0.25, "b": 0.75})["conversions"].to_pylist()
        [0.5, 1.5, 6.0]
    """
    conversions = credit[f"{within}_conversions"].cast(pa.float64()).to_numpy()
    value = credit[f"{within}_value"].cast(pa.float64()).to_numpy()
    channels = credit["channel"].combine_chunks().dictionary_encode()
    names = channels.dictionary.to_pylist()
    place = channels.indices.fill_null(len(names)).to_numpy().astype(np.int64)
    share = np.array([shares.get(name, 0.0) for name in names])
    cut = [name for name in credit.schema.names if not name.endswith(("_conversions", "_value"))]
    split = pa.table(
        {
            **{name: credit[name] for name in cut},
            "conversions": _spread(conversions, conversions, place, share),
            "value": _spread(value, conversions, place, share),
        }
    )
    alone = _alone(shares, names, place, conversions, value, split.schema)
    return pa.concat_tables([split, alone])


def _alone(
    shares: Mapping[str, float],
    names: list[str],
    place: NDArray[np.int64],
    conversions: NDArray[np.float64],
    value: NDArray[np.float64],
    schema: pa.Schema,
) -> pa.Table:
    """Credit of channels that converting journeys never touched, and yet led to those they did.

    There is nothing to spread it by, so one row carries it, null but for the channel.
    """
    attributed = place < len(names)
    spread = np.bincount(place, conversions, minlength=len(names) + 1)
    found = {name for name, total in zip(names, spread, strict=False) if total > 0}
    rows = [
        {
            "channel": name,
            "conversions": share * conversions[attributed].sum(),
            "value": share * value[attributed].sum(),
        }
        for name, share in shares.items()
        if share > 0 and name not in found
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def _spread(
    amount: NDArray[np.float64],
    conversions: NDArray[np.float64],
    place: NDArray[np.int64],
    share: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Each row's part of its channel's target; what has no channel stays as it is."""
    count = len(share)
    attributed = place < count
    targets = share * amount[attributed].sum()
    totals = np.bincount(place[attributed], amount[attributed], minlength=count)
    sizes = np.bincount(place[attributed], np.abs(amount[attributed]), minlength=count)
    # A channel whose amounts cancel out (returns) is spread by its conversions instead.
    cancels = np.abs(totals) <= 1e-9 * sizes
    counts = np.bincount(place[attributed], conversions[attributed], minlength=count)
    by_amount = np.divide(targets, totals, out=np.zeros(count), where=~cancels)
    by_count = np.divide(targets, counts, out=np.zeros(count), where=cancels & (counts > 0))
    spread = amount.copy()
    rows = place[attributed]
    spread[attributed] = (
        amount[attributed] * by_amount[rows] + conversions[attributed] * by_count[rows]
    )
    return spread
