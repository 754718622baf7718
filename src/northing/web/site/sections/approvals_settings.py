"""Approvals: set limits, lend one's approvals and take them back; for those who may."""

from __future__ import annotations

from northing.plan.kinds.approval_limit import ApprovalLimit
from northing.plan.kinds.delegation import Delegation
from northing.web.accounts.roles import GRANTS
from northing.web.plan.people import is_person
from northing.web.plan.selectors import live_plan, version_of
from northing.web.site.blocks import Block, Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    blocks: list[Block] = []
    if context.scope.may("approve_money"):
        mine = [
            {"one": one, "version": version_of("delegation", one.key)}
            for one in context.plan.all(Delegation)
            if is_person(context.user, one.giver)
        ]
        blocks.append(Fragment("plan/delegate.html", {"mine": mine}))
    if context.scope.may("set_limits") and not context.scope.limited:
        known = {one.role: one for one in live_plan().all(ApprovalLimit)}
        roles = [
            {
                "role": role,
                "up_to": known[role].up_to if role in known else None,
                "known": role in known,
                "version": version_of("approval_limit", known[role].key) if role in known else 0,
            }
            for role, granted in GRANTS.items()
            if "approve_money" in granted
        ]
        blocks.append(Fragment("plan/limits.html", {"roles": roles}))
    return tuple(blocks) or None


ENTRY = Section(
    page="approvals",
    title="Who may approve",
    build=_build,
    order=60,
    permission="approve_money",
    own=True,
)
