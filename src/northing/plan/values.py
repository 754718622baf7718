"""Small values that several kinds share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeVar, cast, dataclass_transform

from northing.errors import BadInput, OutOfRange
from northing.money import as_money, check_currency

Money = Literal["planned", "forecast", "committed", "actual"]
STATES: tuple[Money, ...] = ("planned", "forecast", "committed", "actual")
"""The four states of money; they are never mixed in one figure."""

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def plan_value(cls: type[Made]) -> type[Made]:
    """Make a frozen dataclass whose records may hold no field that it does not know.

    Examples:
        >>> @plan_value
        ... class Place:
        ...     name: str
        >>> Place("DACH")
        Place(name='DACH')
    """
    made: Any = dataclass(frozen=True)(cls)
    made.__pydantic_config__ = {"extra": "forbid"}
    return cast("type[Made]", made)


_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


def check_key(key: str) -> None:
    """Refuse what is no key.

    Raises:
        BadInput: If it is not 1 to 80 small letters, digits, hyphens and underscores.

    Examples:
        >>> check_key("grow-dach")
    """
    if not _KEY.fullmatch(key):
        raise BadInput(
            f"{key!r} is no key; expected at most 80 small letters, digits and hyphens, "
            "such as grow-dach."
        )


def need(what: str, **fields: object) -> None:
    """Refuse a thing that lacks something.

    Raises:
        BadInput: If a field is empty; the message names all that are.

    Examples:
        >>> need("Objective grow", title="Grow", owner="mara")
    """
    lacking = [name.replace("_", " ") for name, value in fields.items() if value in (None, "", ())]
    if lacking:
        raise BadInput(f"{what} has no {' and no '.join(lacking)}; expected one of each.")


def check_dates(what: str, starts: date | None, ends: date | None) -> None:
    """Refuse an end before the start.

    Raises:
        BadInput: If it is.
    """
    if starts is not None and ends is not None and ends < starts:
        raise BadInput(
            f"{what} ends on {ends}, before it starts on {starts}; expected a later day."
        )


@plan_value
class Scope:
    """What part of the business something is about; empty for all of it."""

    segment: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    country: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.segment or self.channel or self.country)

    def filters(self) -> dict[str, tuple[str, ...]]:
        """Dimensions and the values wanted, as `MetricRef` takes them."""
        named = {"segment": self.segment, "channel": self.channel, "country": self.country}
        return {name: values for name, values in named.items() if values}


@plan_value
class Contribution:
    """A part of an initiative that serves an objective, from a day on.

    Attributes:
        objective: Key of the objective.
        percent: Of the initiative, above 0, at most 100.
        since: From which day on; None from its beginning.
    """

    objective: str
    percent: Decimal
    since: date | None = None

    def __post_init__(self) -> None:
        if not 0 < self.percent <= 100:
            raise OutOfRange("percent", self.percent, "above 0, at most 100")


@plan_value
class Amount:
    """Money of one month in one of its four states.

    Attributes:
        month: The month's first day.
        state: planned, forecast, committed or actual.
        amount: Exact.
        currency: ISO 4217.
    """

    month: date
    state: Money
    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "month", self.month.replace(day=1))
        object.__setattr__(self, "amount", as_money(self.amount))
        object.__setattr__(self, "currency", check_currency(self.currency))


@plan_value
class Step:
    """Something that is to be done by a day: a milestone, a piece of material.

    Attributes:
        name: What.
        due: By when.
        state: For material its way: brief, draft, review, approved, made; a milestone is open
            or done.
        owner: Who.
        done_on: When it was done.
    """

    name: str
    due: date
    state: str = "open"
    owner: str = ""
    done_on: date | None = None


@plan_value
class Promise:
    """What money is to bring: a range, never a point.

    Attributes:
        metric: A metric as `MetricRef` reads it.
        low: Lower end.
        high: Upper end, at least the lower.
    """

    metric: str
    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.high < self.low:
            raise BadInput(
                f"The promise on {self.metric} ends at {self.high}, below its beginning "
                f"{self.low}; expected a range."
            )
