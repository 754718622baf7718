"""What needs somebody: approvals, hand-offs, definitions, issues, check-ins that are theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from northing.plan import Plan
from northing.plan.kinds.hand_off import HandOff
from northing.plan.kinds.issue import Issue
from northing.web.goals.selectors import last_sign, standings
from northing.web.measure.definitions import name_of
from northing.web.measure.models import DefinitionProposal
from northing.web.plan.approval_table import waiting_for
from northing.web.plan.hand_offs import receives
from northing.web.plan.people import called, is_person, names_of
from northing.web.site.formats import show, show_date

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

CHECK_IN_DAYS = 28
"""After how long a key result asks its owner for a word."""


@dataclass(frozen=True)
class Need:
    """One thing that waits for whoever looks.

    Attributes:
        what: A sentence.
        since: Since when, or by when it was due.
        late: Whether its day has passed.
        href: Where it is done.
        action: What the link says.
    """

    what: str
    since: date
    late: bool
    href: str
    action: str


def needs_of(context: PageContext) -> list[Need]:
    """Everything that waits for whoever looks: what is late first, the oldest before the newer."""
    plan = context.plan
    found = [need for source in _SOURCES for need in source(context, plan)]
    return sorted(found, key=lambda one: (not one.late, one.since))


def _approvals(context: PageContext, plan: Plan) -> Iterator[Need]:
    waiting = waiting_for(context)
    names = names_of() if waiting else {}
    for one in waiting:
        line = plan.budget_lines[one.budget_line].title
        amount = show(one.amount, "money", one.currency)
        since = one.asked_at.date()
        yield Need(
            f"{called(one.asked_by, names)} asks for {amount} for {line}: {one.reason}",
            since,
            (context.as_of - since).days > context.settings.approval_days,
            context.link("approvals", keep=False),
            "Decide",
        )


def _hand_offs(context: PageContext, plan: Plan) -> Iterator[Need]:
    """To accept for the team that is handed something, to deliver for who promised it."""
    for one in plan.all(HandOff):
        initiative = plan.initiatives[one.initiative]
        href = context.link("initiative", key=one.initiative, keep=False)
        many = f"{one.delivered or one.promised} × " if one.promised else ""
        if one.state == "delivered" and receives(context.scope, one):
            yield Need(
                f"{initiative.title} hands you {many}{one.deliverable}: accept it, or say why not.",
                one.delivered_on or one.due,
                one.due < context.as_of,
                href,
                "Accept or reject",
            )
        elif one.late(context.as_of) and is_person(context.user, initiative.owner):
            yield Need(
                f"You owe {one.receiver.replace('_', ' ')} {many}{one.deliverable}, due "
                f"{show_date(one.due)}.",
                one.due,
                True,
                href,
                "Deliver",
            )


def _definitions(context: PageContext, _plan: Plan) -> Iterator[Need]:
    if context.user is None or not context.scope.may("lock_definition"):
        return
    waiting = DefinitionProposal.objects.filter(state="open").exclude(signatures__user=context.user)
    for one in waiting:
        yield Need(
            f"A definition waits for a second name: {name_of(one.reference)}.",
            one.proposed_at.date(),
            False,
            context.link("definition", name=one.metric, keep=False),
            "Sign or decline",
        )


def _issues(context: PageContext, plan: Plan) -> Iterator[Need]:
    """One's own, and those that have come to one's role because they are late."""
    for one in plan.all(Issue):
        if one.state == "closed":
            continue
        late = one.late(context.as_of)
        mine = is_person(context.user, one.owner)
        came = context.scope.role == one.escalate_to and (late or one.state == "escalated")
        if not mine and not came:
            continue
        href = (
            context.link("objective", key=one.objective, keep=False)
            if one.objective
            else context.link("objectives", keep=False)
        )
        whose = "You remove it" if mine else "It has come to you, being late"
        yield Need(f"{one.title}. {whose}, by {show_date(one.due)}.", one.due, late, href, "Settle")


def _check_ins(context: PageContext, _plan: Plan) -> Iterator[Need]:
    for one in standings(context).values():
        key_result = one.key_result
        running = key_result.starts <= context.as_of < key_result.due
        answers = [key_result.owner, *(part.owner for part in key_result.parts)]
        if not running or not any(is_person(context.user, who) for who in answers):
            continue
        if (context.as_of - last_sign(one)).days > CHECK_IN_DAYS:
            yield Need(
                f"{key_result.title} ({one.progress.status}): how sure are you?",
                last_sign(one),
                False,
                context.link("key_result", key=key_result.key, keep=False),
                "Check in",
            )


_SOURCES: tuple[Callable[[PageContext, Plan], Iterator[Need]], ...] = (
    _approvals,
    _hand_offs,
    _definitions,
    _issues,
    _check_ins,
)
