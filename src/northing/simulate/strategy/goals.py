"""What the company wants to reach, and by which numbers it will know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from northing.plan.kinds.key_result import KeyResult, Part, Reported
from northing.plan.kinds.objective import Objective, Pivot
from northing.simulate.strategy import cast
from northing.simulate.strategy.days import at

YEAR = (at(-5), at(6, 31))
"""The year of the log's last day."""
RUN_SHARE, LONG_SHARE, RESERVE_SHARE = Decimal(33), Decimal(25), Decimal(5)

_AGREED: dict[str, Any] = {"agreed_by": cast.FINANCE, "agreed_on": at(-7, 12)}


def objectives() -> tuple[Objective, ...]:
    """One of the company, three of marketing, one of a team; their shares and run make 100."""
    whole: dict[str, Any] = {"starts": YEAR[0], "due": YEAR[1]}
    return (
        Objective(
            "grow-revenue",
            "Grow revenue by a fifth with firms that stay",
            "company",
            cast.CEO,
            funding_share=Decimal(0),  # all of its money goes through the objectives below it
            vision="Every small firm in Europe runs its office without an office manager.",
            **_AGREED,
            **whole,
        ),
        Objective(
            "win-teams",
            "Win mid-sized firms",
            "marketing",
            cast.CMO,
            parent="grow-revenue",
            funding_share=Decimal(30),
            **_AGREED,
            **whole,
        ),
        Objective(
            "self-service",
            "Make the shop pay for itself",
            "marketing",
            cast.PLANNER,
            family="profitability",
            parent="grow-revenue",
            funding_share=Decimal(17),
            pivots=(
                Pivot(
                    at(-4, 9),
                    "Double the sign-ups of the shop",
                    "Sign-ups grew and orders did not: the number was wrong, not the work.",
                ),
            ),
            **_AGREED,
            **whole,
        ),
        Objective(
            "known-north",
            "Be known and preferred where we are new",
            "marketing",
            cast.CMO,
            family="brand",
            parent="grow-revenue",
            horizon="long",
            funding_share=Decimal(12),
            **_AGREED,
            starts=at(-11),
            due=at(18, 31),
        ),
        Objective(
            "keep-customers",
            "Keep the customers we have, and grow with them",
            "team",
            cast.SUCCESS,
            family="retention",
            parent="grow-revenue",
            team="customer_success",
            funding_share=Decimal(8),
            **_AGREED,
            **whole,
        ),
    )


@dataclass(frozen=True)
class Wish:
    """A key result whose numbers are taken from what can be measured.

    Attributes:
        key_result: All of it but baseline and target, which are placeholders.
        pace: At what pace it is to stand at the end of the log, for one with a course.
        margin: Target ÷ value, for a limit to hold or a count whose day has passed.
        growth: Target ÷ what the same days brought a year before, for one that has just begun.
        split: Share of the target that each part takes.
    """

    key_result: KeyResult
    pace: float | None = None
    margin: float | None = None
    growth: float | None = None
    split: tuple[float, ...] = ()

    def settled(self, target: Decimal, baseline: Decimal | None = None) -> KeyResult:
        """The key result with its numbers; parts share the target, the last takes the rest."""
        parts: list[Part] = []
        for part, share in zip(self.key_result.parts, self.split, strict=True):
            left = target - sum(one.amount for one in parts)
            amount = left if share == self.split[-1] else Decimal(round(float(target) * share))
            parts.append(replace(part, amount=amount))
        return replace(self.key_result, target=target, baseline=baseline, parts=tuple(parts))


