"""The `[health]` table of `northing.toml`: from where on data health speaks up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class HealthLimits:
    """The limits of data health, each with its default. Shares and rates run from 0 to 1.

    Attributes:
        silent_days: Fewer expected days without rows are not worth a word.
        silent_spreads: A pause is unusual beyond a source's long pauses by so many times what
            these exceed its ordinary ones.
        learn_days: Days with rows that a source needs before its rhythm is known.
        ended_days: A source silent for longer has ended, and is no fault.
        duplicate_rate: Rows of a table left out as already there.
        late_days: A row may be so many days older than what its source had already brought.
        late_rate: Rows of a source that came late.
        late_file_rate: A file with a larger share of the rows that its days already held is
            another part of the source, not its late rows.
        quarantine_rate, quarantine_red_rate: Rows of a table in quarantine: amber, red.
        unmatched_rate: Rows, or money, whose campaign or channel nobody knows.
        unsourced_rate: Conversions with neither a touch nor a declared channel.
        match_rate: The least share of conversions that name somebody.
        waiting_hours: A load may wait so long for a refresh.
        free_mb: Space on the disk: amber below it.
        tolerance: Difference between a system's total and Northing's, of the system's.
        platform_kinds: Conversions that advertising platforms and web analytics claim.
        media_accounts: Accounts of the ledger that hold media spend.
        tax_rates: Differences of exactly such a share are named as tax.
    """

    silent_days: int = 3
    silent_spreads: float = 3.0
    learn_days: int = 8
    ended_days: int = 90
    duplicate_rate: float = 0.01
    late_days: int = 0
    late_rate: float = 0.005
    late_file_rate: float = 0.2
    quarantine_rate: float = 0.0
    quarantine_red_rate: float = 0.1
    unmatched_rate: float = 0.002
    unsourced_rate: float = 0.5
    match_rate: float = 0.8
    waiting_hours: float = 24.0
    free_mb: float = 500.0
    tolerance: float = 0.01
    platform_kinds: tuple[str, ...] = ("signup", "lead", "order")
    media_accounts: tuple[str, ...] = ("media", "advertising", "paid_media")
    tax_rates: tuple[float, ...] = (0.07, 0.19, 0.2, 0.21, 0.22, 0.23, 0.25)

    def as_record(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def read_limits(value: object) -> HealthLimits:
    """Check the `[health]` table.

    Raises:
        TypeError, ValueError: With what was expected; the settings add where.

    Examples:
        >>> read_limits({"duplicate_rate": 0.05}).duplicate_rate
        0.05
        >>> read_limits({"late_rate": 5})
        Traceback (most recent call last):
        ValueError: late_rate is 5; expected a share from 0 to 1.
    """
    if not isinstance(value, Mapping):
        raise TypeError("expected a table of limits.")
    known = {field.name: field.default for field in fields(HealthLimits)}
    for name in value:
        if name not in known:
            raise ValueError(f"there is no limit {name!r}; known: {', '.join(known)}.")
    return HealthLimits(
        **{name: _checked(name, given, known[name]) for name, given in value.items()}
    )


def _checked(name: str, given: Any, default: Any) -> Any:
    if isinstance(default, tuple):
        if isinstance(given, str) or not isinstance(given, list | tuple):
            raise TypeError(f"{name} is {given!r}; expected a list.")
        return tuple(_checked(name, one, default[0]) for one in given)
    if isinstance(default, str):
        if not isinstance(given, str) or not given.strip():
            raise ValueError(f"{name} holds {given!r}; expected texts.")
        return given.strip().lower()
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise TypeError(f"{name} is {given!r}; expected a number.")
    if isinstance(default, int) and (not isinstance(given, int) or given < 0):
        raise ValueError(f"{name} is {given!r}; expected a whole number of 0 or more.")
    is_share = name.endswith("_rate") or name in ("tolerance", "tax_rates")
    if given < 0 or (is_share and given > 1):
        expected = "a share from 0 to 1" if is_share else "a number of 0 or more"
        raise ValueError(f"{name} is {given!r}; expected {expected}.")
    return given
