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
    return pa.concat_tables([split, _alone(shares, names, place, credit, within, split)])


def _alone(
    shares: Mapping[str, float],
    names: list[str],
    place: NDArray[np.int64],
    credit: pa.Table,
    within: str,
    split: pa.Table,
) -> pa.Table:
    """What of a channel's share no row could carry: in a row of its own, null but for the channel.

    Converting journeys may never have touched the channel, and yet it led to those they did.
    """
    rows: dict[str, dict[str, float]] = {}
    attributed = place < len(names)
    for measure in ("conversions", "value"):
        before = credit[f"{within}_{measure}"].cast(pa.float64()).to_numpy()[attributed]
        after = split[measure].to_numpy()
        carried = np.bincount(place, after, minlength=len(names) + 1)
        whole, size = float(before.sum()), float(np.abs(before).sum())
        for name, share in shares.items():
            left = share * whole - (carried[names.index(name)] if name in names else 0.0)
            if abs(left) > 1e-9 * max(size, 1.0):
                rows.setdefault(name, {})[measure] = left
    empty = {"conversions": 0.0, "value": 0.0}
    alone = [{"channel": name, **empty, **amounts} for name, amounts in rows.items()]
    return pa.Table.from_pylist(alone, schema=split.schema)


def _spread(
    amount: NDArray[np.float64],
    conversions: NDArray[np.float64],
    place: NDArray[np.int64],
    share: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Each row's part of its channel's target; what has no channel stays as it is."""
    count = len(share)
    attributed = place < count
    rows = place[attributed]
    amounts, weights = amount[attributed], conversions[attributed]
    targets = share * amounts.sum()
    totals = np.bincount(rows, amounts, minlength=count)
    sizes = np.bincount(rows, np.abs(amounts), minlength=count)
    counts = np.bincount(rows, weights, minlength=count)
    # Amounts of one sign are scaled. Mixed ones (returns) may nearly cancel, and scaling them
    # would blow them up: the channel's gain or loss is added to its rows by their conversions.
    one_sign = (np.abs(totals) >= sizes * (1 - 1e-9)) & (sizes > 0) & (totals * targets >= 0)
    by_amount = np.divide(targets, totals, out=np.ones(count), where=one_sign)
    gain = np.where(one_sign, 0.0, targets - totals)
    by_count = np.divide(gain, counts, out=np.zeros(count), where=counts > 0)
    spread = amount.copy()
    spread[attributed] = amounts * by_amount[rows] + weights * by_count[rows]
    return spread
