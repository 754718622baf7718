"""Approvals: what waits for whoever looks, with one click to approve and one to decline."""

from __future__ import annotations

from northing.plan.kinds.approval import Approval
from northing.web.plan.approval_table import waiting_for
from northing.web.plan.people import is_person
from northing.web.site.blocks import Block, Fragment, Notice
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    mine = waiting_for(context)
    own = [
        one
        for one in context.plan.all(Approval)
        if one.state == "waiting" and is_person(context.user, one.asked_by)
    ]
    blocks: list[Block] = []
    if mine:
        waiting = _with_lines(context, mine)
        blocks.append(Fragment("plan/decide_approvals.html", {"waiting": waiting}))
    else:
        blocks.append(Notice("Nothing waits for you.", "good"))
    if own:
        blocks.append(Fragment("plan/own_requests.html", {"own": _with_lines(context, own)}))
    return tuple(blocks)


def _with_lines(
    context: PageContext, requests: tuple[Approval, ...] | list[Approval]
) -> list[tuple[Approval, str]]:
    lines = context.plan.budget_lines
    return [(one, lines[one.budget_line].title) for one in requests]


ENTRY = Section(page="approvals", title="Waits for you", build=_build, order=10, own=True)
