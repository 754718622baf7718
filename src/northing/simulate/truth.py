"""The ledger: what really happened, counted while the files are written."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from northing.simulate.clock import DAYS, Flags, Floats, Ints, quarters
from northing.simulate.world import CAUSES, CHANNEL_NAMES, COUNTRIES, DEVICES, HOLDOUT, OVER_CLAIM

KINDS = ("signup", "lead", "mql", "sql", "opportunity", "won", "lost", "order")
INCOME = ("won", "order")


class Ledger:
    """Counts by day, cause and channel; arrays of a fixed size, however many people there are.

    Attributes:
        visits: Visits made, shape (channels, days), whether or not anything recorded them.
        touched: Web conversions whose journey the channel touched, shape (channels, days).
        touched_value: Their value, EUR.
        sessions: Shape (channels, days, countries, devices); `engaged` and
            `session_conversions` likewise.
        caused: Conversions by kind, cause and quarter; `caused_value` is EUR.
        last_touch: Conversions by kind and channel of the true last touch; the last place is none.
        income: EUR of deals won, orders and returns by day.
        counts: Whatever else is counted once.
    """

    def __init__(self) -> None:
        channels, (_, labels) = len(CHANNEL_NAMES), quarters()
        self.visits = np.zeros((channels, DAYS), dtype=np.int64)
        self.touched = np.zeros((channels, DAYS))
        self.touched_value = np.zeros((channels, DAYS))
        self.sessions = np.zeros((channels, DAYS, len(COUNTRIES), len(DEVICES)), dtype=np.int64)
        self.engaged = np.zeros_like(self.sessions)
        self.session_conversions = np.zeros_like(self.sessions)
        self.caused = np.zeros((len(KINDS), len(CAUSES), len(labels)), dtype=np.int64)
        self.caused_value = np.zeros((len(KINDS), len(CAUSES), len(labels)))
        self.last_touch = np.zeros((len(KINDS), channels + 1), dtype=np.int64)
        self.entered = np.zeros((2, len(CAUSES)), dtype=np.int64)
        self.entered_by_region = np.zeros((HOLDOUT.regions, DAYS), dtype=np.int64)
        self.touch_rows = np.zeros((channels, DAYS), dtype=np.int64)
        self.refunds = np.zeros((len(CAUSES), len(labels)))
        self.income = np.zeros(DAYS)
        self.counts: Counter[str] = Counter()
        self.money: Counter[str] = Counter()
        self.spend = np.zeros((channels, DAYS))
        self.spend_hidden = np.zeros((channels, DAYS))
        self.claims: dict[str, dict[str, dict[str, float]]] = {}

    def converted(
        self, kind: str, cause: Ints, day: Ints, euros: Floats | None, last_channel: Ints
    ) -> None:
        """Count conversions of a kind; `last_channel` is -1 where no touch preceded."""
        row = KINDS.index(kind)
        quarter = quarters()[0][day]
        np.add.at(self.caused[row], (cause, quarter), 1)
        if euros is not None:
            np.add.at(self.caused_value[row], (cause, quarter), euros)
        if euros is not None and kind in INCOME:
            np.add.at(self.income, day, euros)
        np.add.at(self.last_touch[row], last_channel, 1)

    def returned(self, cause: Ints, day: Ints, euros: Floats) -> None:
        """Count returns; `euros` are negative."""
        np.add.at(self.refunds, (cause, quarters()[0][day]), euros)
        np.add.at(self.income, day, euros)

    def spent(self, channel: int, day: Ints, euros: Floats, hidden: Flags) -> None:
        """Count spend; `hidden` rows were spent but stand in no file."""
        np.add.at(self.spend[channel], day, euros)
        np.add.at(self.spend_hidden[channel], day[hidden], euros[hidden])

    def spent_by_currency(self, names: tuple[str, ...], currency: Ints, cents: Ints) -> None:
        """Count what the files say was spent, in its own currency."""
        for code, name in enumerate(names):
            self.money[f"spend {name}"] += int(cents[currency == code].sum())

    def claimed(self, source: str, channel: int, conversions: float, value: float) -> None:
        """Count what a platform claims in its file."""
        mine = self.claims.setdefault(source, {})
        mine[CHANNEL_NAMES[channel]] = {
            "claimed_conversions": round(float(conversions), 2),
            "claimed_value": round(float(value), 2),
        }

    def platform_truth(self) -> dict[str, Any]:
        """By platform and channel: claimed, touched and caused."""
        found: dict[str, Any] = {}
        web = [KINDS.index(kind) for kind in ("signup", "lead", "order")]
        for source, channels in sorted(self.claims.items()):
            found[source] = {"factor": OVER_CLAIM[source], "channels": {}}
            for name, claim in channels.items():
                code = CHANNEL_NAMES.index(name)
                caused = int(self.caused[web, code].sum())
                touched = float(self.touched[code].sum())
                found[source]["channels"][name] = {
                    **claim,
                    "touched_conversions": touched,
                    "caused_conversions": caused,
                    "claimed_to_caused": claim["claimed_conversions"] / max(caused, 1),
                }
        return found
