"""Hand a model's shares of credit down from channels to campaigns, countries, devices."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.attribution.estimates import Estimates, estimate, sum_rows
from northing.attribution.solving import Shares

Floats = NDArray[np.float64]


def split_estimates(linear: Estimates, shares: Shares) -> Estimates:
    """Give each channel its share of all attributed credit, spread over its rows as `linear` is.

    The totals are those of `linear`, and unattributed rows stay as they are. A channel with a
    share but no credit to spread it by (it only led to others, in journeys that did not
    convert) has one row of its own. Without each group of people the shares and what they are
    shares of are both without it.
    """
    found = linear.keys["channel"].combine_chunks().dictionary_encode()
    names = found.dictionary.to_pylist()
    names += [name for name in shares.channels if name not in names]
    place = found.indices.fill_null(len(names)).to_numpy().astype(np.int64)
    share = np.zeros((len(names), linear.conversions.shape[1]))
    share[[names.index(name) for name in shares.channels]] = shares.shares
    amounts = (linear.conversions, linear.value)
    spread = [_spread(amount, linear.conversions, place, share) for amount in amounts]
    left = [
        _left(amount, after, place, share) for amount, after in zip(amounts, spread, strict=True)
    ]
    alone = np.flatnonzero(np.any([amount[:, 0] != 0.0 for amount in left], axis=0))
    keys = pa.Table.from_pylist(
        [{"channel": names[row]} for row in alone], schema=linear.keys.schema
    )
    negative = bool((share[:, 0] < 0).any())
    return Estimates(
        pa.concat_tables([linear.keys, keys]),
        np.vstack([spread[0], left[0][alone]]),
        np.vstack([spread[1], left[1][alone]]),
        (negative, negative or linear.signed[1]),
    )


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
    linear = estimate(credit, within)
    names = tuple(shares)
    weights = np.array([shares[name] for name in names]).reshape(-1, 1)
    split = split_estimates(linear, Shares(names, weights))
    return split.keys.append_column("conversions", pa.array(split.conversions[:, 0])).append_column(
        "value", pa.array(split.value[:, 0])
    )


def _left(before: Floats, after: Floats, place: NDArray[np.int64], share: Floats) -> Floats:
    """What of each channel's share no row could carry; zero but for rounding where it could.

    Converting journeys may never have touched a channel, and yet it led to those they did.
    """
    attributed = place < len(share)
    whole = before[attributed].sum(axis=0)
    size = float(np.abs(before[attributed, 0]).sum())
    left: Floats = share * whole - sum_rows(after[attributed], place[attributed], len(share))
    left[np.abs(left[:, 0]) <= 1e-9 * max(size, 1.0)] = 0.0
    # A channel of the rows that the shares do not name has lost all of its credit already.
    left[~share.any(axis=1)] = 0.0
    return left


def _spread(amount: Floats, conversions: Floats, place: NDArray[np.int64], share: Floats) -> Floats:
    """Each row's part of its channel's target; what has no channel stays as it is."""
    count = len(share)
    attributed = place < count
    rows = place[attributed]
    amounts, weights = amount[attributed], conversions[attributed]
    targets = share * amounts.sum(axis=0)
    totals = sum_rows(amounts, rows, count)
    sizes = sum_rows(np.abs(amounts), rows, count)
    counts = sum_rows(weights, rows, count)
    # Amounts of one sign are scaled. Mixed ones (returns) may nearly cancel, and scaling them
    # would blow them up: the channel's gain or loss is added to its rows by their conversions.
    # What everybody's amounts say is done without each group as well.
    one_sign = (np.abs(totals) >= sizes * (1 - 1e-9)) & (sizes > 0) & (totals * targets >= 0)
    one_sign = one_sign[:, :1] & (totals != 0)
    by_amount = np.divide(targets, totals, out=np.ones_like(totals), where=one_sign)
    gain = np.where(one_sign, 0.0, targets - totals)
    by_count = np.divide(gain, counts, out=np.zeros_like(gain), where=counts > 0)
    spread: Floats = np.array(amount)
    spread[attributed] = amounts * by_amount[rows] + weights * by_count[rows]
    return spread
