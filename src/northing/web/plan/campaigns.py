"""Campaigns of the data: where each belongs, what it cost and brought, what it adds to a goal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from northing.errors import NorthingError
from northing.shelf import Shelf
from northing.web.measure.selectors import attribute, limits, measure, narrowed
from northing.web.plan.money import matches_of, shelf_key

if TYPE_CHECKING:
    from northing.align.matching import Match
    from northing.align.suggesting import Suggestion
    from northing.calendar import Period
    from northing.metrics.table import Number
    from northing.plan.kinds.initiative import Initiative
    from northing.plan.kinds.key_result import KeyResult
    from northing.web.site.page_context import PageContext


@dataclass(frozen=True)
class Outcome:
    """What a campaign cost and brought over a period.

    Attributes:
        spend: In the reporting currency; None where none is stated.
        conversions: Credited to it.
        value: Credited to it.
    """

    spend: Decimal | None
    conversions: float
    value: float

    @property
    def roas(self) -> float | None:
        """Credited value ÷ spend; None without spend."""
        return self.value / float(self.spend) if self.spend else None


@dataclass(frozen=True)
class Contribution:
    """What campaigns add to a key result, as credit has it.

    Attributes:
        key_result: The key result.
        value: Theirs, in the metric's unit; None where credit cannot say.
        whole: The metric over the same period.
        why: Why there is no value.
        period: What it covers.
    """

    key_result: KeyResult
    value: Number | None
    whole: Number | None
    why: str
    period: Period

    @property
    def share(self) -> float | None:
        """Of the whole."""
        return (
            float(self.value) / float(self.whole) if self.value is not None and self.whole else None
        )


def campaign_named(context: PageContext, name: str) -> tuple[Match, ...]:
    """A campaign in each of its channels; nothing where it may not be seen."""
    return tuple(match for (own, _), match in matches_of(context).items() if own == name)


def campaigns_of(context: PageContext, initiative: str) -> tuple[Match, ...]:
    """The campaigns of an initiative, the most spent first."""
    mine = [one for one in matches_of(context).values() if one.initiative == initiative]
    return tuple(sorted(mine, key=lambda one: (-one.campaign.spend, one.campaign.name)))


Unmatched = tuple[tuple["Match", tuple["Suggestion", ...]], ...]
_UNMATCHED: Shelf[Unmatched] = Shelf(32)


def unmatched(context: PageContext) -> Unmatched:
    """Campaigns with spend and without an initiative, with where they may belong."""
    return _UNMATCHED.get(shelf_key(context), lambda: _find_unmatched(context))


def _find_unmatched(context: PageContext) -> Unmatched:
    from northing.align.suggesting import suggest

    matches = matches_of(context)
    suggested = suggest(context.plan, matches.values())
    lost = [one for one in matches.values() if one.how == "none" and one.campaign.spend]
    lost.sort(key=lambda one: (-one.campaign.spend, one.campaign.name))
    return tuple(
        (one, suggested.get((one.campaign.name, one.campaign.channel), ())) for one in lost
    )


def outcomes(
    context: PageContext, *, rule: str | None = None, kind: str | None = None
) -> Mapping[str, Outcome]:
    """What each campaign cost and brought over the page's period."""
    spent = _by_campaign(context, "spend")
    rule, kind = rule or context.settings.rule, kind or _kind(context)
    credited: dict[str, tuple[float, float]] = {}
    if kind:
        try:
            table = attribute(context, rule=rule, kind=kind, by="campaign")
            for row in table.rows:
                name = row.keys["campaign"]
                if name is not None:
                    credited[name] = (row.amount.conversions, row.amount.value)
        except NorthingError:
            credited = {}
    return {
        name: Outcome(spent.get(name), *credited.get(name, (0.0, 0.0)))
        for name in sorted({*spent, *credited})
    }


def outcome_of(names: Iterable[str], found: Mapping[str, Outcome]) -> Outcome:
    """What several campaigns cost and brought together."""
    mine = [found[name] for name in sorted(set(names)) if name in found]
    spent = [one.spend for one in mine if one.spend is not None]
    return Outcome(
        sum(spent, Decimal(0)) if spent else None,
        sum(one.conversions for one in mine),
        sum(one.value for one in mine),
    )


def contributions(
    context: PageContext, results: Iterable[KeyResult], names: Iterable[str]
) -> tuple[Contribution, ...]:
    """What campaigns add to each of some key results, from its start to now."""
    wanted = frozenset(names)
    return tuple(_contribution(context, one, wanted) for one in results)


def linked_results(context: PageContext, initiative: Initiative) -> tuple[KeyResult, ...]:
    """The key results that an initiative is to move, as far as they may be seen."""
    known = context.plan.key_results
    return tuple(known[key] for key in initiative.key_results if key in known)


def _contribution(context: PageContext, result: KeyResult, names: frozenset[str]) -> Contribution:
    from northing.metrics import MetricRef

    last = min(context.as_of, result.due)
    period = _days(result.starts, max(last, result.starts))

    def lacking(why: str) -> Contribution:
        return Contribution(result, None, None, why, period)

    if not result.metric:
        return lacking("Its value is reported, so that no campaign can be credited with it.")
    if result.starts > context.as_of:
        return lacking(f"It begins on {result.starts}.")
    ref = MetricRef.parse(result.metric)
    given = dict(ref.parameters)
    try:
        table = measure(
            context,
            ref.name,
            by="campaign",
            period=period,
            where=narrowed(result.scope.filters(), limits(context)),
            rule=given.get("rule"),
            variant=given.get("variant"),
        )
    except NorthingError as error:
        return lacking(str(error))
    if table.is_ratio:
        return lacking(f"{table.title} is a ratio: parts of it cannot be added up by campaign.")
    values = [row.value for row in table.rows if row.keys.get("campaign") in names]
    known = [value for value in values if value is not None]
    total: Number = sum(known) if known else 0
    return Contribution(result, total, table.total.value, "", period)


def _days(first: date, last: date) -> Period:
    """The period from one day to another, both within it."""
    from northing.calendar import Calendar, parse_period

    return parse_period(f"{first}..{last}", Calendar())


def _by_campaign(context: PageContext, metric: str) -> dict[str, Decimal]:
    try:
        table = measure(context, metric, by="campaign")
    except NorthingError:
        return {}
    return {
        str(row.keys["campaign"]): Decimal(str(row.value))
        for row in table.rows
        if row.keys.get("campaign") is not None and row.value is not None
    }


def _kind(context: PageContext) -> str | None:
    if not context.kinds:
        return None
    wanted = context.settings.kind
    return wanted if wanted in context.kinds else context.kinds[0]
