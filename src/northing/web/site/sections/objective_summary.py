"""Objective: how it stands, whose it is, what it serves."""

from __future__ import annotations

from django.urls import reverse

from northing.web.goals.selectors import objective_standing
from northing.web.goals.words import status_cell
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Block, Facts, Fragment, Notice
from northing.web.site.formats import show_date
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    plan = context.plan
    standing = objective_standing(context, context.arguments["key"])
    one = standing.objective
    parent = plan.objectives.get(one.parent or "")
    cell = status_cell(standing.status)
    facts: list[tuple[str, object]] = [
        ("Level", (one.team or one.level).replace("_", " ")),
        ("Serves", parent.title if parent else "–" if one.level == "company" else "no objective"),
        ("Family", one.family),
        ("Horizon", f"{one.horizon} term"),
        ("Owner", called(one.owner, names_of())),
        ("Due", one.due or "no date"),
    ]
    if one.scope:
        parts = (f"{name} {', '.join(kept)}" for name, kept in one.scope.filters().items())
        facts.append(("Only", "; ".join(parts)))
    if context.scope.may("see_money"):
        facts.append(("Funding share", _share(one)))
    blocks: list[Block] = [Notice(f"{cell.value}. {standing.reason}", cell.tone)]
    if standing.orphan:
        blocks.append(Notice("It serves no other objective: give it a parent."))
    if one.vision:
        facts.insert(0, ("Vision", one.vision))
    blocks.append(Facts(tuple(facts)))
    actions = []
    if context.scope.may("edit_goals"):
        actions.append(("Change the objective", reverse("objective-edit", kwargs={"key": one.key})))
    if context.scope.may("agree_funding"):
        agree = reverse("objective-funding", kwargs={"key": one.key})
        actions.append(("Agree the funding share", agree))
    if actions:
        blocks.append(Fragment("goals/actions.html", {"actions": actions}))
    return tuple(blocks)


def _share(one: object) -> str:
    from northing.plan.kinds.objective import Objective

    assert isinstance(one, Objective)  # noqa: S101 - told to the type checker
    if one.funding_share is None:
        return "not agreed with finance"
    when = f", {show_date(one.agreed_on)}" if one.agreed_on else ""
    by = f", agreed by {called(one.agreed_by, names_of())}{when}" if one.agreed_by else ""
    return f"{one.funding_share:f} % of all marketing money{by}"


ENTRY = Section(page="objective", build=_build, order=10)
