"""A small plan for the site's tests, and how tests change it."""

from __future__ import annotations

from typing import Any

from northing.plan import record_of
from northing.web.accounts.models import User
from northing.web.plan.selectors import live_plan, version_of
from northing.web.plan.services import save

PLAN = """
run_share: "15"
objectives:
- {key: grow, title: Grow in DACH, level: company, owner: owner@example.com, family: growth,
   vision: The first name in measuring, funding_share: "60", agreed_by: finance@example.com}
- {key: known, title: Be known, level: marketing, owner: owner@example.com, family: brand,
   parent: grow, funding_share: "25"}
key_results:
- {key: deals, objective: grow, title: 400 new customers, owner: owner@example.com, kind: count,
   target: 400, starts: 2026-01-01, due: 2026-12-31, metric: new_customers}
- {key: aided, objective: known, title: Aided awareness to 40 %, owner: lead@example.com,
   kind: from_to, baseline: 30, target: 40, starts: 2026-01-01, due: 2026-12-31,
   metric: awareness_aided, unit: percent}
initiatives:
- {key: spring, title: Spring push, kind: campaign, owner: planner@example.com,
   starts: 2026-03-01, ends: 2026-05-31, theme: Reach, partner: agency_north,
   contributions: [{objective: grow, percent: 100}], key_results: [deals],
   campaigns: [{pattern: "spring*"}], reach: [{audience: founders, channel: paid_search}]}
- {key: tour, title: City tour, kind: event, owner: owner@example.com,
   starts: 2026-06-01, ends: 2026-09-30,
   contributions: [{objective: known, percent: 70}, {objective: grow, percent: 30}],
   scope: {country: [DE]}}
budget_lines:
- {key: spring-search, title: Search in spring, owner: planner@example.com, category: media,
   initiative: spring, channel: paid_search,
   amounts: [{month: 2026-03-01, state: planned, amount: 1000, currency: EUR}]}
- {key: tour-stand, title: The stand, owner: owner@example.com, category: events,
   initiative: tour, country: DE,
   amounts: [{month: 2026-06-01, state: planned, amount: 5000, currency: EUR}]}
- {key: people, title: People, owner: owner@example.com, category: people,
   amounts: [{month: 2026-03-01, state: planned, amount: 900, currency: EUR}]}
hand_offs:
- {key: leads-q2, initiative: spring, receiver: sales, deliverable: Qualified leads,
   due: 2026-06-30, promised: 300}
approval_limits:
- {key: finance, role: finance, up_to: 10000}
- {key: executive, role: executive}
events:
- {key: launch, on: 2026-03-01, title: Spring starts, kind: campaign, initiative: spring}
"""


def entry(kind: str, key: str, **changed: Any) -> dict[str, Any]:
    """The record of an entry with some fields changed."""
    return {**record_of(live_plan().entries[kind][key]), **changed}


def change(user: User | None, kind: str, key: str, reason: str = "Because.", **changed: Any) -> Any:
    return save(user, kind, entry(kind, key, **changed), version_of(kind, key), reason)
