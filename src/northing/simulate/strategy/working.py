"""How the company works together: requests, hand-offs, issues, who decides, what happens when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from northing.plan.kinds.approval import Approval
from northing.plan.kinds.approval_limit import ApprovalLimit
from northing.plan.kinds.check_in import CheckIn
from northing.plan.kinds.decision_right import DecisionRight
from northing.plan.kinds.delegation import Delegation
from northing.plan.kinds.event import Event
from northing.plan.kinds.hand_off import HandOff
from northing.plan.kinds.issue import Issue
from northing.plan.kinds.responsibility import Responsibility
from northing.plan.values import Scope
from northing.simulate.strategy import cast
from northing.simulate.strategy.days import at, day


def hand_offs() -> tuple[HandOff, ...]:
    """Promises to the other teams: kept, late, and one rejected."""
    sales: Any = "sales"
    return (
        HandOff("webinar-leads", "webinars", sales, "Attendees who asked for an offer",
                day("-1/20"), promised=40, delivered=44, delivered_on=day("-1/18"),
                state="accepted", decided_by=cast.SALES),
        HandOff("fair-leads", "software-days", sales, "Badge scans with notes",
                day("-2/10"), promised=120, delivered=131, delivered_on=day("-2/9"),
                state="rejected", decided_by=cast.SALES,
                reason="Two thirds carry no company name: nobody can call them."),
        HandOff("alternatives-sheet", "search-alternatives", sales,
                "Comparison with the market leader", day("0/12")),
        HandOff("app-deck", "mobile-launch", sales, "Sales deck of the app", day("0/20")),
        HandOff("churn-reasons", "winback", "product", "Why customers left, in their words",
                day("0/15"), promised=60, delivered=60, delivered_on=day("0/15"),
                state="delivered"),
        HandOff("price-findings", "price-test", "finance", "Findings of the price study",
                day("+2/15")),
        HandOff("upgrade-list", "upgrade-offer", "customer_success",
                "Customers near their plan's limit", day("0/25"), promised=80),
        HandOff("story-consents", "customer-stories", "customer_success",
                "Consents of the customers in the stories", day("+1/10"), promised=12),
    )  # fmt: skip


def issues() -> tuple[Issue, ...]:
    """What stands in the way; one is late, one was closed."""
    return (
        Issue("consent-banner", "The consent banner hides a third of the visits", cast.ANALYST,
              day("-1/31"), "executive", cast.CMO, day("-2/20"), objective="self-service"),
        Issue("fair-data", "Badge scans arrive without a company name", cast.CAMPAIGNER,
              day("+1/10"), "lead", cast.SALES, day("-1/12"), initiative="software-days"),
        Issue("north-stock", "No Swedish-speaking support before noon", cast.SUCCESS,
              day("+1/31"), "owner", cast.PLANNER, day("0/3"), objective="known-north"),
        Issue("meta-silence", "The platform's export brought nothing for nine days", cast.ANALYST,
              day("-3/31"), "owner", cast.PLANNER, day("-3/12"), initiative="social-founders",
              state="closed", outcome="The account's token had run out; the days were loaded."),
    )  # fmt: skip


def events() -> tuple[Event, ...]:
    """What a chart of the data should show: prices, promotions, launches, a fault."""
    shop = Scope(channel=("paid_search",), country=("DE",))
    return (
        Event("price-first", at(-17), "Price up by 6 %", "price"),
        Event("price-down", at(-9), "Price back by 4 %", "price"),
        Event("price-up", at(-5), "Price up by 8 %", "price"),
        Event("black-week", day("-7/17"), "Black week: 30 % off", "campaign",
              initiative="seasonal-offers"),
        Event("spring-offer", at(-2), "Spring offer: 15 % off for a month", "campaign",
              initiative="seasonal-offers"),
        Event("tv-first-flight", day("-4/12"), "Northern light on air", "campaign",
              initiative="northern-light"),
        Event("tracking-fault", day("-1/18"), "Mobile search pages fail in Germany for a week",
              "tracking", scope=shop),
        Event("app-launch", day("0/17"), "The app is in the stores", "launch",
              initiative="mobile-launch"),
        Event("leader-price", day("-3/9"), "The market leader cuts its entry price",
              "competitor"),
        Event("app-two", day("+4/12"), "Second version of the app", "launch",
              initiative="mobile-launch"),
    )  # fmt: skip


def check_ins() -> tuple[CheckIn, ...]:
    """What owners said of their key results."""
    rows = (
        ("revenue", "-2/30", "0.6", "Spring went well; the price rise held.", cast.CEO),
        ("revenue", "0/26", "0.5", "The second half must carry more than usual.", cast.CEO),
        ("qualified-leads", "-1/29", "0.7", "Sales accepts faster since May.", cast.PLANNER),
        ("qualified-leads", "0/26", "0.8", "On course; Software Days are still to come.",
         cast.PLANNER),
        ("orders", "0/26", "0.3", "A week without German mobile search cost us; offers are up.",
         cast.PLANNER),
        ("cac-ceiling", "0/26", "0.7", "Kept, with little room for television.", cast.FINANCE),
        ("share-of-search", "0/19", "0.75", "Half a point since the first flight.", cast.CMO),
        ("awareness", "0/19", "0.4", "The second wave of the tracker is overdue.",
         cast.CAMPAIGNER),
        ("recurring", "0/24", "0.8", "Expansions outweigh what left.", cast.SUCCESS),
        ("partner-rating", "0/30", "0.6", "Two bad reviews on support hours.", cast.SUCCESS),
    )  # fmt: skip
    return tuple(
        CheckIn(f"{key}-{day(on):%Y-%m-%d}", key, day(on), Decimal(sure), note, by)
        for key, on, sure, note, by in rows
    )


def rules_of_work(size: float) -> tuple[Any, ...]:
    """Limits, delegation, decision rights and who answers for what.

    Args:
        size: Of the company, 1 for 40,000 people; limits scale with its money.
    """
    limits = (("owner", 4_000), ("finance", 15_000), ("executive", None))
    rights = (
        ("pricing", "executive", ("owner", "finance")),
        ("brand", "owner", ("executive",)),
        ("media-mix", "owner", ("analyst", "finance")),
        ("agencies", "owner", ("finance",)),
        ("definitions", "finance", ("analyst", "owner")),
        ("data", "analyst", ("owner",)),
    )
    return (
        *(
            ApprovalLimit(f"limit-{role}", role, None if top is None else _round(top * size))
            for role, top in limits
        ),
        *(
            DecisionRight(domain, domain.replace("-", " "), decides, asks)
            for domain, decides, asks in rights
        ),
        Delegation("summer-leave", cast.FINANCE, cast.CEO, day("0/22"), day("+1/10")),
        *_raci(),
    )


def _raci() -> tuple[Responsibility, ...]:
    letters: dict[str, dict[str, Any]] = {
        "grow-revenue": {cast.CEO: "A", cast.CMO: "R", cast.SALES: "R", cast.FINANCE: "C"},
        "win-teams": {cast.CMO: "A", cast.PLANNER: "R", cast.SALES: "R", cast.FINANCE: "I"},
        "self-service": {cast.PLANNER: "A", cast.CAMPAIGNER: "R", cast.PRODUCT: "C"},
        "known-north": {cast.CMO: "A", cast.CAMPAIGNER: "R", cast.CEO: "C", cast.SALES: "I"},
        "keep-customers": {cast.SUCCESS: "A", cast.PLANNER: "R", cast.PRODUCT: "C"},
    }
    return tuple(
        Responsibility(f"{objective}-{who.partition('@')[0]}", objective, who, letter)
        for objective, people in letters.items()
        for who, letter in people.items()
    )


def approvals(size: float) -> tuple[Approval, ...]:
    """Three requests that wait and two that were decided.

    Args:
        size: Of the company, 1 for 40,000 people.
    """

    def ask(
        key: str, line: str, euros: float, why: str, by: str, asked: date, holder: str, **more: Any
    ) -> Approval:
        when = datetime(asked.year, asked.month, asked.day, 8, 30, tzinfo=UTC)
        return Approval(
            key, line, _round(euros * size), "EUR", why, by, when, at(1), holder, when, **more
        )

    decided = datetime(at(-1).year, at(-1).month, 20, 14, 0, tzinfo=UTC)
    return (
        ask("autumn-posters", "northern-light-out-of-home", 3_600, "Posters for the autumn flight",
            cast.CAMPAIGNER, day("0/29"), "owner"),
        ask("software-days-stand", "software-days-events", 9_500,
            "A larger stand: last year's queue lost us demos", cast.CAMPAIGNER, day("0/24"),
            "finance"),
        ask("app-second-flight", "mobile-launch-production", 24_000,
            "A second flight for the app, in five countries", cast.CMO, day("0/11"), "executive"),
        ask("price-panel", "price-test-research", 2_800, "Panel for the price study",
            cast.PLANNER, at(-1, 12), "owner", state="approved", decided_by=cast.CMO,
            decided_at=decided),
        ask("radio", "northern-light-television", 11_000, "Radio beside television",
            cast.CAMPAIGNER, at(-1, 14), "finance", state="declined", decided_by=cast.FINANCE,
            decided_at=decided, decided_why="First show that television moved awareness."),
    )  # fmt: skip


def _round(amount: float) -> Decimal:
    """Two digits that people would write."""
    digits = max(len(str(int(amount))) - 2, 0)
    return Decimal(max(round(amount, -digits), 1)).quantize(Decimal(1))