def wishes() -> tuple[Wish, ...]:
    """Twelve key results whose numbers are to be measured."""
    year: dict[str, Any] = {"starts": YEAR[0], "due": YEAR[1]}
    qualified = _parts("marketing", "sales")
    return (
        Wish(_kr("revenue", "grow-revenue", "Revenue of the year", "count", "revenue", cast.CEO,
                 "money", **year), pace=0.88),
        Wish(_kr("qualified-leads", "win-teams", "Qualified leads that sales accepts", "count",
                 "qualified_leads", cast.PLANNER, "count", leads="leading", parts=qualified,
                 **year), pace=1.04, split=(0.7, 0.3)),
        Wish(_kr("pipeline-second-half", "win-teams", "New pipeline for the second half",
                 "count", "new_pipeline", cast.SALES, "money", leads="leading",
                 starts=at(0, 18), due=YEAR[1]), growth=1.2),
        Wish(_kr("win-rate", "win-teams", "Deals won of those that close", "from_to",
                 "win_rate_closed", cast.SALES, "points", window="last-4-quarters",
                 commitment="stretch", **year), pace=1.0),
        Wish(_kr("orders", "self-service", "Orders in the shop", "count", "orders",
                 cast.PLANNER, "count", **year), pace=0.7),
        Wish(_kr("cac-ceiling", "self-service", "A new customer costs no more than this",
                 "hold", "cac", cast.FINANCE, "money", better="down", window="last-13-weeks",
                 **year), margin=1.08),
        Wish(_kr("media-efficiency", "self-service", "Revenue for each euro of media", "hold",
                 "mer", cast.PLANNER, "ratio", window="last-13-weeks", **year), margin=1.05),
        Wish(_kr("shop-visits-spring", "self-service", "Visits that stay, in spring", "count",
                 "sessions", cast.CAMPAIGNER, "count", leads="leading", starts=at(-4),
                 due=at(-1, 31)), margin=0.93),
        Wish(_kr("share-of-search", "known-north", "Share of searches in our category",
                 "from_to", "share_of_search", cast.CMO, "points", leads="leading",
                 window="last-2-quarters", starts=at(-11), due=at(18, 31)), pace=1.02),
        Wish(_kr("awareness", "known-north", "Known without being named", "lift",
                 "awareness_unaided", cast.CAMPAIGNER, "percent", window="last-4-quarters",
                 starts=at(-11), due=at(18, 31)), pace=0.9),
        Wish(_kr("recurring", "keep-customers", "Recurring revenue kept and grown", "hold",
                 "nrr", cast.SUCCESS, "points", window="last-4-quarters", **year), margin=0.97),
        Wish(_kr("repeat-orders-spring", "keep-customers", "Orders in spring", "count",
                 "orders", cast.SUCCESS, "count", starts=at(-4), due=at(-1, 31)), margin=1.2),
    )  # fmt: skip


def told() -> tuple[KeyResult, ...]:
    """Key results that no metric gives: one reported with its document, one milestone."""
    return (
        KeyResult(
            "partner-rating",
            "keep-customers",
            "Stars on the two review portals",
            cast.SUCCESS,
            "from_to",
            Decimal("4.5"),
            *YEAR,
            baseline=Decimal("4.1"),
            unit="score",
            leads="leading",
            reported=(
                Reported(at(-3, 31), Decimal("4.2"), "Portal export of March", cast.SUCCESS),
                Reported(at(0, 30), Decimal("4.3"), "Portal export of June", cast.SUCCESS),
            ),
        ),
        KeyResult(
            "new-checkout",
            "self-service",
            "The new checkout is live in all countries",
            cast.PRODUCT,
            "milestone",
            Decimal(1),
            at(-5),
            at(-2, 30),
            leads="leading",
            reported=(Reported(at(-2, 22), Decimal(1), "Release note 4.2", cast.PRODUCT),),
        ),
    )


def _kr(
    key: str, objective: str, title: str, kind: Any, metric: str, owner: str, unit: Any,
    *, starts: date, due: date, **more: Any,
) -> KeyResult:  # fmt: skip
    numbers: dict[str, Any] = {"target": Decimal(1)}
    if kind in ("from_to", "lift"):
        numbers["baseline"] = Decimal(2)
    if "parts" in more:
        numbers["target"] = sum((part.amount for part in more["parts"]), Decimal(0))
    return KeyResult(
        key, objective, title, owner, kind,
        starts=starts, due=due, metric=metric, unit=unit, **numbers, **more,
    )  # fmt: skip


def _parts(*teams: str) -> tuple[Part, ...]:
    owners = {"marketing": cast.PLANNER, "sales": cast.SALES}
    return tuple(Part(team, Decimal(1), owners[team]) for team in teams)
